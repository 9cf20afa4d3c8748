import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { seedsOf } from '../../core/mutate/seedsOf'
import { predictsTests } from '../../core/search/rankFits'
import type { TaskResult } from '../../core/search/searchScore'
import { ok, type Result } from '../../core/util/result'
import type { EventName, Events, FoundTask, Params, SearchDetail, SearchSummary } from '../../ipc/contract'
import { refuse } from '../data/problems'
import type { Workspace } from '../store/workspace'
import { runSearch, type SearchProgress } from './runSearch'
import { SearchCancelled } from './searchPool'

export interface SearchManagerOptions {
  readonly workspace: Workspace
  readonly entriesDirectory: string
  readonly emit: <E extends EventName>(name: E, payload: Events[E]) => void
  readonly workers?: number
}

const TOLD_EVERY_MS = 250

/** The search of a window: one at a time, on worker threads, gone with the host. */
export class SearchManager {
  private detail: SearchDetail | null = null
  private abort: AbortController | null = null
  private running: Promise<void> = Promise.resolve()

  constructor(private readonly options: SearchManagerOptions) {}

  get(): SearchDetail | null {
    return this.detail
  }

  start(params: Params<'search.start'>): Result<SearchSummary> {
    if (this.abort) return refuse('search/running', undefined)
    const { workspace } = this.options
    const tasks = workspace.loadTasks(params.tasks)
    if (!tasks.ok) return tasks
    const training = workspace.loadTasks(params.seeds)
    if (!training.ok) return training
    const seeds = seedsOf(training.value, workspace.seeds(params.seeds))
    const abort = new AbortController()
    const begun = performance.now()
    const found = new Map<string, FoundTask>()
    const fresh = new Map<string, FoundTask>()
    let toldAt = begun
    const secondsSince = (): number => (performance.now() - begun) / 1000
    const solvedOf = (): number => [...found.values()].filter(({ attempts }) => attempts.some((a) => a.isRight)).length
    const first = { stage: 'mutate', done: 0, total: params.mutants, pairs: 0, pairsPerSecond: 0, values: 0 } as const
    const counts = { ...first, tasksWithFit: 0, solved: 0, seconds: 0 }
    const id = randomUUID()
    let summary: SearchSummary = {
      ...{ id, params, state: 'running', problem: null, tasks: tasks.value.length },
      ...counts,
    }
    const tell = (): void => {
      toldAt = performance.now()
      this.detail = { ...summary, found: [...found.values()], curve: [] }
      this.options.emit('search.changed', summary)
      if (fresh.size > 0) this.options.emit('search.found', { searchId: id, found: [...fresh.values()] })
      fresh.clear()
    }
    const onProgress = ({ result, ...progress }: SearchProgress): void => {
      if (result) {
        const one = foundOf(result)
        found.set(one.taskId, one)
        fresh.set(one.taskId, one)
      }
      const isNewStage = progress.stage !== summary.stage
      summary = { ...summary, ...progress, solved: solvedOf(), seconds: secondsSince() }
      if (isNewStage || performance.now() - toldAt > TOLD_EVERY_MS) tell()
    }
    const end = (change: Partial<SearchDetail>): void => {
      this.abort = null
      this.detail = { ...summary, seconds: secondsSince(), found: [...found.values()], curve: [], ...change }
      this.options.emit('search.ended', this.detail)
    }
    this.abort = abort
    tell()
    this.running = this.run(tasks.value, seeds, params, onProgress, abort.signal).then(
      ({ curve, results, score }) => {
        for (const result of results) if (result.fits > 0) found.set(result.task.id, foundOf(result))
        end({ state: 'finished', curve, solved: score.passAt3 })
      },
      (error: unknown) => {
        if (error instanceof SearchCancelled || abort.signal.aborted) return end({ state: 'stopped' })
        const reason = error instanceof Error ? error.message : String(error)
        end({ state: 'failed', problem: refuse('search/failed', undefined, { reason }).error })
      },
    )
    return ok(summary)
  }

  async stop(): Promise<Result<SearchSummary>> {
    this.abort?.abort()
    await this.running
    return this.detail ? ok(this.detail) : refuse('search/none', undefined)
  }

  async close(): Promise<void> {
    this.abort?.abort()
    await this.running
  }

  private run(
    tasks: Parameters<typeof runSearch>[0]['tasks'],
    seeds: Extract<Parameters<typeof runSearch>[0]['plan'], { kind: 'search' }>['seeds'],
    { secondsPerTask, mutants, seed }: Params<'search.start'>,
    onProgress: (progress: SearchProgress) => void,
    signal: AbortSignal,
  ) {
    const { entriesDirectory, workers = availableParallelism() } = this.options
    const entryOf = (name: string): URL => pathToFileURL(join(entriesDirectory, name))
    const entries = { search: entryOf('searchWorker.js'), mutate: entryOf('mutateWorker.js') }
    const plan = { kind: 'search' as const, seeds, secondsPerTask, mutants, seed }
    return runSearch({ tasks, plan, workers, entries, onProgress, signal })
  }
}

function foundOf({ task, fits, attempts }: TaskResult): FoundTask {
  return {
    taskId: task.id,
    fits,
    attempts: attempts.map(({ program, source, predictions }) => ({
      program,
      source,
      predictions: predictions.map((grid) => grid && grid.toRows()),
      isRight: predictsTests(predictions, task),
    })),
  }
}
