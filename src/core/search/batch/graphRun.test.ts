import { describe, expect, it } from 'vitest'
import { drawGrid } from '../../../../test/fuzz/drawGrid'
import { drawProgram } from '../../../../test/fuzz/drawProgram'
import { readStarterPrograms } from '../../../../test/fuzz/starterPrograms'
import { DEFAULT_BUDGET, type Budget } from '../../dsl/meter'
import { runProgram } from '../../dsl/eval/interpreter'
import type { Program } from '../../dsl/syntax/ast'
import { parseProgram } from '../../dsl/syntax/parser'
import { valuesEqual } from '../../dsl/value'
import { Grid } from '../../grid/grid'
import { Rng } from '../../util/rng'
import { GraphRun } from './graphRun'
import { ProgramGraph } from './programGraph'

/** Programs and inputs of the comparison: 100,000 runs in all. */
const PROGRAMS = 2500
const INPUTS = 40

/** How a run in the graph differs from the interpreter's; null where it does not. */
function differenceOf(run: GraphRun, index: number, program: Program, input: Grid, budget: Budget): string | null {
  const plain = runProgram(program, input, budget)
  const result = run.run(index)
  if (plain.kind === 'failed') {
    const code = result < 0 ? run.failureOf(result) : 'a value'
    return code === plain.code ? null : `${code} instead of ${plain.code}`
  }
  if (result < 0) return `${run.failureOf(result)} instead of a value`
  return valuesEqual(run.values.valueOf(result), plain.value) ? null : 'another value'
}

