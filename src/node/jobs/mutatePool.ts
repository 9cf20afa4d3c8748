import { Worker } from 'node:worker_threads'
import type { Budget } from '../../core/dsl/meter'
import { canonicalProgram } from '../../core/dsl/syntax/canonical'
import { printProgram } from '../../core/dsl/syntax/printer'
import { MutantCollector, type MutationMode } from '../../core/mutate/mutantCollector'
import type { MutationSettings } from '../../core/mutate/mutateProgram'
import { MutationTries, type Mutant, type Seed } from '../../core/mutate/mutationTries'
import { InternalError } from '../../core/util/internalError'
import { Rng } from '../../core/util/rng'
import type { FoundMutant, MutateAnswer, MutateRequest, MutateWorkerData } from './mutateMessages'

export interface MutatePoolOptions {
  /** the built mutateWorker.entry */
  readonly entry: URL
  readonly execArgv?: readonly string[]
  readonly workers: number
  readonly seeds: readonly Seed[]
  readonly rngSeed: number
  /** for each run on one input */
  readonly budget: Budget
  readonly settings?: MutationSettings
  /** of each worker */
  readonly memoryLimitMiB?: number
}

export interface MutateOrder {
  /** mutants wanted */
  readonly count: number
  readonly mode: MutationMode
  readonly maxTries?: number
}

/** A mutant without its grids, which a million of would not fit in memory. */
export type MutantRecord = Omit<Mutant, 'program' | 'pairs'>

export interface MutateBatch {
  readonly mutants: readonly MutantRecord[]
  /** so far */
  readonly accepted: number
  /** so far */
  readonly tried: number
}

/**
 * Tries in a window: small enough that little is made in vain beyond the last mutant that is wanted, and large enough that
 * workers do not wait for each other where many are wanted, most tries of which give what was there before.
 */
const LEAST_WINDOW = 1024
const MOST_WINDOW = 16_384
const WINDOWS_FOR_ALL = 64
/** Windows open at a time, so that no worker waits for the slowest. */
const OPEN_WINDOWS = 3
/** Parts of a window for each worker, so that a slow part does not hold it up. */
const PARTS_PER_WORKER = 4

/** A part of a window's tries: those of a share of the parents. */
interface Unit {
  readonly window: Window
  readonly share: number
  readonly numbers: Int32Array
}

interface Window {
  readonly from: number
  readonly to: number
  /** by number of the try, from `from` on */
  readonly found: (FoundMutant | null)[]
  missing: number
}

/**
 * Mutates seeds on worker threads: the same mutants in the same order at any number of them, and the same that
 * `mutateSeeds` makes. Tries on one parent go to one worker where that can be, which keeps what it knows of the parent.
 * One order at a time, and one in the life of a pool.
 */
export class MutatePool {
  private readonly slots: readonly Slot[]
  private readonly shares: number
  private readonly tries: MutationTries
  /** by share of the parents: who worked on it last */
  private readonly lastServed = new Map<number, Slot>()
  private windows: Window[] = []
  private units: Unit[] = []
  private fault: Error | null = null
  private wake: () => void = () => undefined

  constructor(private readonly options: MutatePoolOptions) {
    const { seeds, rngSeed, budget, settings } = options
    const workers = Math.max(1, options.workers)
    this.slots = Array.from({ length: workers }, () => new Slot(options))
    this.shares = workers * PARTS_PER_WORKER
    this.tries = new MutationTries(seeds, Rng.fromSeed(rngSeed, 'mutate'), budget, settings)
  }

