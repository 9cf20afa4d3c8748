import { describe, expect, it } from 'vitest'
import { Grid } from '../../grid/grid'
import { DEFAULT_BUDGET, type Budget } from '../meter'
import { parseProgram } from '../syntax/parser'
import { isGrid } from '../value'
import { withDeadline } from './deadline'
import { runProgram } from './interpreter'
import { runOnPairs } from './runOnPairs'
import type { Outcome } from './outcome'

const grid = Grid.fromRows([
  [1, 0],
  [0, 2],
  [0, 0],
])

function run(text: string, budget: Budget = DEFAULT_BUDGET, input = grid): Outcome {
  return runProgram(parseProgram(text).program, input, budget)
}

function rowsOf(outcome: Outcome): number[][] {
  if (outcome.kind === 'failed') throw new Error(`${outcome.code} ${outcome.message}`)
  if (!isGrid(outcome.value)) throw new Error('no grid')
  return outcome.value.toRows()
}

describe('runProgram', () => {
  it('runs lines in order and counts steps', () => {
    const outcome = run('x1 = hmirror(I)\nO = vmirror(x1)')
    expect(rowsOf(outcome)).toEqual([
      [0, 0],
      [2, 0],
      [0, 1],
    ])
    expect(outcome.steps).toBeGreaterThan(1)
    expect(rowsOf(run('O = I'))).toEqual(grid.toRows())
  })

  it('calls variables that hold functions', () => {
    expect(rowsOf(run('x1 = rbind(replace, FIVE)\nO = x1(I, TWO)'))[1]).toEqual([0, 5])
  })

  it.each([
    ['O = first(x1)', 'name/unknown', 1, null],
    ['O = constructor(I)', 'name/unknown', 1, null],
    ['x1 = height(I)\n\nO = x1(I)', 'run/not-callable', 3, null],
    ['O = hmirror(I, I)', 'type/arity', 1, 'hmirror'],
    ['x1 = hmirror(I)', 'name/missing-output', 1, null],
    ['x1 = initset(ONE)\nx2 = remove(ONE, x1)\nO = first(x2)', 'run/primitive', 3, 'first'],
    ['O = height(ONE)', 'run/type', 1, 'height'],
    ['x1 = lbind(add, ONE)\nx2 = compose(first, x1)\nO = x2(ZERO)', 'run/type', 3, 'compose'],
  ])('%j fails with %s', (text, code, line, primitive) => {
    const outcome = run(text)
    expect(outcome).toMatchObject({ kind: 'failed', code, line, primitive })
    if (outcome.kind === 'failed') expect(outcome.message).not.toMatch(/\{\w+\}/)
  })

  it('gives the same steps every time', () => {
    const text = 'x1 = objects(I, T, F, T)\nx2 = apply(normalize, x1)\nx3 = merge(x2)\nO = paint(I, x3)'
    expect(run(text).steps).toBe(run(text).steps)
  })
})

/** power(power(... f)): 10 to the n calls. */
function tower(levels: number, f = 'hmirror'): string {
  const lines = [`x1 = power(${f}, TEN)`]
  for (let k = 2; k <= levels; k++) lines.push(`x${k} = power(x${k - 1}, TEN)`)
  return [...lines, `O = x${levels}(I)`].join('\n')
}

describe('budgets', () => {
  it('stop loops made by power', () => {
    expect(run(tower(2)).kind).toBe('value')
    expect(run(tower(20))).toMatchObject({ kind: 'failed', code: 'run/steps', line: 21 })
    expect(run(tower(2), { ...DEFAULT_BUDGET, steps: 50 })).toMatchObject({
      code: 'run/steps',
      message: expect.stringContaining('50'),
    })
  })

  it('stop values that grow', () => {
    const doubled = run('x1 = fork(hconcat, identity, identity)\nx2 = power(x1, TEN)\nx3 = power(x2, TEN)\nO = x3(I)')
    expect(doubled).toMatchObject({ kind: 'failed', code: 'run/size' })
    expect(run('O = upscale(I, TWO)', { ...DEFAULT_BUDGET, cells: 20 })).toMatchObject({ code: 'run/size' })
  })

  it('stop functions inside functions', () => {
    const lines = ['x1 = compose(hmirror, vmirror)']
    for (let k = 2; k <= 150; k++) lines.push(`x${k} = compose(x${k - 1}, vmirror)`)
    const text = [...lines, `O = x150(I)`].join('\n')
    expect(run(text)).toMatchObject({ kind: 'failed', code: 'run/depth' })
    expect(run('x1 = compose(hmirror, vmirror)\nO = x1(I)', { ...DEFAULT_BUDGET, depth: 1 })).toMatchObject({
      code: 'run/depth',
    })
  })

  it('stop at a deadline of the caller', () => {
    let now = 0
    const budget = withDeadline({ ...DEFAULT_BUDGET, steps: 1e12 }, 250, () => now++)
    expect(run(tower(20), budget)).toMatchObject({ kind: 'failed', code: 'run/time' })
  })

  it('are granted anew for each run', () => {
    const budget = { ...DEFAULT_BUDGET, steps: 60 }
    const program = parseProgram(tower(1)).program
    const pairs = Array.from({ length: 5 }, () => ({ input: grid, output: grid }))
    expect(runOnPairs(program, pairs, budget).map((result) => result.outcome.kind)).toEqual(pairs.map(() => 'value'))
  })
})

describe('runOnPairs', () => {
  const pair = (output: number[][]) => ({ input: grid, output: Grid.fromRows(output) })
  const results = (text: string, output: number[][]) =>
    runOnPairs(parseProgram(text).program, [pair(output)], DEFAULT_BUDGET)[0]

  it('tells right, wrong cells and wrong shapes', () => {
    expect(results('O = I', grid.toRows())).toMatchObject({ right: true, wrongCells: [] })
    expect(
      results('O = I', [
        [1, 0],
        [3, 2],
        [0, 4],
      ]),
    ).toMatchObject({
      right: false,
      wrongCells: [
        [1, 0],
        [2, 1],
      ],
    })
    expect(results('O = I', [[1, 0]])).toMatchObject({ right: false, wrongCells: null })
  })

  it('refuses what is no ARC grid', () => {
    const large = results('x1 = upscale(I, TEN)\nO = upscale(x1, TWO)', [[1]])
    expect(large).toMatchObject({ output: null, right: false, wrongCells: null, outcome: { kind: 'value' } })
    expect(results('O = replace(I, ZERO, TEN)', [[1]])?.output).toBeNull()
    expect(results('O = height(I)', [[1]])?.output).toBeNull()
    expect(results('O = first(ONE)', [[1]])).toMatchObject({ output: null, outcome: { kind: 'failed' } })
  })
})
