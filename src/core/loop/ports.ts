import type { Grid } from '../grid/grid'
import type { PolicyLanguage } from '../policy/policyLanguage'
import type { PolicyModel } from '../policy/policyPort'
import type { ReplayStore } from '../replay/replayStore'
import type { Task } from '../task/task'
import type { Variation } from '../task/varyTask'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import type { ExperimentEvent, SolvedTask } from './events'

export interface ExecuteRequest {
  readonly taskId: string
  readonly program: string
  /** run on the task's demonstrations varied so, and on no test pairs */
  readonly variation?: Variation
}

/** What came of running one program on one task. */
export interface Execution {
  readonly taskId: string
  /** canonical text, or the text as given when it does not parse */
  readonly program: string
  readonly lines: number
  /** the text is a well-formed program */
  readonly parsed: boolean
  /** it ran to its end on at least one demonstration input */
  readonly executed: boolean
  /** for each demonstration the valid grid it gave, or null */
  readonly demoOutputs: readonly (Grid | null)[]
  readonly demosRight: number
  /** right on each test pair; all false unless at least one demonstration is reproduced (else it is not run there) */
  readonly testRight: readonly boolean[]
  /** the first failure, as an error code; null when every demonstration gave a valid grid */
  readonly failure: string | null
}

/** Runs programs within their budgets; same requests, same executions, in order, at any number of workers. */
export interface Executor {
  execute(requests: readonly ExecuteRequest[]): Promise<Execution[]>
}

export interface SearchOrder {
  readonly taskId: string
  /** programs whose lines are tried as building blocks */
  readonly fragments: readonly string[]
}

/**
 * Builds programs up from a task's own grids, and finds out of many programs those worth executing; same orders, same
 * programs, at any number of workers.
 */
export interface Searcher {
  /** For each task, the places of the programs that reproduce at least one of its demonstrations. */
  match(taskIds: readonly string[], programs: readonly string[]): Promise<readonly (readonly number[])[]>
  /**
   * For each order, programs that reproduce every demonstration, likeliest first, then those that came near. `calls`: of
   * primitives on one grid, for each task.
   */
  search(orders: readonly SearchOrder[], calls: number): Promise<readonly (readonly string[])[]>
}

/** Where checkpoints go: written atomically, verified on load. */
export interface CheckpointStore {
  save(iteration: number, policy: Uint8Array): Promise<void>
  /** the newest checkpoint that reads back whole, or null */
  latest(): Promise<{ iteration: number; policy: Uint8Array } | null>
}

export interface Clock {
  /** milliseconds since any fixed moment */
  now(): number
}

/** Lets the outside pause or stop a run: awaited between batches; resolves false when the run should end now. */
export type Gate = () => Promise<boolean>

export interface ExperimentPorts {
  readonly config: ExperimentConfig
  /** tasks with a seed program: seeds and mutants run on these */
  readonly trainingTasks: readonly Task[]
  readonly seeds: readonly { readonly taskId: string; readonly program: string }[]
  /** tasks to solve: the policy samples for these */
  readonly evaluationTasks: readonly Task[]
  readonly policy: PolicyModel
  /** what it reads and writes; left out: the small policy's */
  readonly language?: PolicyLanguage
  readonly executor: Executor
  readonly searcher: Searcher
  readonly store: ReplayStore
  readonly checkpoints: CheckpointStore
  readonly clock: Clock
  readonly rng: Rng
  readonly gate: Gate
  /** awaited, so that what it keeps is on disk before the next checkpoint */
  readonly emit: (event: ExperimentEvent) => void | Promise<void>
  /** what `emit` was told of solved tasks up to the iteration after which the store was truncated, in order */
  readonly solvedBefore: () => Promise<readonly SolvedTask[]>
}
