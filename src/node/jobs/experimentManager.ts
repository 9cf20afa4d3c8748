import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { NOTHING_COUNTED, type PrimitiveCounts } from '../../core/analysis/primitiveCounts'
import { solvedByTag, type TagRow } from '../../core/analysis/solvedByTag'
import type { ExperimentEvent } from '../../core/loop/events'
import { ok, type Problem, type Result } from '../../core/util/result'
import type {
  DiskUse,
  EventName,
  Events,
  ExperimentSeries,
  ExperimentState,
  ExperimentSummary,
  Params,
  ReplayDetail,
  ReplayHistogram,
  ReplayPage,
} from '../../ipc/contract'
import { refuse } from '../data/problems'
import { subfolders } from '../store/datasetStore'
import type { LongJob } from '../store/longJob'
import type { ExperimentRecord } from '../store/manifest'
import type { Workspace } from '../store/workspace'
import { draftExperiment } from './draftExperiment'
import { ExperimentExports } from './experimentExports'
import { ExperimentFolder } from './experimentFolder'
import type { Answers, Query } from './experimentMessages'
import { ExperimentProcess, type ProcessExit, type Told } from './experimentProcess'
import { checkPolicy } from './experimentPolicy'

export interface ManagerOptions {
  readonly workspace: Workspace
  /** where the built process entries lie (out/main) */
  readonly entriesDirectory: string
  /** holds `policy/`: the checkpoint that ships */
  readonly resourcesDirectory: string
  readonly emit: <E extends EventName>(name: E, payload: Events[E]) => void
  /** for tests that run the entries from source */
  readonly execArgv?: readonly string[]
  readonly entryName?: string
  /** experiments that run at the same time; 1 unless told otherwise: each uses every core */
  readonly mostRunning?: number
}

/** An experiment as the manager holds it. */
interface Held {
  record: ExperimentRecord
  progress: ExperimentSummary['progress']
  process: ExperimentProcess | null
  /** the present process has taken up the run */
  isTakenUp: boolean
  /** why the last process ended when it ended by itself */
  lastProblem: Problem | null
}

const hold = (record: ExperimentRecord): Held => ({
  record,
  progress: null,
  process: null,
  isTakenUp: false,
  lastProblem: null,
})

const ACTIVE: readonly ExperimentState[] = ['running', 'pausing', 'paused', 'stopping']
const CLOSE_PATIENCE_MS = 20_000
const EMPTY_SERIES: ExperimentSeries = { loss: { step: [], value: [] }, iterations: [], solved: [] }

/**
 * All experiments of a workspace: their states, one process for each that runs or is being looked into.
 *
 * created | stopped | failed --start--> running --pause--> pausing -> paused --start--> running
 * running | pausing | paused --stop--> stopping -> stopped; running -> finished | failed
 * Where another one is active, start leads to queued; it runs when its turn comes, and stop takes it out again.
 *
 * The manifest keeps every state: what was active when the host died is `stopped` when it comes back, and start goes on
 * from the last checkpoint.
 */
export class ExperimentManager {
  readonly exports: ExperimentExports
  private readonly held = new Map<string, Held>()
  private readonly saves = new Set<Promise<void>>()
  /** every process that is not gone yet */
  private readonly processes = new Set<ExperimentProcess>()
  /** queued experiments, the next one first */
  private queue: string[] = []
  private isClosing = false

  constructor(private readonly options: ManagerOptions) {
    this.exports = new ExperimentExports(this, options.workspace.directory)
    for (const record of options.workspace.experiments()) {
      this.held.set(record.id, hold(record))
      if (ACTIVE.includes(record.state))
        this.change(record.id, { state: 'stopped', problem: crashed('the workbench was closed') })
      else if (record.state === 'queued') this.change(record.id, { state: restingState(record) })
    }
    this.track(this.findForgotten())
  }

  /** Newest first. */
  list(): ExperimentSummary[] {
    const summaries = [...this.held.values()].map((held) => this.summaryOf(held))
    return summaries.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  }

  get(id: string): Result<ExperimentSummary> {
    const held = this.held.get(id)
    return held ? ok(this.summaryOf(held)) : refuse('experiment/unknown', undefined, { id })
  }

