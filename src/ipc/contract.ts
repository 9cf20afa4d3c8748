import { z } from 'zod'
import type { PrimitiveCounts } from '../core/analysis/primitiveCounts'
import type { Diagnostic } from '../core/errors/diagnostic'
import type { ExperimentConfig } from '../core/loop/config'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../core/loop/events'
import type { Lineage, Source } from '../core/replay/experience'
import type { TaskMeasures } from '../core/task/measureTask'
import type { TaskJson } from '../core/task/task'
import type { Problem, Result } from '../core/util/result'
import { PROGRAM_PARAMS, type ProgramResults } from './programContract'

export type { ProgramFile, SavedOrigin } from './programContract'

/**
 * What the window may ask of the host, and what the host tells it. Both transports (Electron's ipc, the loopback
 * WebSocket) carry exactly this; parameters are validated on arrival, every answer is a Result.
 */

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

/** A file sent by a window that has no file system of its own: path inside the chosen folder, and its bytes. */
const uploadedFile = z.object({ name: z.string().max(4096), bytes: z.instanceof(Uint8Array) })

/** Public datasets that the window offers to fetch. */
export const DOWNLOADABLE = ['arc-agi-1', 'concept-arc'] as const
export type Downloadable = (typeof DOWNLOADABLE)[number]

export const PARAMS = {
  'workspace.get': z.object({}),
  'settings.set': z.object({ changes: z.record(z.string(), z.unknown()) }),

  'tasks.list': z.object({}),
  'tasks.get': z.object({ taskId: id }),
  /** `path` on the host's machine, or the files themselves; an archive is one uploaded file ending in .zip */
  'tasks.import': z.object({
    name: id.optional(),
    split: z.enum(['training', 'evaluation']).optional(),
    source: z.union([z.object({ path: z.string().min(1) }), z.object({ files: z.array(uploadedFile).max(20_000) })]),
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
    source: z.union([z.object({ path: z.string().min(1) }), z.object({ files: z.array(uploadedFile).max(20_000) })]),
  }),

  ...PROGRAM_PARAMS,

  'experiments.list': z.object({}),
  'experiments.get': z.object({ experimentId: id }),
  'experiments.create': z.object({
    name: z.string().max(200).optional(),
    preset: id,
    changes: z.record(z.string(), z.unknown()),
  }),
  'experiments.start': z.object({ experimentId: id }),
  'experiments.pause': z.object({ experimentId: id }),
  'experiments.stop': z.object({ experimentId: id }),
  'experiments.remove': z.object({ experimentId: id }),
  /** everything an open experiment page needs to draw itself after a reload */
  'experiments.series': z.object({ experimentId: id }),
  'experiments.disk': z.object({ experimentId: id }),
  /** series, replay buffer, programs and submission as files, in a new or empty folder on the host's machine */
  'experiments.export': z.object({
    experimentId: id,
    /** left out: a new one in the workspace */
    directory: z.string().min(1).max(4096).optional(),
    /** for each test input, in the submission */
    attempts: z.number().int().min(1).max(3),
  }),

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
  }),

  /** how primitives are used by an experiment's programs; null: by the programs kept for the workspace's tasks */
  'analysis.primitives': z.object({ experimentId: id.nullable() }),

  /** the search that runs, or the last one since the host started; null: none yet */
  'search.get': z.object({}),
  /** one at a time; the tasks of one split, with the programs kept for another as seeds */
  'search.start': z.object({
    tasks: id,
    seeds: id,
    secondsPerTask: z.number().int().min(1).max(86_400),
    mutants: z.number().int().min(0).max(1_000_000),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  }),
  'search.stop': z.object({}),

  /** which execution providers work here; tried once, then remembered until asked for again */
  'policy.devices': z.object({ again: z.boolean() }),
  /** programs that an experiment's newest checkpoint writes for one task */
  'policy.sample': z.object({
    experimentId: id,
    taskId: id,
    count: z.number().int().min(1).max(32),
    /** 0 takes the likeliest token each time */
    temperature: z.number().min(0).max(5),
    seed: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  }),

  /** native folder/file dialog; null when the host has none (then the window offers its own) or it was cancelled */
  'dialog.choosePath': z.object({ title: z.string() }),
} as const satisfies Record<string, z.ZodType>

export type Command = keyof typeof PARAMS
export const COMMANDS = Object.keys(PARAMS) as readonly Command[]
export type Params<C extends Command> = z.infer<(typeof PARAMS)[C]>

