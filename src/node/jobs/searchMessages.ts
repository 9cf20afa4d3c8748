import type { SearchBudget } from '../../core/search/batch/graphRun'
import type { Predictions } from '../../core/search/rankFits'
import type { Task } from '../../core/task/task'

/** What a worker is started with. Grids arrive as plain objects: `reviveTask` makes them grids again. */
export interface SearchWorkerData {
  /** test outputs stay behind: nothing that searches can see them */
  readonly tasks: readonly Task[]
  readonly budget: SearchBudget
  /** what the costs of enumeration are learned from */
  readonly seedTexts: readonly string[]
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

/** Which of the loaded programs reproduce a demonstration of one task. */
export interface MatchUnit {
  readonly kind: 'match'
  /** index in the worker's tasks */
  readonly task: number
}

/** Enumeration on one task. */
export interface EnumerateUnit {
  readonly kind: 'enumerate'
  readonly task: number
  readonly seconds: number
  /** calls on one input; whichever ends first */
  readonly evaluations: number
  /** programs whose lines are tried as building blocks */
  readonly fragments: readonly string[]
}

export type SearchRequest = LoadPrograms | EvaluateUnit | MatchUnit | EnumerateUnit

/** Programs that reproduce every demonstration, with what they predict; equal predictions are sent once. */
export interface EvaluateAnswer {
  readonly kind: 'evaluated'
  readonly predictions: readonly Predictions[]
  /** index of the program in what was loaded, index of its predictions */
  readonly fits: readonly (readonly [program: number, predictions: number])[]
  readonly pairs: number
  /** calls evaluated, over all inputs */
  readonly evaluated: number
}

export interface MatchAnswer {
  readonly kind: 'matched'
  /** indexes in what was loaded, ascending */
  readonly programs: readonly number[]
}

export interface EnumerateAnswer {
  readonly kind: 'enumerated'
  /** by cost, one for each list of predictions */
  readonly fits: readonly { readonly program: string; readonly cost: number; readonly predictions: Predictions }[]
  /** programs that do not fit but come near, nearest first */
  readonly near: readonly string[]
  /** calls on one input */
  readonly evaluated: number
  readonly values: number
  /** cost of the programs that were looked at last */
  readonly level: number
}

export type SearchAnswer =
  EvaluateAnswer | MatchAnswer | EnumerateAnswer | { readonly kind: 'bug'; readonly message: string }