  /** A new experiment with its own copy of the tasks and seeds it will use. */
  async create(params: Params<'experiments.create'>): Promise<Result<ExperimentSummary>> {
    const { workspace, resourcesDirectory } = this.options
    const taken = new Set([...this.held.values()].map(({ record }) => record.name))
    const drafted = await draftExperiment({ workspace, resourcesDirectory, taken }, params)
    if (!drafted.ok) return drafted
    const { record, tasks } = drafted.value
    await new ExperimentFolder(workspace.experimentDirectory(record.id)).create(record, tasks)
    await workspace.putExperiment(record)
    this.held.set(record.id, hold(record))
    return this.get(record.id)
  }

  /** Begins, goes on after a pause, or goes on from the last checkpoint; behind those that were started before. */
  async start(id: string): Promise<Result<ExperimentSummary>> {
    const held = this.held.get(id)
    if (!held) return refuse('experiment/unknown', undefined, { id })
    const { state } = held.record
    if (state === 'stopping' || state === 'finished') return refuse('experiment/state', held.record.name, { state })
    if (state === 'pausing' || state === 'paused') held.process?.send({ kind: 'continue' })
    if (state === 'created' || state === 'stopped' || state === 'failed') {
      const { policy, config } = held.record
      if (policy) {
        const kept = await checkPolicy(this.options.workspace.policies, config, policy)
        if (!kept.ok) return kept
        if (this.held.get(id)?.record.state !== state) return this.get(id) // told twice, or removed
      }
      held.progress = null
      this.queue.push(id)
      this.change(id, { state: 'queued', problem: null })
    } else if (state === 'pausing' || state === 'paused') this.change(id, { state: 'running' })
    await this.saved()
    return this.get(id)
  }

  /** At the next gate; the process stays, with all it knows. */
  async pause(id: string): Promise<Result<ExperimentSummary>> {
    const held = this.held.get(id)
    if (!held) return refuse('experiment/unknown', undefined, { id })
    const { state } = held.record
    if (state !== 'running' && state !== 'pausing' && state !== 'paused') {
      return refuse('experiment/state', held.record.name, { state })
    }
    if (state === 'running') {
      this.change(id, { state: 'pausing' })
      held.process?.send({ kind: 'pause' })
    }
    await this.saved()
    return this.get(id)
  }

  /** At the next gate; the process ends. */
  async stop(id: string): Promise<Result<ExperimentSummary>> {
    const held = this.held.get(id)
    if (!held) return refuse('experiment/unknown', undefined, { id })
    const { state } = held.record
    if (state === 'created' || state === 'finished' || state === 'failed') {
      return refuse('experiment/state', held.record.name, { state })
    }
    if (state === 'queued') {
      this.queue = this.queue.filter((other) => other !== id)
      this.change(id, { state: restingState(held.record) })
    } else if (state !== 'stopped' && state !== 'stopping') {
      this.change(id, { state: 'stopping' })
      held.process?.send({ kind: 'stop' })
    }
    await this.saved()
    return this.get(id)
  }

  /** Ends it if it runs, and deletes its folder. */
  async remove(id: string): Promise<Result<{ removed: true }>> {
    const held = this.held.get(id)
    if (!held) return refuse('experiment/unknown', undefined, { id })
    this.held.delete(id)
    this.queue = this.queue.filter((other) => other !== id)
    held.process?.kill()
    await held.process?.exited
    this.serveQueue()
    await this.saved()
    await this.options.workspace.removeExperiment(id)
    await rm(this.options.workspace.experimentDirectory(id), { recursive: true, force: true })
    return ok({ removed: true })
  }

  series(id: string): Promise<Result<ExperimentSeries>> {
    return this.ask(id, { kind: 'series' }, EMPTY_SERIES)
  }

  primitives(id: string, job?: LongJob): Promise<Result<PrimitiveCounts>> {
    return this.ask(id, { kind: 'primitives' }, NOTHING_COUNTED, job)
  }

