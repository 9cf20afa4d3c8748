import { z } from 'zod'
import type { PrimitiveCounts } from '../core/analysis/primitiveCounts'
import type { TagRow } from '../core/analysis/solvedByTag'
import type { Diagnostic } from '../core/errors/diagnostic'
import type { ExperimentConfig } from '../core/loop/config'
import type { ExperimentEvent, IterationReport, SolvedTask } from '../core/loop/events'
import type { Problem, Result } from '../core/util/result'
import { JOB_PARAMS, jobId, type JobEvents, type JobResults } from './jobContract'
import { PROGRAM_PARAMS, type ProgramResults } from './programContract'
import { REPLAY_PARAMS, type ExportReport, type ReplayResults } from './replayContract'
import { TASK_PARAMS, type TaskResults } from './taskContract'

export type { ProgramFile, SavedOrigin } from './programContract'
export * from './replayContract'
export * from './taskContract'

/**
 * What the window may ask of the host, and what the host tells it. Both transports (Electron's ipc, the loopback
 * WebSocket) carry exactly this; parameters are validated on arrival, every answer is a Result.
 */

const id = z.string().min(1).max(200)
export const PARAMS = {
  'workspace.get': z.object({}),
  'settings.set': z.object({ changes: z.record(z.string(), z.unknown()) }),

  ...TASK_PARAMS,
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
    jobId,
  }),

  ...REPLAY_PARAMS,
  ...JOB_PARAMS,

  /** how primitives are used by an experiment's programs; null: by the programs kept for the workspace's tasks */
  'analysis.primitives': z.object({ experimentId: id.nullable(), jobId }),

  /** tasks solved by an experiment, by the tags that its tasks have in the workspace, such as ConceptARC's concepts */
  'analysis.tags': z.object({ experimentId: id }),

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

export interface Results extends TaskResults, ProgramResults, ReplayResults, JobResults {
  'workspace.get': WorkspaceInfo
  'settings.set': Settings
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
  'analysis.primitives': PrimitiveCounts
  'analysis.tags': readonly TagRow[]
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

export interface DiskUse {
  readonly databaseBytes: number
  readonly checkpointBytes: number
  /** checkpoint files; only the newest few are kept */
  readonly checkpoints: number
  /** settings and tasks */
  readonly otherBytes: number
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

export interface Events extends JobEvents {
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