export interface Results extends ProgramResults {
  'workspace.get': WorkspaceInfo
  'settings.set': Settings
  'tasks.list': TaskSummary[]
  'tasks.get': TaskDetail
  'tasks.import': ImportReport
  'tasks.download': ImportReport
  'tasks.solved': readonly SolvedBy[]
  'tasks.mark': TaskSummary
  'tasks.save': TaskSummary
  'tasks.remove': { removed: true }
  'datasets.remove': { removed: number }
  'seeds.import': SeedReport
  'experiments.list': ExperimentSummary[]
  'experiments.get': ExperimentSummary
  'experiments.create': ExperimentSummary
  'experiments.start': ExperimentSummary
  'experiments.pause': ExperimentSummary
  'experiments.stop': ExperimentSummary
  'experiments.remove': { removed: true }
  'experiments.series': ExperimentSeries
  'experiments.disk': DiskUse
  'experiments.export': ExportReport
  'replay.page': ReplayPage
  'replay.histogram': ReplayHistogram
  'replay.experience': ReplayDetail
  'replay.edit': { readonly changed: number }
  'replay.export': ExportReport
  'analysis.primitives': PrimitiveCounts
  'search.get': SearchDetail | null
  'search.start': SearchSummary
  'search.stop': SearchSummary
  'policy.devices': readonly DeviceReport[]
  'policy.sample': PolicySampling
  'dialog.choosePath': { path: string | null; native: boolean }
}

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark'
  /** names of panes -> sizes, and other remembered layout */
  readonly layout: Readonly<Record<string, unknown>>
  readonly palette: 'arc' | 'colour-blind'
  /** commands -> keys of the user's own; an empty text: no keys */
  readonly shortcuts: Readonly<Record<string, string>>
}

export interface WorkspaceInfo {
  readonly directory: string
  readonly version: string
  readonly host: 'desktop' | 'headless'
  readonly settings: Settings
  readonly datasets: readonly DatasetInfo[]
  /** names of the imported policies */
  readonly policies: readonly string[]
  readonly device: { readonly name: string; readonly threads: number }
  /** resident memory of the host and its experiment processes, bytes */
  readonly memoryBytes: number
}

export interface DatasetInfo {
  readonly name: string
  readonly splits: Readonly<Record<string, number>>
  readonly importedFrom: string
  /** made here: its tasks can be edited and removed */
  readonly isOwn: boolean
  /** names its content: equal for equal tasks, another when a cell differs */
  readonly version: string
}

