import type { PrimitiveCounts } from '../../core/analysis/primitiveCounts'
import type { ExperimentEvent, IterationReport } from '../../core/loop/events'
import type { Source } from '../../core/replay/experience'
import type { Problem, Result } from '../../core/util/result'
import type {
  ExperimentSeries,
  ExportReport,
  Params,
  ReplayDetail,
  ReplayHistogram,
  ReplayPage,
  Results,
} from '../../ipc/contract'

/** What the host tells an experiment process. */
export type ToExperiment =
  /** `policyDirectory`: of the imported policy, where it has one */
  | { readonly kind: 'start'; readonly policyDirectory: string | null }
  | { readonly kind: 'pause' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'query'; readonly id: number; readonly query: Query }
  /** the answer to a question is no longer wanted; it is given all the same */
  | { readonly kind: 'cancel'; readonly id: number }

export type Query =
  | { readonly kind: 'page'; readonly params: Omit<Params<'replay.page'>, 'experimentId'> }
  | { readonly kind: 'histogram'; readonly params: Omit<Params<'replay.histogram'>, 'experimentId'> }
  | { readonly kind: 'experience'; readonly id: number }
  | { readonly kind: 'series' }
  | { readonly kind: 'edit'; readonly params: Omit<Params<'replay.edit'>, 'experimentId'> }
  | { readonly kind: 'exportRun'; readonly directory: string; readonly attempts: number }
  | { readonly kind: 'exportRows'; readonly path: string; readonly filter: Params<'replay.export'>['filter'] }
  | { readonly kind: 'primitives' }
  | { readonly kind: 'solvers' }

export interface Answers {
  page: ReplayPage
  histogram: ReplayHistogram
  experience: ReplayDetail
  series: ExperimentSeries
  edit: Results['replay.edit']
  exportRun: ExportReport
  exportRows: ExportReport
  primitives: PrimitiveCounts
  /** for each task to solve, where the program comes from that does */
  solvers: readonly { readonly taskId: string; readonly solvedBy: Source | null }[]
}

/** What an experiment process tells the host. `ended` is its last word: its database is closed then. */
export type FromExperiment =
  | { readonly kind: 'events'; readonly events: readonly ExperimentEvent[] }
  | { readonly kind: 'checkpoint'; readonly iteration: number }
  /** the run is taken up: from now on `ended` or the process's death ends it */
  | { readonly kind: 'started' }
  /** where the run goes on from, with what it had reported and solved up to there */
  | {
      readonly kind: 'standing'
      readonly checkpointIteration: number | null
      readonly lastReport: IterationReport | null
      readonly solved: readonly string[]
    }
  | { readonly kind: 'paused' }
  | { readonly kind: 'ended'; readonly state: 'finished' | 'stopped'; readonly problem: null }
  | { readonly kind: 'ended'; readonly state: 'failed'; readonly problem: Problem }
  /** how much of a question's work is done, 0 to 1 */
  | { readonly kind: 'share'; readonly id: number; readonly share: number }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Result<unknown> }
