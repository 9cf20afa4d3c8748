import { Worker } from 'node:worker_threads'
import { Grid } from '../../core/grid/grid'
import type { SearchBudget } from '../../core/search/batch/graphRun'
import type { RankableFit } from '../../core/search/rankFits'
import type { Task } from '../../core/task/task'
import { InternalError } from '../../core/util/internalError'
import { reviveGrid } from './evalMessages'
import type {
  EnumerateAnswer,
  EnumerateUnit,
  EvaluateAnswer,
  MatchAnswer,
  SearchAnswer,
  SearchRequest,
  SearchWorkerData,
} from './searchMessages'

export interface SearchPoolOptions {
  /** the built searchWorker.entry */
  readonly entry: URL
  readonly execArgv?: readonly string[]
  readonly workers: number
  readonly tasks: readonly Task[]
  readonly budget: SearchBudget
  /** programs that enumeration learns its costs from */
  readonly seedTexts?: readonly string[]
  /** of each worker */
  readonly memoryLimitMiB?: number
}

/** A program of those evaluated that reproduces every demonstration of a task. */
export interface ProgramFit extends RankableFit {
  readonly program: string
}

/** What is known after each unit of work: one task and one chunk of the programs. */
export interface UnitDone {
  readonly task: Task
  readonly fits: readonly ProgramFit[]
  /** program-task pairs of the unit */
  readonly pairs: number
  readonly evaluated: number
  readonly seconds: number
}

export interface EnumeratedProgram extends ProgramFit {
  /** in units of the cost model; less is likelier */
  readonly cost: number
}

export interface EnumerationOrder {
  /** one of the pool's */
  readonly task: Task
  /** programs whose lines are tried as building blocks */
  readonly fragments: readonly string[]
}

export interface TaskEnumerated {
  readonly task: Task
  readonly fits: readonly EnumeratedProgram[]
  /** programs that do not fit but come near, nearest first */
  readonly near: readonly string[]
  readonly evaluated: number
  /** distinct values */
  readonly values: number
  readonly level: number
  readonly seconds: number
}

/**
 * Programs of one chunk share a graph and, for the time of one input, their values: the larger, the more is shared and
 * the more memory that takes.
 */
const CHUNK = 25_000

interface Chunk {
  readonly texts: readonly string[]
  /** place of each in the list that was asked for */
  readonly places: Int32Array
}

/**
 * Many programs on many tasks on worker threads, with the same results at any number of them. `close` ends the work that
 * is under way within a fraction of a second; its promise is then rejected with `SearchCancelled`.
 */
export class SearchPool {
  private readonly slots: readonly Slot[]
  private isClosed = false
  private lastChunks: { readonly programs: readonly string[]; readonly chunks: readonly Chunk[] } | null = null

  constructor(private readonly options: SearchPoolOptions) {
    this.slots = Array.from({ length: Math.max(1, options.workers) }, () => new Slot(options))
  }

  /**
   * Every program on every task, some tens of thousands of pairs a unit. `onUnit` hears of each unit as it ends; the order
   * of units depends on the workers, the fits do not. A fit's `order` is its place in `programs`.
   */
  async evaluate(programs: readonly string[], onUnit: (done: UnitDone) => void): Promise<void> {
    const { tasks } = this.options
    const units = this.chunksOf(programs).flatMap((chunk) => tasks.map((task, index) => ({ chunk, task, index })))
    await this.serve(units, async (slot, { chunk, task, index }) => {
      const begun = performance.now()
      const answer = await slot.evaluate(chunk, index)
      const fits = answer.fits.map(([at, k]): ProgramFit => {
        const program = chunk.texts[at] as string
        const predictions = (answer.predictions[k] ?? []).map((grid) => grid && reviveGrid(grid))
        return { program, lines: lineCount(program), order: chunk.places[at] as number, predictions }
      })
      const { pairs, evaluated } = answer
      onUnit({ task, fits, pairs, evaluated, seconds: (performance.now() - begun) / 1000 })
    })
  }

  /** For each of the tasks, the places of the programs that reproduce at least one of its demonstrations, ascending. */
  async match(programs: readonly string[], tasks: readonly Task[]): Promise<number[][]> {
    const matching = tasks.map((): number[] => [])
    const units = this.chunksOf(programs).flatMap((chunk) => tasks.map((task, at) => ({ chunk, task, at })))
    await this.serve(units, async (slot, { chunk, task, at }) => {
      const answer = await slot.match(chunk, this.indexOf(task))
      for (const index of answer.programs) matching[at]?.push(chunk.places[index] as number)
    })
    return matching.map((places) => places.sort((a, b) => a - b))
  }