  /** How many tasks of each tag are solved, and by which source. */
  async tags(id: string): Promise<Result<TagRow[]>> {
    const solvers = await this.ask(id, { kind: 'solvers' }, [])
    if (!solvers.ok) return solvers
    const tags = new Map(this.options.workspace.listTasks().map((task) => [task.id, task.tags]))
    return ok(solvedByTag(solvers.value.map(({ taskId, solvedBy }) => ({ tags: tags.get(taskId) ?? [], solvedBy }))))
  }

  replayPage({ experimentId, ...params }: Params<'replay.page'>): Promise<Result<ReplayPage>> {
    return this.ask(experimentId, { kind: 'page', params }, { total: 0, rows: [] })
  }

  replayHistogram({ experimentId, ...params }: Params<'replay.histogram'>): Promise<Result<ReplayHistogram>> {
    return this.ask(experimentId, { kind: 'histogram', params }, { bins: [] })
  }

  replayExperience({ experimentId, id }: Params<'replay.experience'>): Promise<Result<ReplayDetail>> {
    return this.ask(experimentId, { kind: 'experience', id }, null)
  }

  replayEdit({ experimentId, ...params }: Params<'replay.edit'>): Promise<Result<Answers['edit']>> {
    return this.ask(experimentId, { kind: 'edit', params }, { changed: 0 })
  }

  async disk(id: string): Promise<Result<DiskUse>> {
    if (!this.held.has(id)) return refuse('experiment/unknown', undefined, { id })
    return ok(await new ExperimentFolder(this.options.workspace.experimentDirectory(id)).diskUse())
  }

  /** Stops what runs at its next gate, ends what only browses, and waits for the manifest. */
  async close(): Promise<void> {
    this.isClosing = true
    for (const { record } of this.held.values()) if (ACTIVE.includes(record.state)) await this.stop(record.id)
    const processes = [...this.processes]
    for (const process of processes) process.send({ kind: 'stop' })
    const patience = setTimeout(() => processes.forEach((process) => process.kill()), CLOSE_PATIENCE_MS)
    await Promise.all(processes.map(({ exited }) => exited))
    clearTimeout(patience)
    await this.saved()
  }