  /** Gives the mutants in batches as they come; the last batch may be empty, but tells how many tries it took. */
  async *mutate({ count, mode, maxTries }: MutateOrder): AsyncGenerator<MutateBatch, void, void> {
    const collector = new MutantCollector({ seeds: this.options.seeds.length, count, mode, maxTries })
    const window = Math.min(MOST_WINDOW, Math.max(LEAST_WINDOW, Math.floor(count / WINDOWS_FOR_ALL)))
    let planned = 0
    while (!collector.isDone) {
      if (this.fault) throw this.fault
      if (collector.tried === collector.roundEnd) this.addParents(collector.nextRound())
      while (planned < collector.roundEnd && this.windows.length < OPEN_WINDOWS) {
        const to = Math.min(planned + window, collector.roundEnd)
        this.open(planned, to)
        planned = to
      }
      this.feed()
      const [first] = this.windows
      if (first?.missing === 0) {
        this.windows.shift()
        yield this.collect(first, collector)
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve))
      }
    }
  }

  async close(): Promise<void> {
    this.fail(new InternalError('the mutation pool was closed'))
    await Promise.all(this.slots.map((slot) => slot.close()))
  }

  private addParents(added: ReturnType<MutantCollector['nextRound']>): void {
    this.tries.addParents(added)
    for (const slot of this.slots) slot.addParents(added)
  }

  /** Plans the tries from..to-1. */
  private open(from: number, to: number): void {
    const numbers = Array.from({ length: this.shares }, (): number[] => [])
    for (let number = from; number < to; number++) numbers[this.tries.parentOf(number) % this.shares]?.push(number)
    const window: Window = { from, to, found: new Array<FoundMutant | null>(to - from).fill(null), missing: 0 }
    numbers.forEach((part, share) => {
      if (part.length === 0) return
      this.units.push({ window, share, numbers: Int32Array.from(part) })
      window.missing++
    })
    this.windows.push(window)
  }

  private feed(): void {
    if (this.fault) return // a closed pool starts no worker again
    for (const slot of this.slots) {
      const unit = slot.isIdle ? this.nextFor(slot) : null
      if (unit) void this.serve(slot, unit)
    }
  }

  /** The first of its own shares, then of nobody's, else of another's: nobody waits while there is work. */
  private nextFor(slot: Slot): Unit | null {
    const { units, lastServed } = this
    const next =
      units.find(({ share }) => lastServed.get(share) === slot) ??
      units.find(({ share }) => !lastServed.has(share)) ??
      units.find(({ share }) => share === units[units.length - 1]?.share)
    if (!next) return null
    units.splice(units.indexOf(next), 1)
    return next
  }

  private async serve(slot: Slot, unit: Unit): Promise<void> {
    const { window, share, numbers } = unit
    this.lastServed.set(share, slot)
    try {
      for (const found of await slot.makeTries(numbers)) window.found[found.number - window.from] = found
      window.missing--
      this.feed()
      this.wake()
    } catch (error) {
      this.fail(error instanceof Error ? error : new InternalError(String(error)))
    }
  }

  private fail(fault: Error): void {
    this.fault ??= fault
    this.wake()
  }

  private collect({ found }: Window, collector: MutantCollector): MutateBatch {
    const mutants: MutantRecord[] = []
    for (const one of found) {
      if (collector.isDone) break
      if (!collector.take(one) || !one) continue
      const { text, parentIndex, operator, before, after, demosRight } = one
      const { task, text: parent, generation } = this.tries.parentAt(parentIndex)
      const lineage = { parent, operator, before, after, generation: generation + 1, parentIndex }
      mutants.push({ text, task, ...lineage, demosRight })
    }
    return { mutants, accepted: collector.accepted, tried: collector.tried }
  }
}

/** One worker thread, started when first needed. */
class Slot {
  private worker: Worker | null = null
  private settle: ((answer: MutateAnswer) => void) | null = null
  /** for a worker that is not started yet */
  private parents: MutateRequest[] = []

  constructor(private readonly options: MutatePoolOptions) {}

  get isIdle(): boolean {
    return this.settle === null
  }

  addParents(added: (MutateRequest & { kind: 'parents' })['added']): void {
    const request: MutateRequest = { kind: 'parents', added }
    if (this.worker) this.worker.postMessage(request)
    else this.parents.push(request)
  }

  async makeTries(numbers: Int32Array): Promise<readonly FoundMutant[]> {
    const answer = await new Promise<MutateAnswer>((resolve) => {
      this.settle = resolve
      this.worker ??= this.start()
      const request: MutateRequest = { kind: 'tries', numbers }
      this.worker.postMessage(request)
    })
    this.settle = null
    if (answer.kind === 'bug') throw new InternalError(`a mutation worker failed: ${answer.message}`)
    return answer.found
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = null
    await worker?.terminate()
  }

  private start(): Worker {
    const { entry, execArgv = [], seeds, rngSeed, settings = {}, memoryLimitMiB = 2048 } = this.options
    const { steps, cells, depth } = this.options.budget // a deadline could not be sent
    const data: MutateWorkerData = {
      seeds: seeds.map(({ task, program }) => ({ task, text: printProgram(canonicalProgram(program)) })),
      rngSeed,
      budget: { steps, cells, depth },
      settings,
    }
    const worker = new Worker(entry, {
      execArgv: [...execArgv],
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMiB, maxYoungGenerationSizeMb: 128 },
    })
    worker.on('message', (answer: MutateAnswer) => this.settle?.(answer))
    worker.on('error', (error) => {
      if (this.worker === worker) this.settle?.({ kind: 'bug', message: error.message })
    })
    for (const request of this.parents) worker.postMessage(request)
    this.parents = []
    return worker
  }
}
