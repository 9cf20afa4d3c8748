import { z } from 'zod'
import type { TaskMeasures } from '../core/task/measureTask'
import type { TaskJson } from '../core/task/task'
import type { Problem } from '../core/util/result'
import { THUMBNAILS_AT_MOST } from './transport'

/** The part of the contract about tasks, their datasets and the seeds that come with them. */

const id = z.string().min(1).max(200)

/** A file sent by a window that has no file system of its own: path inside the chosen folder, and its bytes. */
const uploadedFile = z.object({ name: z.string().max(4096), bytes: z.instanceof(Uint8Array) })

/** A path on the host's machine, or the files themselves. */
const source = z.union([z.object({ path: z.string().min(1) }), z.object({ files: z.array(uploadedFile).max(20_000) })])

/** Public datasets that the window offers to fetch. */
export const DOWNLOADABLE = ['arc-agi-1', 'concept-arc'] as const
export type Downloadable = (typeof DOWNLOADABLE)[number]

export const TASK_PARAMS = {
  /** every task, without its grids */
  'tasks.list': z.object({}),
  /** first demonstrations of the tasks in sight; tasks that are no longer there are left out */
  'tasks.thumbnails': z.object({ taskIds: z.array(id).max(THUMBNAILS_AT_MOST) }),
  'tasks.get': z.object({ taskId: id }),
  /** `path` on the host's machine, or the files themselves; an archive is one uploaded file ending in .zip */
  'tasks.import': z.object({
    name: id.optional(),
    split: z.enum(['training', 'evaluation']).optional(),
    source,
  }),
  /** fetches a public dataset and imports it under its usual name */
  'tasks.download': z.object({ dataset: z.enum(DOWNLOADABLE) }),
  /** which tasks each experiment counted as solved */
  'tasks.solved': z.object({}),
  /** marks a task as known to be bad, or takes the mark back */
  'tasks.mark': z.object({ taskId: id, isKnownBad: z.boolean() }),
  /** a task of the user's own; imported datasets and the starter pack stay as they are */
  'tasks.save': z.object({
    dataset: id,
    split: z.enum(['training', 'evaluation']),
    name: id,
    /** ARC's JSON, checked as an imported file is: a problem names the path of the bad field */
    task: z.unknown(),
    description: z.string().max(2000),
    tags: z.array(z.string().min(1).max(60)).max(30),
    /** true: no task may have this name yet; false: the one that has it is replaced */
    isNew: z.boolean(),
  }),
  /** of the user's own; programs kept for it stay on disk */
  'tasks.remove': z.object({ taskId: id }),
  'datasets.remove': z.object({ dataset: id }),

  /** programs for tasks of their name: those that reproduce their task become its seeds */
  'seeds.import': z.object({
    source,
  }),
} as const satisfies Record<string, z.ZodType>

export interface TaskResults {
  'tasks.list': TaskSummary[]
  'tasks.thumbnails': readonly Thumbnail[]
  'tasks.get': TaskDetail
  'tasks.import': ImportReport
  'tasks.download': ImportReport
  'tasks.solved': readonly SolvedBy[]
  'tasks.mark': TaskSummary
  'tasks.save': TaskSummary
  'tasks.remove': { removed: true }
  'datasets.remove': { removed: number }
  'seeds.import': SeedReport
}

export interface TaskSummary {
  /** unique in the workspace: dataset/split/name */
  readonly id: string
  readonly name: string
  readonly dataset: string
  readonly split: string
  readonly pairs: number
  readonly tests: number
  readonly hasProgram: boolean
  readonly description: string
  readonly tags: readonly string[]
  /** a program that came with the workbench or was imported, and reproduces every pair */
  readonly hasSeed: boolean
  /** somebody marked it: its pairs do not agree with one rule */
  readonly isKnownBad: boolean
  readonly measures: TaskMeasures
}

/** The first demonstration of a task. */
export interface Thumbnail {
  readonly taskId: string
  readonly input: number[][]
  readonly output: number[][]
}

export interface SolvedBy {
  readonly experimentId: string
  readonly taskIds: readonly string[]
}

export interface TaskDetail extends TaskSummary {
  readonly task: TaskJson
}

export interface ImportReport {
  readonly dataset: string
  /** split -> tasks added */
  readonly added: Readonly<Record<string, number>>
  /** files that were refused, each with the reason; nothing else is lost by them */
  readonly refused: readonly Problem[]
  readonly seconds: number
}

export interface SeedReport {
  /** programs that reproduce their task, now its seeds */
  readonly imported: number
  /** the others, each with the reason; they are not kept, their file stays where it is */
  readonly refused: readonly Problem[]
  readonly seconds: number
}
