import { Worker } from 'node:worker_threads'
import type { ExecuteRequest, Execution } from '../../core/loop/ports'
import { POSITION_COUNT, POSITION_INDEX, reviveExecution, type EvalAnswer, type EvalWorkerData } from './evalMessages'

/** How a chunk ended: its executions, or the index of the program that took the worker with it and why, or our bug. */
export type ChunkOutcome =
  | { readonly kind: 'done'; readonly executions: readonly Execution[] }
  | { readonly kind: 'culprit'; readonly index: number; readonly failure: 'run/time' | 'run/size' }
  | { readonly kind: 'bug'; readonly message: string }

export interface SlotOptions {
  readonly entry: URL
  readonly execArgv: readonly string[]
  readonly data: Omit<EvalWorkerData, 'position'>
  /** longest wall time of one program: far beyond what the step budget allows, for programs that escape it */
  readonly wallLimitMs: number
  readonly memoryLimitMiB: number
}

const LOOK_EVERY_MS = 100

/** One worker thread, started when first needed and replaced when a program hangs or exhausts its memory. */
export class EvalSlot {
  private worker: Worker | null = null
  private place = new Int32Array(new SharedArrayBuffer(8))
  private settle: ((outcome: ChunkOutcome) => void) | null = null

  constructor(private readonly options: SlotOptions) {}

  /** Runs one chunk; one at a time. */
  async run(requests: readonly ExecuteRequest[]): Promise<ChunkOutcome> {
    const worker = this.worker ?? this.startWorker()
    let seen = Atomics.load(this.place, POSITION_COUNT)
    const begun = seen
    let since = performance.now()
    const watch = setInterval(() => {
      const now = performance.now()
      const count = Atomics.load(this.place, POSITION_COUNT)
      if (count !== seen) since = now
      seen = count
      if (count > begun && now - since > this.options.wallLimitMs) this.giveUp('run/time')
    }, LOOK_EVERY_MS)
    try {
      return await new Promise<ChunkOutcome>((resolve) => {
        this.settle = resolve
        worker.postMessage({ requests })
      })
    } finally {
      clearInterval(watch)
      this.settle = null
    }
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = null
    this.settle?.({ kind: 'bug', message: 'the interpreter pool was closed' })
    await worker?.terminate()
  }

  private startWorker(): Worker {
    const { entry, execArgv, data, memoryLimitMiB } = this.options
    this.place = new Int32Array(new SharedArrayBuffer(8))
    const worker = new Worker(entry, {
      execArgv: [...execArgv],
      workerData: { ...data, position: this.place.buffer } satisfies EvalWorkerData,
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMiB },
    })
    worker.on('message', (answer: EvalAnswer) => {
      if (answer.kind === 'done') this.settle?.({ kind: 'done', executions: answer.executions.map(reviveExecution) })
      if (answer.kind === 'bug') this.settle?.(answer)
    })
    worker.on('error', (error: Error & { code?: string }) => {
      if (this.worker !== worker) return
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') this.giveUp('run/size')
      else {
        this.worker = null
        this.settle?.({ kind: 'bug', message: error.message })
      }
    })
    this.worker = worker
    return worker
  }

  /** Ends the worker; the program it is at is to blame. */
  private giveUp(failure: 'run/time' | 'run/size'): void {
    const { worker } = this
    this.worker = null
    void worker?.terminate()
    this.settle?.({ kind: 'culprit', index: Atomics.load(this.place, POSITION_INDEX), failure })
  }
}