  /** Asks the process that owns the database, which is started for it when none runs. */
  async ask<K extends Query['kind']>(
    id: string,
    query: Extract<Query, { kind: K }>,
    beforeStart: Answers[K] | null,
    job?: LongJob,
  ): Promise<Result<Answers[K]>> {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (job?.signal.aborted) return refuse('job/cancelled', undefined)
      const held = this.held.get(id)
      if (!held) return refuse('experiment/unknown', undefined, { id })
      if (held.record.state === 'created' && beforeStart !== null) return ok(beforeStart)
      const process = this.processOf(id, held)
      const asked = await process.ask(query, job)
      if (asked.kind === 'answered') return asked.result
      await process.exited // it was just ending: the next one can open the database
    }
    return { ok: false, error: this.held.get(id)?.lastProblem ?? crashed('it ends before it can answer') }
  }

  /** Starts what is queued, as far as there is room. */
  private serveQueue(): void {
    const { mostRunning = 1 } = this.options
    while (!this.isClosing && this.activeCount() < mostRunning) {
      const id = this.queue.shift()
      const held = id === undefined ? undefined : this.held.get(id)
      if (id === undefined || !held) return
      this.begin(id, held)
      this.change(id, { state: 'running' })
    }
  }

  private activeCount(): number {
    return [...this.held.values()].filter(({ record }) => ACTIVE.includes(record.state)).length
  }

  private begin(id: string, held: Held): void {
    held.isTakenUp = false
    const { policy } = held.record
    const policyDirectory = policy ? this.options.workspace.policies.directoryOf(policy.name) : null
    this.processOf(id, held).send({ kind: 'start', policyDirectory })
  }

  private processOf(id: string, held: Held): ExperimentProcess {
    if (held.process) return held.process
    const { entriesDirectory, resourcesDirectory, execArgv, entryName = 'experiment.js', workspace } = this.options
    const process = new ExperimentProcess({
      entry: join(entriesDirectory, entryName),
      ...(execArgv ? { execArgv } : {}),
      directory: workspace.experimentDirectory(id),
      resourcesDirectory,
      onMessage: (message) => this.take(id, process, message),
      onExit: (exit) => {
        this.processes.delete(process)
        if (held.process === process) this.processGone(id, held, exit)
      },
    })
    this.processes.add(process)
    held.process = process
    return process
  }

  private processGone(id: string, held: Held, { isClean, reason }: ProcessExit): void {
    held.process = null
    const { state } = held.record
    if (state === 'stopping') this.change(id, { state: 'stopped' })
    // it was browsing and ended for idleness just when it was told to start
    else if (state === 'running' && isClean && !held.isTakenUp) this.begin(id, held)
    else if (ACTIVE.includes(state)) this.change(id, { state: 'failed', problem: crashed(reason) })
  }

  private take(id: string, from: ExperimentProcess, message: Told): void {
    const held = this.held.get(id)
    if (held?.process !== from) return // the experiment was removed, or has a newer process
    const { state } = held.record
    if (message.kind === 'events') for (const event of message.events) this.takeEvent(id, held, event)
    else if (message.kind === 'checkpoint') this.change(id, { checkpointIteration: message.iteration })
    else if (message.kind === 'standing') {
      const { checkpointIteration, lastReport, solved } = message
      this.change(id, { checkpointIteration, lastReport })
      this.track(this.options.workspace.solved.set(id, solved))
    } else if (message.kind === 'paused') {
      if (state === 'pausing') this.change(id, { state: 'paused' }) // else it was told to go on meanwhile
    } else if (message.kind === 'started') held.isTakenUp = true
    else {
      held.process = null // its database is closed: a new process may follow before this one is gone
      held.lastProblem = message.problem
      if (ACTIVE.includes(state)) this.change(id, { state: message.state, problem: message.problem })
    }
  }

  private takeEvent(id: string, held: Held, event: ExperimentEvent): void {
    if (event.kind === 'progress') held.progress = event
    this.options.emit('experiment.event', { experimentId: id, event })
    if (event.kind === 'solved') this.track(this.options.workspace.solved.note(id, event.solved.taskId))
    if (event.kind === 'iteration') this.change(id, { lastReport: event.report })
  }

  /** Changes a record, tells of it, and has it written. */
  private change(id: string, changes: Partial<ExperimentRecord>): void {
    const held = this.held.get(id)
    if (!held) return
    held.record = { ...held.record, ...changes }
    this.options.emit('experiment.changed', this.summaryOf(held))
    this.track(this.options.workspace.putExperiment(held.record))
    if (changes.state) this.serveQueue()
  }

  private track(save: Promise<void>): void {
    const tracked: Promise<void> = save
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        process.stderr.write(`codeit: the list of experiments: ${reason}\n`)
      })
      .finally(() => this.saves.delete(tracked))
    this.saves.add(tracked)
  }

  private async saved(): Promise<void> {
    await Promise.all(this.saves)
  }

  private summaryOf({ record, progress, process }: Held): ExperimentSummary {
    return { ...record, progress, pid: ACTIVE.includes(record.state) ? (process?.pid ?? null) : null }
  }

  /** Experiments whose folder is there but which the manifest does not know: it was lost or put aside as broken. */
  private async findForgotten(): Promise<void> {
    const { workspace } = this.options
    const folders = await subfolders(join(workspace.directory, 'experiments'))
    for (const id of folders.filter((name) => !this.held.has(name))) {
      const directory = workspace.experimentDirectory(id)
      if (!(await readdir(directory)).includes('config.json')) continue
      const record = await new ExperimentFolder(directory).readRecord()
      if (this.held.has(id)) continue
      this.held.set(id, hold(record))
      this.change(id, (await readdir(directory)).includes('replay.duckdb') ? { state: 'stopped' } : {})
    }
  }
}

/** Where an experiment is when it leaves the queue without having run. */
function restingState({ checkpointIteration }: ExperimentRecord): ExperimentState {
  return checkpointIteration === null ? 'created' : 'stopped'
}

function crashed(reason: string): Problem {
  return refuse('experiment/crashed', undefined, { reason }).error
}