  /**
   * Enumeration on every task, or on those that are ordered, so many seconds or calls each. A fit's `order` counts those
   * of its task by their cost.
   */
  async enumerate(
    limits: { readonly seconds: number; readonly evaluations: number },
    onTask: (done: TaskEnumerated) => void,
    orders: readonly EnumerationOrder[] = this.options.tasks.map((task) => ({ task, fragments: [] })),
  ): Promise<void> {
    await this.serve(orders, async (slot, { task, fragments }) => {
      const begun = performance.now()
      const { fits, near, evaluated, values, level } = await slot.enumerate(this.indexOf(task), {
        ...limits,
        fragments,
      })
      const found = fits.map(({ program, cost, predictions }, order) => ({
        ...{ program, cost, order, lines: lineCount(program) },
        predictions: predictions.map((grid) => grid && reviveGrid(grid)),
      }))
      const seconds = (performance.now() - begun) / 1000
      onTask({ task, fits: found, near, evaluated, values, level, seconds })
    })
  }

  private indexOf(task: Task): number {
    const index = this.options.tasks.indexOf(task)
    if (index < 0) throw new InternalError(`task ${task.id} is none of this pool's`)
    return index
  }

  /** The chunks of the list asked for last are kept: a worker that has one loaded need not read it again. */
  private chunksOf(programs: readonly string[]): readonly Chunk[] {
    if (this.lastChunks?.programs !== programs) this.lastChunks = { programs, chunks: chunksOf(programs) }
    return this.lastChunks.chunks
  }

  /** Hands the units out in order, one a worker at a time. */
  private async serve<U>(units: readonly U[], work: (slot: Slot, unit: U) => Promise<void>): Promise<void> {
    let next = 0
    const serveOne = async (slot: Slot): Promise<void> => {
      while (next < units.length && !this.isClosed) await work(slot, units[next++] as U)
    }
    await Promise.all(this.slots.map(serveOne))
    if (this.isClosed) throw new SearchCancelled()
  }

  async close(): Promise<void> {
    this.isClosed = true
    await Promise.all(this.slots.map((slot) => slot.close()))
  }
}

/** The work was ended by `close`. */
export class SearchCancelled extends Error {}

const lineCount = (program: string): number => program.split('\n').length

/** Programs that begin alike stand together: they share most of their lines. */
function chunksOf(programs: readonly string[]): Chunk[] {
  const order = Int32Array.from(programs, (_, place) => place)
  order.sort((a, b) => {
    const [p, q] = [programs[a] as string, programs[b] as string]
    return p < q ? -1 : p > q ? 1 : a - b
  })
  const chunks: Chunk[] = []
  for (let from = 0; from < order.length; from += CHUNK) {
    const places = order.slice(from, from + CHUNK)
    chunks.push({ places, texts: Array.from(places, (place) => programs[place] as string) })
  }
  return chunks
}

/** One worker thread, started when first needed. */
class Slot {
  private worker: Worker | null = null
  private loaded: Chunk | null = null
  private settle: ((answer: SearchAnswer | SearchCancelled) => void) | null = null

  constructor(private readonly options: SearchPoolOptions) {}

  async evaluate(chunk: Chunk, task: number): Promise<EvaluateAnswer> {
    this.load(chunk)
    return (await this.ask({ kind: 'evaluate', task })) as EvaluateAnswer
  }

  async match(chunk: Chunk, task: number): Promise<MatchAnswer> {
    this.load(chunk)
    return (await this.ask({ kind: 'match', task })) as MatchAnswer
  }

  private load(chunk: Chunk): void {
    this.worker ??= this.start()
    if (this.loaded !== chunk) this.post({ kind: 'programs', texts: chunk.texts })
    this.loaded = chunk
  }

  async enumerate(task: number, limits: Omit<EnumerateUnit, 'kind' | 'task'>): Promise<EnumerateAnswer> {
    this.worker ??= this.start()
    return (await this.ask({ kind: 'enumerate', task, ...limits })) as EnumerateAnswer
  }

  private async ask(request: SearchRequest): Promise<Exclude<SearchAnswer, { kind: 'bug' }>> {
    const answer = await new Promise<SearchAnswer | SearchCancelled>((resolve) => {
      this.settle = resolve
      this.post(request)
    })
    this.settle = null
    if (answer instanceof SearchCancelled) throw answer
    if (answer.kind === 'bug') throw new InternalError(`a search worker failed: ${answer.message}`)
    return answer
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = null
    await worker?.terminate()
    this.settle?.(new SearchCancelled())
  }

  private post(request: SearchRequest): void {
    this.worker?.postMessage(request)
  }

  private start(): Worker {
    const { entry, execArgv = [], tasks, budget, seedTexts = [], memoryLimitMiB = 2048 } = this.options
    const blind = tasks.map(({ id, train, test }) => ({ id, train, test: test.map(hideOutput) }))
    const worker = new Worker(entry, {
      execArgv: [...execArgv],
      workerData: { tasks: blind, budget, seedTexts } satisfies SearchWorkerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMiB, maxYoungGenerationSizeMb: 64 },
    })
    worker.on('message', (answer: SearchAnswer) => this.settle?.(answer))
    worker.on('error', (error) => {
      if (this.worker !== worker) return
      this.worker = null
      this.loaded = null
      this.settle?.({ kind: 'bug', message: error.message })
    })
    return worker
  }
}

const NO_GRID = new Grid(1, 1, new Int8Array(1))
const hideOutput = ({ input }: Task['test'][number]) => ({ input, output: NO_GRID })
