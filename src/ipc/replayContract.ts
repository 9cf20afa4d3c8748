import { z } from 'zod'
import type { Lineage, Source } from '../core/replay/experience'
import { jobId } from './jobContract'

/** The part of the contract about an experiment's replay buffer. */

const id = z.string().min(1).max(200)
const filter = z.object({
  sources: z.array(z.enum(['seed', 'mutation', 'policy', 'search'])).optional(),
  taskId: z.string().optional(),
  /** text that the program contains */
  program: z.string().optional(),
  primitive: z.string().optional(),
  minPerformance: z.number().min(0).max(1).optional(),
  maxPerformance: z.number().min(0).max(1).optional(),
  minPriority: z.number().optional(),
  maxPriority: z.number().optional(),
  minIteration: z.number().int().optional(),
  maxIteration: z.number().int().optional(),
  minLines: z.number().int().optional(),
  maxLines: z.number().int().optional(),
  isPinned: z.literal(true).optional(),
  isExcluded: z.literal(true).optional(),
})
export type ReplayFilter = z.infer<typeof filter>
export const REPLAY_COLUMNS = [
  'id',
  'taskId',
  'source',
  'iteration',
  'performance',
  'priority',
  'lines',
  'drawn',
  'program',
] as const
export type ReplayColumn = (typeof REPLAY_COLUMNS)[number]
/** What a person changes by hand; each two of them undo each other. */
export const REPLAY_ACTIONS = ['pin', 'unpin', 'exclude', 'include', 'delete', 'restore'] as const
export type ReplayAction = (typeof REPLAY_ACTIONS)[number]

export const REPLAY_PARAMS = {
  'replay.page': z.object({
    experimentId: id,
    filter,
    sort: z.object({ column: z.enum(REPLAY_COLUMNS), descending: z.boolean() }),
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(500),
  }),
  'replay.histogram': z.object({ experimentId: id, filter, bins: z.number().int().min(1).max(200) }),
  'replay.experience': z.object({ experimentId: id, id: z.number().int() }),
  'replay.edit': z.object({
    experimentId: id,
    action: z.enum(REPLAY_ACTIONS),
    ids: z.array(z.number().int()).min(1).max(1000),
  }),
  /** the experiences that fit, as Parquet, or as CSV where the name ends in .csv; the file must not be there yet */
  'replay.export': z.object({
    experimentId: id,
    filter,
    /** left out: a new file in the workspace */
    path: z.string().min(1).max(4096).optional(),
    jobId,
  }),
} as const satisfies Record<string, z.ZodType>

export interface ReplayResults {
  'replay.page': ReplayPage
  'replay.histogram': ReplayHistogram
  'replay.experience': ReplayDetail
  'replay.edit': { readonly changed: number }
  'replay.export': ExportReport
}

export interface ReplayRow {
  readonly id: number
  readonly taskId: string
  readonly source: Source
  readonly iteration: number
  readonly performance: number
  readonly demosRight: number
  readonly demos: number
  readonly priority: number
  readonly lines: number
  readonly drawn: number
  readonly program: string
  /** stays when the buffer is full */
  readonly pinned: boolean
  /** is never drawn */
  readonly excluded: boolean
}

export interface ReplayPage {
  readonly total: number
  readonly rows: readonly ReplayRow[]
}

/** Experiences by priority, in equal bins from the least to the greatest. */
export interface ReplayHistogram {
  readonly bins: readonly PriorityBin[]
}

export interface PriorityBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** priorities that occur; both 0 where none does */
  readonly least: number
  readonly greatest: number
  /** chance that the next draw among seeds and mutants falls on one of these experiences ... */
  readonly textbook: number
  /** ... and the next draw among what the policy and search found */
  readonly own: number
}

export interface ReplayDetail extends ReplayRow {
  /** chance to be the next one drawn of its part of the buffer */
  readonly probability: number
  /** the parent task's pairs the program ran on: input, wanted output, realised output (null where it gave none) */
  readonly pairs: readonly {
    readonly input: number[][]
    readonly wanted: number[][]
    readonly realised: number[][] | null
  }[]
  readonly lineage: Lineage | null
}

export interface ExportReport {
  /** the folder, or the file */
  readonly path: string
  readonly experiences: number
  /** program files, one a task; 0 where none are asked for */
  readonly programs: number
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}
