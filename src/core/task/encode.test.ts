import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../test/arbitraries/anyGrid'
import { Grid } from '../grid/grid'
import { encodeDense, encodeGridDense } from './encodeDense'
import { encodeGridSparse, encodeSparse, parseGridSparse, parseSparse } from './encodeSparse'

const grid = Grid.fromRows([
  [0, 3, 0],
  [1, 0, 3],
])

describe('encodeSparse', () => {
  it('lists the cells of every colour but the background', () => {
    expect(encodeGridSparse(grid)).toBe('2x3 background=0 1=1,0 3=0,1 1,2')
    expect(encodeGridSparse(Grid.fromRows([[7, 7]]))).toBe('1x2 background=7')
  })

  it('takes the lowest of the most common colours as background', () => {
    expect(encodeGridSparse(Grid.fromRows([[4, 2, 4, 2]]))).toBe('1x4 background=2 4=0,0 0,2')
  })

  it('joins inputs, then outputs', () => {
    const one = Grid.fromRows([[1]])
    const pairs = [
      { input: grid, output: one },
      { input: one, output: one },
    ]
    expect(encodeSparse(pairs)).toBe(
      '2x3 background=0 1=1,0 3=0,1 1,2|1x1 background=1\n1x1 background=1|1x1 background=1',
    )
  })

  it('is read back by parseSparse', () => {
    const pairs = fc.array(fc.record({ input: anyGrid(), output: anyGrid() }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(pairs, (demonstrations) => {
        const result = parseSparse(encodeSparse(demonstrations))
        if (!result.ok) throw new Error(result.error.message)
        expect(result.value.map((p) => [p.input.toRows(), p.output.toRows()])).toEqual(
          demonstrations.map((p) => [p.input.toRows(), p.output.toRows()]),
        )
      }),
    )
  })

  it.each(['', '2x3', '31x1 background=0', '1x1 background=0 0,0', '1x1 background=0 1=0,1', '1x1 background=0 1=a'])(
    'parseGridSparse refuses %j',
    (text) => {
      expect(parseGridSparse(text).ok).toBe(false)
    },
  )
})

describe('encodeDense', () => {
  it('writes every cell', () => {
    expect(encodeGridDense(grid)).toBe('2x3 0 3 0; 1 0 3')
    expect(encodeDense([{ input: grid, output: grid }])).toBe('2x3 0 3 0; 1 0 3\n2x3 0 3 0; 1 0 3')
  })
})
