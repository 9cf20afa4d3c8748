import { describe, expect, it } from 'vitest'
import { Grid } from '../../grid/grid'
import { checkProgram } from '../check/checkProgram'
import { checkSource } from '../check/checkSource'
import { DEFAULT_BUDGET } from '../meter'
import { runProgram } from './interpreter'
import { traceProgram } from './trace'

const grid = Grid.fromRows([
  [1, 0],
  [0, 2],
])

function trace(text: string) {
  const { program, types } = checkProgram(text)
  return traceProgram(program, grid, DEFAULT_BUDGET, types)
}

const viewOf = (line: string) => trace(line).at(-1)?.view

describe('traceProgram', () => {
  it('shows every line with its value', () => {
    const lines = trace('# a comment\nx1 = objects(I,T,F,T)\nx2 = size(x1)\nO = upscale(I, x2)')
    expect(lines.map(({ line, target, text, view }) => [line, target, text, view?.label])).toEqual([
      [2, 'x1', 'x1 = objects(I, T, F, T)', 'Objects, 2'],
      [3, 'x2', 'x2 = size(x1)', 'Integer, 2'],
      [4, 'O', 'O = upscale(I, x2)', 'Grid, 4x4'],
    ])
  })

  it('steps of the lines add up to those of the run', () => {
    const text = 'x1 = objects(I, T, F, T)\nx2 = merge(x1)\nO = paint(I, x2)'
    const sum = trace(text).reduce((total, line) => total + (line.outcome?.steps ?? 0), 0)
    expect(sum).toBe(runProgram(checkProgram(text).program, grid, DEFAULT_BUDGET).steps)
  })

  it('tells the size of every value and, with a clock, the time of every line', () => {
    const { program, types } = checkProgram(
      'x1 = objects(I, T, F, T)\nx2 = first(ONE)\nx3 = hmirror(x2)\nO = vmirror(I)',
    )
    let ms = 0
    const lines = traceProgram(program, grid, DEFAULT_BUDGET, types, () => (ms += 2) * ms)
    expect(lines.map(({ size, timeMs }) => [size, timeMs])).toEqual([
      [2, 12],
      [null, 28],
      [null, null],
      [4, 44],
    ])
    expect(trace('O = I').map(({ size, timeMs }) => [size, timeMs])).toEqual([[4, null]])
  })

  it('gives inner calls their own places', () => {
    const { program, types } = checkSource('# turn\n  O = hmirror(vmirror(I))')
    const lines = traceProgram(program, grid, DEFAULT_BUDGET, types)
    expect(lines.map(({ line, column, text, view }) => [line, column, text, view?.label])).toEqual([
      [2, 15, 'x1 = vmirror(I)', 'Grid, 2x2'],
      [2, 3, 'O = hmirror(x1)', 'Grid, 2x2'],
    ])
  })

  it('goes on after a failure with the lines that do not need it', () => {
    const lines = trace('x1 = first(ONE)\nx2 = hmirror(x1)\nx3 = vmirror(I)\nO = hconcat(x2, x3)')
    expect(lines.map(({ outcome }) => outcome?.kind ?? 'not run')).toEqual(['failed', 'not run', 'value', 'not run'])
  })

  it('gives each line after a failure the whole depth', () => {
    const text = 'x1 = compose(first, height)\nx2 = x1(I)\nx3 = compose(hmirror, vmirror)\nO = x3(I)'
    const lines = traceProgram(checkProgram(text).program, grid, { ...DEFAULT_BUDGET, depth: 3 })
    expect(lines.map(({ outcome }) => outcome?.kind)).toEqual(['value', 'failed', 'value', 'value'])
  })

  it('runs nothing more when the steps are used up', () => {
    const { program } = checkProgram('x1 = power(hmirror, TEN)\nx2 = power(x1, TEN)\nx3 = x2(I)\nO = hmirror(I)')
    const lines = traceProgram(program, grid, { ...DEFAULT_BUDGET, steps: 40 })
    expect(lines.map(({ outcome }) => outcome?.kind ?? 'not run')).toEqual(['value', 'value', 'failed', 'not run'])
  })
})

describe('views', () => {
  it('are plain JSON', () => {
    const view = viewOf('O = objects(I, T, F, T)')
    expect(JSON.parse(JSON.stringify(view))).toEqual(view)
  })

  it.each([
    [
      'O = I',
      {
        kind: 'grid',
        label: 'Grid, 2x2',
        rows: [
          [1, 0],
          [0, 2],
        ],
      },
    ],
    [
      'O = ofcolor(I, ZERO)',
      {
        kind: 'patch',
        label: 'Indices, 2',
        what: 'Indices',
        cells: [
          [null, 0, 1],
          [null, 1, 0],
        ],
      },
    ],
    ['O = ofcolor(I, NINE)', { kind: 'patch', label: 'Indices, 0', what: 'Indices', cells: [] }],
    ['O = recolor(FIVE, ORIGIN)', null],
    [
      'O = asobject(I)',
      {
        kind: 'patch',
        label: 'Object, 4',
        what: 'Object',
        cells: [
          [0, 0, 1],
          [0, 1, 0],
          [1, 0, 0],
          [2, 1, 1],
        ],
      },
    ],
    [
      'O = objects(I, T, F, T)',
      { kind: 'patches', label: 'Objects, 2', what: 'Object', patches: [[[1, 0, 0]], [[2, 1, 1]]] },
    ],
    ['x1 = partition(I)\nO = order(x1, size)', { kind: 'patches', label: 'Tuple of Object, 3', what: 'Object' }],
    ['O = height(I)', { kind: 'number', label: 'Integer, 2', value: 2 }],
    ['O = square(I)', { kind: 'boolean', label: 'Boolean, T', value: true }],
    ['O = shape(I)', { kind: 'pair', label: 'IntegerTuple, (2, 2)', value: [2, 2] }],
    [
      'O = rbind(shift, UP)',
      { kind: 'function', label: 'Callable, rbind(shift, (-1, 0))', text: 'rbind(shift, (-1, 0))' },
    ],
    ['O = palette(I)', { kind: 'other', label: 'IntegerSet, 3', type: 'IntegerSet', text: '{0, 1, 2}' }],
    ['O = repeat(ONE, ONE)', { kind: 'other', label: 'Tuple, 1', text: '(1,)' }],
  ])('%j', (text, expected) => {
    if (expected === null) expect(viewOf(text)).toBeNull()
    else expect(viewOf(text)).toMatchObject(expected)
  })

  it('cuts long texts', () => {
    const view = viewOf(
      'x1 = interval(ZERO, TEN, ONE)\nx2 = product(x1, x1)\nx3 = lbind(shift, x2)\nO = lbind(apply, x3)',
    )
    if (view?.kind !== 'function') throw new Error('no function')
    expect(view.text).toHaveLength(200)
    expect(view.label.length).toBeLessThan(60)
  })
})
