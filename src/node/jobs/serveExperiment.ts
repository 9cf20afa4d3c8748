import { formatCode, helpOf } from '../../core/errors/codes'
import { Scoreboard } from '../../core/loop/scoreboard'
import { InternalError } from '../../core/util/internalError'
import { ok, type Problem, type Result } from '../../core/util/result'
import { refuse } from '../data/problems'
import { DuckdbReplayStore } from '../store/duckdbReplayStore'
import type { LongJob } from '../store/longJob'
import { NewerSchema, SCHEMA_VERSION } from '../store/replayMigrations'
import { ExperimentFolder, type ExperimentTasks } from './experimentFolder'
import type { Answers, FromExperiment, Query, ToExperiment } from './experimentMessages'
import { ExperimentRunner, type RunnerParts } from './experimentRunner'
import { exportRows, exportRun } from './exportRun'
import { LongJobs } from './longJobs'
import { replayDetail } from './replayDetail'

/** A browsing process that nobody asks for so long ends. */
const IDLE_MS = 60_000
/** An orphan of a host that died holds the database until its next gate. */
const LOCK_PATIENCE_MS = 15_000

/**
 * Owns an experiment's database: answers questions about it at any time, runs the experiment once when told to, and
 * ends when the run has ended, when nobody asked anything for a minute, or, at the next gate, when the host is gone. What
 * is being answered then is answered first; only where the host is gone it is given up.
 */
export async function serveExperiment(
  directory: string,
  makers: Pick<RunnerParts, 'makePolicy' | 'makeExecutor' | 'makeSearcher'>,
): Promise<void> {
  const folder = new ExperimentFolder(directory)
  const inbox = new Inbox()
  let runner: ExperimentRunner | null = null
  const questions = new LongJobs<number>((id, share) => send({ kind: 'share', id, share }))
  inbox.onHostGone = () => {
    questions.cancelAll()
    runner?.stop()
  }
  let store: DuckdbReplayStore
  let tasks: ExperimentTasks
  try {
    tasks = await folder.readTasks()
    store = await openPatiently(folder.database)
  } catch (error) {
    return end({ kind: 'ended', state: 'failed', problem: problemOf(error) })
  }

  let running: Promise<FromExperiment> | null = null
  for await (const message of inbox.messages(() => running !== null || !questions.isIdle)) {
    if (message.kind === 'query') {
      // not awaited: questions are answered side by side, the database orders them
      void questions
        .run(message.id, (job) => answer({ folder, store, tasks }, message.query, job))
        .then((result) => send({ kind: 'answer', id: message.id, result }))
    } else if (message.kind === 'cancel') questions.cancel(message.id)
    else if (message.kind === 'start') {
      if (running) continue
      send({ kind: 'started' })
      const { config, policy } = await folder.readRecord()
      const { policyDirectory } = message
      const started = new ExperimentRunner({
        ...makers,
        config,
        imported: policy && policyDirectory !== null ? { ...policy, directory: policyDirectory } : null,
        tasks,
        store,
        checkpointDirectory: folder.checkpoints,
        send,
      })
      runner = started
      running = started.run().then(
        (state): FromExperiment => ({ kind: 'ended', state, problem: null }),
        (error: unknown): FromExperiment => ({ kind: 'ended', state: 'failed', problem: problemOf(error) }),
      )
      void running.then(() => questions.idle()).then(() => inbox.close())
    } else if (message.kind === 'pause') runner?.pause()
    else if (message.kind === 'continue') runner?.continue()
    else if (runner) runner.stop()
    else inbox.close()
  }
  const last = await running
  await questions.idle()
  await store.close()
  return end(last)
}

/** Messages in order, from the first moment on; ends when closed, or when the host is gone or silent and nothing runs. */
class Inbox {
  onHostGone: () => void = () => undefined
  private readonly waiting: ToExperiment[] = []
  private wake: () => void = () => undefined
  private isClosed = false

  constructor() {
    process.on('message', (message) => {
      this.waiting.push(message as ToExperiment)
      this.wake()
    })
    process.on('disconnect', () => {
      this.isClosed = true
      this.onHostGone()
      this.wake()
    })
  }

  close(): void {
    this.isClosed = true
    this.wake()
  }

  async *messages(isBusy: () => boolean): AsyncGenerator<ToExperiment> {
    for (;;) {
      const next = this.waiting.shift()
      if (next) yield next
      else if (this.isClosed) return
      else {
        const isIdle = await this.sleep()
        if (isIdle && !isBusy() && this.waiting.length === 0) return
      }
    }
  }

  /** Until the next message or end; true when it was neither for IDLE_MS. */
  private sleep(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(true), IDLE_MS)
      this.wake = () => {
        clearTimeout(timer)
        resolve(false)
      }
    })
  }
}

interface Served {
  readonly folder: ExperimentFolder
  readonly store: DuckdbReplayStore
  readonly tasks: ExperimentTasks
}

async function answer(
  { folder, store, tasks }: Served,
  query: Query,
  job: LongJob,
): Promise<Result<Answers[Query['kind']]>> {
  try {
    switch (query.kind) {
      case 'page':
        return ok(await store.browser.page(query.params))
      case 'histogram':
        return ok(await store.browser.histogram(query.params))
      case 'series':
        return ok(await store.series())
      case 'primitives':
        return ok(await store.primitives(job.signal))
      case 'solvers': {
        const scoreboard = new Scoreboard()
        scoreboard.add(await store.candidates())
        return ok(tasks.evaluation.map(({ id }) => ({ taskId: id, solvedBy: scoreboard.solvedBy(id) })))
      }
      case 'experience': {
        const found = await store.browser.experience(query.id)
        if (!found) return refuse('replay/unknown', undefined, { id: query.id })
        return ok(replayDetail(found.experience, found.probability, [...tasks.training, ...tasks.evaluation]))
      }
      case 'edit': {
        const { action, ids } = query.params
        return ok({ changed: await store.edits.apply(action, ids, new Date().toISOString()) })
      }
      case 'exportRun': {
        const { config } = await folder.readRecord()
        const parts = { store, config, evaluationTasks: tasks.evaluation }
        return await exportRun(parts, query.directory, query.attempts, job)
      }
      case 'exportRows':
        return await exportRows(store, query.path, query.filter, job)
    }
  } catch (error) {
    return job.signal.aborted ? refuse('job/cancelled', undefined) : { ok: false, error: problemOf(error) }
  }
}

async function openPatiently(file: string): Promise<DuckdbReplayStore> {
  const deadline = performance.now() + LOCK_PATIENCE_MS
  for (;;) {
    try {
      return await DuckdbReplayStore.open(file)
    } catch (error) {
      const isLocked = error instanceof Error && /lock/i.test(error.message)
      if (!isLocked || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof NewerSchema) {
    const versions = { found: error.found, known: SCHEMA_VERSION }
    return refuse('replay/newer', 'replay.duckdb', versions).error
  }
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${error instanceof Error ? (error.stack ?? reason) : reason}\n`)
  const code = error instanceof InternalError ? 'internal' : 'experiment/crashed'
  return { code, message: formatCode(code, { reason }), mend: helpOf(code) }
}

/** What a host that just died no longer hears is lost; without a callback the broken pipe would end this process, too. */
function send(message: FromExperiment): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
}

/** The last word, then the end: nothing may keep the process, and so the database, alive. */
async function end(last: FromExperiment | null): Promise<void> {
  if (last && process.connected) await new Promise<void>((resolve) => process.send?.(last, () => resolve()))
  process.exit(0)
}