describe('programs in a graph', () => {
  it(`end as the interpreter ends them, ${PROGRAMS * INPUTS} runs`, { timeout: 120_000 }, () => {
    const rng = Rng.fromSeed(11)
    const { parents } = readStarterPrograms()
    const graph = new ProgramGraph()
    const programs: Program[] = []
    while (programs.length < PROGRAMS) {
      const { program } = drawProgram(rng, parents)
      if (graph.add(program) !== null) programs.push(program)
    }
    const differences: string[] = []
    for (let k = 0; k < INPUTS; k++) {
      const input = k % 2 === 0 ? rng.pick(parents).input : drawGrid(rng, 30)
      // budgets so small that programs stop in the middle of a line, between lines, or not at all
      const limits = { steps: [30, 200, 1000, 5000][k % 4] ?? 0, cells: k % 3 === 0 ? 100 : 10_000 }
      // and tables so small that values are forgotten and evaluated again
      const budget = { ...DEFAULT_BUDGET, ...limits, ...(k % 5 === 4 && { tableWeight: 20_000 }) }
      const run = new GraphRun(graph, input, budget)
      programs.forEach((program, index) => {
        const difference = differenceOf(run, index, program, input, budget)
        if (difference !== null) differences.push(`program ${index} on input ${k}: ${difference}`)
      })
    }
    expect(differences).toEqual([])
  })

  it('knows programs that keep the shape of their input', () => {
    const rng = Rng.fromSeed(12)
    const { parents } = readStarterPrograms()
    const graph = new ProgramGraph()
    let known = 0
    for (let k = 0; k < 3000; k++) {
      const { program } = drawProgram(rng, parents)
      const input = drawGrid(rng, 12)
      const index = graph.add(program)
      if (index === null || !graph.keepsInputShape(index)) continue
      const outcome = runProgram(program, input, DEFAULT_BUDGET)
      if (outcome.kind === 'failed') continue
      expect(outcome.value).toBeInstanceOf(Grid)
      const { rows, cols } = outcome.value as Grid
      expect([rows, cols]).toEqual([input.rows, input.cols])
      known++
    }
    expect(known).toBeGreaterThan(100)
    const keeps = (text: string): boolean => graph.keepsInputShape(graph.add(parseProgram(text).program) ?? -1)
    expect(keeps('x1 = hmirror(I)\nx2 = ofcolor(x1, ONE)\nO = fill(x1, TWO, x2)')).toBe(true)
    expect(['O = rot90(I)', 'x1 = asobject(I)\nO = hmirror(x1)', 'O = canvas(ONE, UNITY)'].some(keeps)).toBe(false)
  })

  it('evaluates what programs share once', () => {
    const graph = new ProgramGraph()
    const add = (text: string): number | null => graph.add(parseProgram(text).program)
    const first = add('x1 = hmirror(I)\nO = vmirror(x1)')
    const nodes = graph.nodes
    expect(add('x7 = hmirror(I)\nO = vmirror(x7)')).toBe(1)
    expect(graph.nodes).toBe(nodes)
    expect(add('x1 = hmirror(I)\nx2 = vmirror(x1)\nO = dmirror(x2)')).toBe(2)
    expect(graph.nodes).toBe(nodes + 1)
    const run = new GraphRun(graph, Grid.fromRows([[1, 2]]), DEFAULT_BUDGET)
    for (let k = 0; k < 3; k++) run.run(k)
    expect(run.evaluated).toBe(3)
    expect(run.run(first ?? -1)).toBe(run.run(1))
  })

  it('forgets values when they take too much room, and evaluates them again', () => {
    const graph = new ProgramGraph()
    const texts = ['O = upscale(I, TWO)', 'O = upscale(I, THREE)', 'O = upscale(I, TWO)']
    for (const text of texts) graph.add(parseProgram(text).program)
    const input = Grid.fromRows([[1, 2]])
    const evaluations = (tableWeight: number): number => {
      const run = new GraphRun(graph, input, { ...DEFAULT_BUDGET, tableWeight }, Grid.fromRows([[1, 1, 2, 2], [1, 1, 2, 2]])) // prettier-ignore
      expect(texts.map((_, k) => run.isRight(run.run(k)))).toEqual([true, false, true])
      return run.evaluated
    }
    expect([evaluations(1_000_000), evaluations(0)]).toEqual([2, 3])
  })

  it('ends a program where one call takes more than a call may', () => {
    const graph = new ProgramGraph()
    graph.add(parseProgram('x1 = objects(I, T, F, T)\nO = hmirror(I)').program)
    const run = (callSteps?: number): number => {
      const budget = { ...DEFAULT_BUDGET, ...(callSteps !== undefined && { callSteps }) }
      const graphRun = new GraphRun(graph, Grid.fromRows([[1, 2, 3, 4, 5, 6, 7, 8, 9]]), budget)
      const result = graphRun.run(0)
      return result < 0 ? (expect(graphRun.failureOf(result)).toBe('run/steps'), 0) : 1
    }
    expect([run(), run(5)]).toEqual([1, 0])
  })

  it('evaluates calls of equal values once, whatever lines they come from', () => {
    const graph = new ProgramGraph()
    // on a symmetric grid both mirrors give I again
    for (const text of ['x1 = hmirror(I)\nO = rot90(x1)', 'x1 = vmirror(I)\nO = rot90(x1)']) {
      graph.add(parseProgram(text).program)
    }
    const run = new GraphRun(graph, Grid.fromRows([[5, 5]]), DEFAULT_BUDGET)
    expect(run.run(0)).toBe(run.run(1))
    expect(run.evaluated).toBe(3)
  })

  it.each(['O = nothing(I)', 'x1 = hmirror(I)', 'O = hmirror(I, I, I, I, I)', 'O = x1(I)', 'O = __proto__(I)'])(
    'refuses %j and stays as it was',
    (text) => {
      const graph = new ProgramGraph()
      expect(graph.add(parseProgram(text).program)).toBeNull()
      expect([graph.programs, graph.add(parseProgram('O = rot90(I)').program)]).toEqual([0, 0])
      const run = new GraphRun(graph, Grid.fromRows([[1, 2]]), DEFAULT_BUDGET)
      expect(valuesEqual(run.values.valueOf(run.run(0)), Grid.fromRows([[1], [2]]))).toBe(true)
    },
  )
})
