import { MemoryReplayStore } from './memoryReplayStore'
import { ParrotPolicy } from './parrotPolicy'
import { Grid } from '../../src/core/grid/grid'
import { policyShape } from '../../src/core/policy/policyShape'
import type { Task } from '../../src/core/task/task'
import { Rng } from '../../src/core/util/rng'
import { makeConfig } from '../../src/core/loop/checkConfig'
import type { ExperimentConfig } from '../../src/core/loop/config'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../../src/core/loop/events'
import { budgetOf, executeProgram } from '../../src/core/loop/executeProgram'
import type { CheckpointStore, ExperimentPorts, SearchOrder } from '../../src/core/loop/ports'

const rng = Rng.fromSeed(7, 'tasks')
const grid = (rows: number, cols: number): Grid =>
  new Grid(
    rows,
    cols,
    Int8Array.from({ length: rows * cols }, () => rng.int(5)),
  )
const task = (id: string, rule: (input: Grid) => Grid): Task => {
  const pairs = [3, 4, 5].map((side) => grid(side, side + 1)).map((input) => ({ input, output: rule(input) }))
  return { id, train: pairs.slice(0, 2), test: pairs.slice(2) }
}
export const upsideDown = (g: Grid): Grid => Grid.fromRows(g.toRows().reverse())
const leftToRight = (g: Grid): Grid => Grid.fromRows(g.toRows().map((row) => row.reverse()))
const topHalf = (g: Grid): Grid => Grid.fromRows(g.toRows().slice(0, Math.floor(g.rows / 2)))

export const trainingTasks = [task('t/flip', upsideDown), task('t/top', topHalf)]
export const evaluationTasks = [
  task('e/mirror', leftToRight),
  task('e/half turn', (g) => leftToRight(upsideDown(g))),
  task('e/never', () => grid(1, 1)),
]
const seeds = [
  { taskId: 't/flip', program: 'O = hmirror(I)' },
  { taskId: 't/top', program: 'x1 = vmirror(I)\nx2 = vmirror(x1)\nO = tophalf(x2)' },
]

class MemoryCheckpoints implements CheckpointStore {
  saved: { iteration: number; policy: Uint8Array }[] = []
  async save(iteration: number, policy: Uint8Array): Promise<void> {
    this.saved.push({ iteration, policy })
  }
  async latest(): Promise<{ iteration: number; policy: Uint8Array } | null> {
    return this.saved.at(-1) ?? null
  }
}

export interface Setting {
  readonly ports: ExperimentPorts
  readonly store: MemoryReplayStore
  readonly checkpoints: MemoryCheckpoints
  readonly events: ExperimentEvent[]
  /** tasks of each search */
  readonly searches: (readonly SearchOrder[])[]
  /** calls that each search may take */
  readonly searchCalls: number[]
}

/** Small tasks, a policy that repeats what it was taught, and everything in memory. `toSolve`: other tasks than the usual three. */
export function setting(
  changes: Record<string, unknown> = {},
  stopAfterGates = Infinity,
  toSolve: readonly Task[] = evaluationTasks,
): Setting {
  const made = makeConfig({
    mutants: 60,
    metaIterations: 3,
    firstDraw: 120,
    seedDraw: 40,
    policyDraw: 40,
    samplesPerTask: 30,
    batchSize: 16,
    ...changes,
  })
  if (!made.ok) throw new Error(made.error.message)
  const config: ExperimentConfig = made.value
  const store = new MemoryReplayStore()
  const checkpoints = new MemoryCheckpoints()
  const events: ExperimentEvent[] = []
  const searches: (readonly SearchOrder[])[] = []
  const searchCalls: number[] = []
  const tasks = new Map([...trainingTasks, ...toSolve].map((t) => [t.id, t]))
  let gates = 0
  let now = 0
  const ports: ExperimentPorts = {
    config,
    trainingTasks,
    seeds,
    evaluationTasks: toSolve,
    policy: new ParrotPolicy(policyShape(config)),
    executor: {
      execute: async (requests) =>
        requests.map(({ taskId, program, variation }) =>
          executeProgram(tasks.get(taskId) as Task, program, budgetOf(config), variation),
        ),
    },
    searcher: {
      match: async (taskIds, programs) =>
        taskIds.map((taskId) =>
          programs.flatMap((program, place) => {
            const { demosRight } = executeProgram(tasks.get(taskId) as Task, program, budgetOf(config))
            return demosRight > 0 ? [place] : []
          }),
        ),
      search: async (orders, calls) => {
        searches.push(orders)
        searchCalls.push(calls)
        // the second only comes near: it reproduces no demonstration
        return orders.map(({ taskId }) =>
          taskId === 'e/mirror' ? ['O = vmirror(I)', 'O = trim(I)'] : ['O = tophalf(I)'],
        )
      },
    },
    store,
    checkpoints,
    clock: { now: () => (now += 5) },
    rng: Rng.fromSeed(config.seed),
    gate: async () => ++gates <= stopAfterGates,
    emit: (event) => void events.push(event),
    solvedBefore: async () => [],
  }
  return { ports, store, checkpoints, events, searches, searchCalls }
}

/** The same settings on what an interrupted run has left, in a process of its own. */
export function resumed(first: Setting, changes: Record<string, unknown> = {}): Setting {
  const second = setting(changes)
  const { store, checkpoints } = first
  const solvedBefore = async (): Promise<SolvedTask[]> => {
    const { iteration = -1 } = (await checkpoints.latest()) ?? {}
    return solvedIn(first.events).filter((solved) => solved.iteration <= iteration)
  }
  return { ...second, store, checkpoints, ports: { ...second.ports, store, checkpoints, solvedBefore } }
}

export const solvedIn = (events: readonly ExperimentEvent[]): SolvedTask[] =>
  events.flatMap((event) => (event.kind === 'solved' ? [event.solved] : []))

/** Everything of a report that does not depend on the clock. */
export const lasting = (events: readonly ExperimentEvent[]): unknown[] =>
  events.flatMap((event) => {
    if (event.kind !== 'iteration') return []
    const { iteration, loss, shares, solved, samples, experiences, added, failures } = event.report
    return [{ iteration, loss, shares, solved, samples, experiences, added, failures }]
  })

export const lastReport = (events: readonly ExperimentEvent[]): IterationReport => {
  const reports = events.flatMap((event) => (event.kind === 'iteration' ? [event.report] : []))
  return reports.at(-1) as IterationReport
}
