import type { SearchBudget } from '../../core/search/batch/graphRun'
import type { Grid } from '../../core/grid/grid'
import type { Task } from '../../core/task/task'

/** What a worker is started with. Grids arrive as plain objects: `reviveTask` makes them grids again. */
export interface SearchWorkerData {
  /** test outputs stay behind: nothing that searches can see them */
  readonly tasks: readonly Task[]
  readonly budget: SearchBudget
}

/** Programs for the units that follow, instead of those before. */
export interface LoadPrograms {
  readonly kind: 'programs'
  readonly texts: readonly string[]
}

/** The loaded programs on one task. */
export interface EvaluateUnit {
  readonly kind: 'evaluate'
  /** index in the worker's tasks */
  readonly task: number
}

export type SearchRequest = LoadPrograms | EvaluateUnit

/** Programs that reproduce every demonstration, with what they predict; equal predictions are sent once. */
export interface EvaluateAnswer {
  readonly kind: 'evaluated'
  readonly predictions: readonly (readonly (Grid | null)[])[]
  /** index of the program in what was loaded, index of its predictions */
  readonly fits: readonly (readonly [program: number, predictions: number])[]
  readonly pairs: number
  /** calls evaluated, over all inputs */
  readonly evaluated: number
}

export type SearchAnswer = EvaluateAnswer | { readonly kind: 'bug'; readonly message: string }
