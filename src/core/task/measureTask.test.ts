import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { measureTask } from './measureTask'
import type { Pair } from './task'

const pair = (input: number[][], output: number[][]): Pair => ({
  input: Grid.fromRows(input),
  output: Grid.fromRows(output),
})
const measure = (train: Pair[], test = [pair([[0]], [[0]])]) => measureTask({ id: 'x', train, test })

describe('measureTask', () => {
  it('finds the longest side and every colour of demonstrations and test inputs', () => {
    const measures = measure([pair([[1, 2, 3]], [[4]])], [pair([[5], [5], [5], [5]], [[6, 6, 6, 6, 6, 6]])])
    expect(measures).toEqual({ side: 4, sizeChange: 'smaller', colours: [1, 2, 3, 4, 5] })
  })

  it.each([
    ['same', [pair([[1, 1]], [[2, 2]])]],
    ['larger', [pair([[1]], [[2, 2]]), pair([[1]], [[2], [2], [2]])]],
    ['mixed', [pair([[1]], [[2, 2]]), pair([[1, 1]], [[2]])]],
    ['mixed', [pair([[1, 1]], [[2], [2]])]],
  ] as const)('says how outputs compare with inputs: %s', (change, train) => {
    expect(measure([...train]).sizeChange).toBe(change)
  })
})