export interface TaskSummary {
  /** unique in the workspace: dataset/split/name */
  readonly id: string
  readonly name: string
  readonly dataset: string
  readonly split: string
  readonly pairs: number
  readonly tests: number
  /** first demonstration, for the thumbnail */
  readonly input: number[][]
  readonly output: number[][]
  readonly hasProgram: boolean
  readonly description: string
  readonly tags: readonly string[]
  /** a program that came with the workbench or was imported, and reproduces every pair */
  readonly hasSeed: boolean
  /** somebody marked it: its pairs do not agree with one rule */
  readonly isKnownBad: boolean
  readonly measures: TaskMeasures
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

export type ExperimentState =
  'created' | 'queued' | 'running' | 'pausing' | 'paused' | 'stopping' | 'stopped' | 'finished' | 'failed'

export interface ExperimentSummary {
  readonly id: string
  readonly name: string
  readonly preset: string
  readonly config: ExperimentConfig
  readonly state: ExperimentState
  /** why it failed, with how to go on */
  readonly problem: Problem | null
  readonly createdAt: string
  readonly checkpointIteration: number | null
  /** process id of the running experiment, for people who want to look at it */
  readonly pid: number | null
  readonly progress: Extract<ExperimentEvent, { kind: 'progress' }> | null
  readonly lastReport: IterationReport | null
  readonly evaluationTasks: number
  /** the imported policy that it began with; absent for the small one */
  readonly policy?: PolicyReference
}

export interface PolicyReference {
  readonly name: string
  readonly weightsSha256: string
  readonly vocabularySha256: string
}

export interface ExperimentSeries {
  readonly loss: { readonly step: readonly number[]; readonly value: readonly number[] }
  readonly iterations: readonly IterationReport[]
  readonly solved: readonly SolvedTask[]
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

export interface DiskUse {
  readonly databaseBytes: number
  readonly checkpointBytes: number
  /** checkpoint files; only the newest few are kept */
  readonly checkpoints: number
  /** settings and tasks */
  readonly otherBytes: number
}

export interface ExportReport {
  /** the folder, or the file */
  readonly path: string
  readonly experiences: number
  /** program files, one a task; 0 where none are asked for */
  readonly programs: number
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
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

export interface SearchSummary {
  readonly id: string
  readonly params: Params<'search.start'>
  readonly state: 'running' | 'finished' | 'stopped' | 'failed'
  readonly problem: Problem | null
  readonly tasks: number
  readonly stage: 'mutate' | 'evaluate' | 'enumerate'
  /** mutants, program-task pairs or tasks, by stage */
  readonly done: number
  readonly total: number
  readonly pairs: number
  /** of the evaluation in progress, 0 outside it */
  readonly pairsPerSecond: number
  /** distinct values that enumeration has seen */
  readonly values: number
  readonly tasksWithFit: number
  /** pass@3, over what is found so far */
  readonly solved: number
  readonly seconds: number
}

/** One task for which programs were found. */
export interface FoundTask {
  readonly taskId: string
  /** programs that reproduce every demonstration */
  readonly fits: number
  /** at most three that predict something new, best first */
  readonly attempts: readonly {
    readonly program: string
    readonly source: 'program' | 'mutation' | 'enumeration'
    /** for each test input; null where the program gives no grid */
    readonly predictions: readonly (number[][] | null)[]
    readonly isRight: boolean
  }[]
}

export interface SearchDetail extends SearchSummary {
  readonly found: readonly FoundTask[]
  /** solved over mutants, once all are evaluated */
  readonly curve: readonly { readonly samples: number; readonly solved: number; readonly tasksWithFit: number }[]
}

/** Whether one execution provider of the policy's runtime works on the host's machine. */
export interface DeviceReport {
  readonly provider: 'cpu' | 'cuda' | 'webgpu' | 'dml' | 'coreml'
  readonly works: boolean
  /** why not, in the runtime's words; empty when it works */
  readonly reason: string
}

/** One distinct program of a sampling, and what came of running it on the task's demonstrations. */
export interface PolicySample {
  readonly program: string
  /** names of the sampled tokens, end token left out */
  readonly tokens: readonly string[]
  /** of each token, natural logarithm at temperature 1; null when the runtime does not tell */
  readonly tokenLogProbabilities: readonly number[] | null
  /** of the whole, end token included: natural logarithm at temperature 1 */
  readonly logProbability: number
  /** false: cut at the longest program of the experiment's settings */
  readonly ended: boolean
  readonly times: number
  readonly parsed: boolean
  /** ran to its end on at least one demonstration */
  readonly executed: boolean
  /** gave a valid grid for at least one demonstration */
  readonly valid: boolean
  readonly demosRight: number
  readonly demos: number
  /** code of its first failure; null when every demonstration gave a valid grid */
  readonly failure: string | null
  /** for each demonstration the grid it gave, or null */
  readonly outputs: readonly (number[][] | null)[]
}

export interface PolicySampling {
  readonly params: Params<'policy.sample'>
  /** meta-iteration of the checkpoint */
  readonly iteration: number
  /** best first: by demonstrations right, times drawn, probability; test pairs play no part */
  readonly samples: readonly PolicySample[]
  readonly seconds: number
}

export interface Events {
  /** one of the providers that 'policy.devices' tries now */
  'policy.device': DeviceReport
  'search.changed': SearchSummary
  'search.found': { readonly searchId: string; readonly found: readonly FoundTask[] }
  'search.ended': SearchDetail
  'experiment.event': { readonly experimentId: string; readonly event: ExperimentEvent }
  'experiment.changed': ExperimentSummary
  /** datasets, programs or settings changed: ask again */
  'workspace.changed': { readonly what: 'tasks' | 'programs' | 'settings' | 'experiments' }
}
export type EventName = keyof Events

/** One duplex channel of messages: Electron's ipc or a WebSocket. */
export type Message =
  | { readonly kind: 'request'; readonly id: number; readonly command: string; readonly params: unknown }
  | { readonly kind: 'response'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'event'; readonly name: EventName; readonly payload: unknown }

export interface Channel {
  send(message: Message): void
  onMessage(listener: (message: Message) => void): void
  /** called when the connection is lost; a transport that cannot lose it never calls */
  onClose(listener: () => void): void
}

export type Client = {
  call<C extends Command>(command: C, params: Params<C>): Promise<Result<Results[C]>>
  on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void
}

export type { Diagnostic }
