import type { Source } from '../replay/experience'

/** The stages of a run, in order; `mutate` happens once, `search` then too, the others once a meta-iteration. */
export type Stage = 'mutate' | 'learn' | 'sample' | 'execute' | 'relabel' | 'score' | 'search' | 'checkpoint'

/** Shares of all policy samples of one meta-iteration, each 0 to 1; `solved` = right on every demonstration and test pair. */
export interface SampleShares {
  readonly parsed: number
  readonly executed: number
  readonly valid: number
  readonly solved: number
}

export interface SolvedCounts {
  /** tasks that count as pass@3 from seed programs alone ... */
  readonly seeds: number
  /** ... from mutants alone ... */
  readonly mutation: number
  /** ... from all policy samples so far ... */
  readonly policy: number
  /** ... from enumeration so far ... */
  readonly search: number
  /** ... and from everything so far */
  readonly total: number
  /** from this iteration's samples only */
  readonly policyOnly: number
}

export interface IterationReport {
  readonly iteration: number
  readonly loss: number
  readonly shares: SampleShares
  readonly solved: SolvedCounts
  readonly evaluationTasks: number
  readonly samples: number
  readonly experiences: number
  readonly added: number
  /** failure code -> how many of this iteration's distinct samples */
  readonly failures: Readonly<Record<string, number>>
  readonly learnTokensPerSecond: number
  readonly sampleTokensPerSecond: number
  readonly executionsPerSecond: number
  readonly elapsedMs: number
}

/** A task counted as solved for the first time, or by a shorter program than before. */
export interface SolvedTask {
  readonly taskId: string
  readonly iteration: number
  readonly source: Source
  readonly program: string
  readonly lines: number
  readonly first: boolean
}

export type ExperimentEvent =
  | {
      readonly kind: 'progress'
      readonly stage: Stage
      readonly iteration: number
      readonly iterations: number
      /** within the stage */
      readonly done: number
      readonly total: number
      /** of the whole run, 0 to 1 */
      readonly fraction: number
      /** milliseconds to the end, null while unknown */
      readonly etaMs: number | null
      readonly note: string
    }
  | { readonly kind: 'loss'; readonly iteration: number; readonly step: number; readonly value: number }
  | { readonly kind: 'iteration'; readonly report: IterationReport }
  | { readonly kind: 'solved'; readonly solved: SolvedTask }
  | { readonly kind: 'log'; readonly level: 'info' | 'warning'; readonly message: string }
