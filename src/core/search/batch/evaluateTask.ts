import type { Code } from '../../errors/codes'
import { isGrid } from '../../dsl/value'
import type { Grid } from '../../grid/grid'
import type { Task } from '../../task/task'
import { GraphRun, type SearchBudget } from './graphRun'
import type { ProgramGraph } from './programGraph'

/** A program that reproduces every demonstration, with what it gives for the test inputs. */
export interface Fit {
  readonly program: number
  /** one per test input; null where it fails or gives no valid grid */
  readonly predictions: readonly (Grid | null)[]
}

export interface TaskSearch {
  readonly fits: readonly Fit[]
  /** program-task pairs */
  readonly pairs: number
  /** calls really evaluated, over all inputs */
  readonly evaluated: number
}

/**
 * The programs of a graph that reproduce every demonstration of a task. A program is left as soon as one demonstration
 * fails, the smallest input first, and at once where an output has another shape than its input and the program's cannot;
 * test inputs are run for those that fit, test outputs are not looked at.
 */
export function findFits(graph: ProgramGraph, task: Task, budget: SearchBudget): TaskSearch {
  let candidates: readonly number[] = Array.from({ length: graph.programs }, (_, program) => program)
  const isReshaped = task.train.some(({ input, output }) => input.rows !== output.rows || input.cols !== output.cols)
  if (isReshaped) candidates = candidates.filter((program) => !graph.keepsInputShape(program))
  let evaluated = 0
  // nearly all programs are left after the first: it should be the one that costs least
  const smallestFirst = [...task.train].sort((a, b) => a.input.cells.length - b.input.cells.length)
  for (const { input, output } of smallestFirst) {
    const run = new GraphRun(graph, input, budget, output)
    candidates = candidates.filter((program) => run.isRight(run.run(program)))
    evaluated += run.evaluated
    if (candidates.length === 0) break
  }
  const predictions = candidates.map((): (Grid | null)[] => [])
  if (candidates.length > 0) {
    for (const { input } of task.test) {
      const run = new GraphRun(graph, input, budget)
      candidates.forEach((program, k) => predictions[k]?.push(outputOf(run, run.run(program))))
      evaluated += run.evaluated
    }
  }
  const fits = candidates.map((program, k): Fit => ({ program, predictions: predictions[k] ?? [] }))
  return { fits, pairs: graph.programs, evaluated }
}

/** What one program does with a task's demonstrations: the experience it becomes. */
export interface Realised {
  readonly program: number
  /** one per demonstration; null where it fails or gives no valid grid */
  readonly outputs: readonly (Grid | null)[]
  readonly demosRight: number
  /** of the first demonstration without an output */
  readonly failure: Code | null
}

/** Every program of a graph on every demonstration of a task, for hindsight relabelling. */
export function realiseAll(graph: ProgramGraph, task: Task, budget: SearchBudget): Realised[] {
  const programs = Array.from({ length: graph.programs }, (_, program) => ({
    program,
    outputs: [] as (Grid | null)[],
    demosRight: 0,
    failure: null as Code | null,
  }))
  for (const { input, output } of task.train) {
    const run = new GraphRun(graph, input, budget, output)
    for (const entry of programs) {
      const result = run.run(entry.program)
      const grid = outputOf(run, result)
      entry.outputs.push(grid)
      if (run.isRight(result)) entry.demosRight++
      if (!grid) entry.failure ??= result < 0 ? run.failureOf(result) : 'run/not-a-grid'
    }
  }
  return programs
}

function outputOf(run: GraphRun, result: number): Grid | null {
  if (result < 0) return null
  const value = run.values.valueOf(result)
  return isGrid(value) && value.isValidArc() ? value : null
}
