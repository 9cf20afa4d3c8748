import { parentPort, Worker, workerData } from 'node:worker_threads'
import { parameterTable } from '../../core/onnx/t5/parameters'
import type { PolicyShape, Sample, SampleOptions, SampleRequest, TrainExample } from '../../core/policy/policyPort'
import { LocalShard, type Shard, type ShardSettings } from './shard'

/** What a worker is started with; the vectors are shared memory. */
interface WorkerSetup {
  readonly kind: typeof WORKER_KIND
  readonly shape: PolicyShape
  readonly settings: ShardSettings
  readonly weights: Float32Array
  readonly gradient: Float32Array
  /** [0] version of `weights`, [1] not 0: stop */
  readonly control: Int32Array
}

type Job =
  | { readonly call: 'gradient' | 'loss'; readonly examples: readonly TrainExample[]; readonly tokenWeight: number }
  | { readonly call: 'sample'; readonly requests: readonly SampleRequest[]; readonly options: SampleOptions }
  | { readonly call: 'close' }

type Answer =
  | { readonly call: 'gradient' | 'loss'; readonly loss: number }
  | { readonly call: 'sample'; readonly samples: Sample[][] }
  | { readonly call: 'failed'; readonly message: string }

const WORKER_KIND = 'policy-shard'
const VERSION = 0
const STOP = 1

const sharedFloats = (size: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * size))

/** Weights that all workers of a policy read. onnxruntime refuses shared memory, so each worker keeps a copy. */
export class PublishedWeights {
  readonly weights: Float32Array
  readonly control = new Int32Array(new SharedArrayBuffer(8))

  constructor(shape: PolicyShape) {
    this.weights = sharedFloats(parameterTable(shape).size)
  }

  publish(weights: Float32Array): void {
    this.weights.set(weights)
    Atomics.add(this.control, VERSION, 1)
  }

  stop(): void {
    Atomics.store(this.control, STOP, 1)
  }
}

/** A shard in a worker thread that runs the module `entry`, which calls `serveShard`. One call at a time. */
export class WorkerShard implements Shard {
  private readonly worker: Worker
  private readonly gradients: Float32Array
  private pending: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null
  private readonly ended: Promise<void>
  private failure: Error | null = null

  constructor(entry: URL, shape: PolicyShape, settings: ShardSettings, published: PublishedWeights) {
    this.gradients = sharedFloats(published.weights.length)
    const setup: WorkerSetup = {
      kind: WORKER_KIND,
      shape,
      settings,
      weights: published.weights,
      gradient: this.gradients,
      control: published.control,
    }
    this.worker = new Worker(entry, { workerData: setup })
    this.worker.on('message', (answer: Answer) => {
      const waiting = this.pending
      this.pending = null
      if (answer.call === 'failed') waiting?.reject(new Error(answer.message))
      else waiting?.resolve(answer)
    })
    this.worker.on('error', (error) => this.fail(error))
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.fail(new Error(`a policy worker ended with code ${code}`))
        resolve()
      })
    })
  }

  async gradient(
    examples: readonly TrainExample[],
    tokenWeight: number,
  ): Promise<{ loss: number; gradient: Float32Array }> {
    const answer = await this.ask({ call: 'gradient', examples, tokenWeight })
    if (answer.call !== 'gradient') throw new Error('a policy worker answered another question')
    return { loss: answer.loss, gradient: this.gradients }
  }

  async loss(examples: readonly TrainExample[], tokenWeight: number): Promise<{ loss: number }> {
    const answer = await this.ask({ call: 'loss', examples, tokenWeight })
    if (answer.call !== 'loss') throw new Error('a policy worker answered another question')
    return { loss: answer.loss }
  }

  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]> {
    const answer = await this.ask({ call: 'sample', requests, options })
    if (answer.call !== 'sample') throw new Error('a policy worker answered another question')
    return answer.samples
  }

  /** Terminating a thread inside the runtime would abort the process, so the worker ends by itself. */
  async close(): Promise<void> {
    const job: Job = { call: 'close' }
    this.worker.postMessage(job)
    await this.ended
  }

  private ask(job: Job): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.failure) {
        reject(this.failure)
        return
      }
      this.pending = { resolve, reject }
      this.worker.postMessage(job)
    })
  }

  private fail(error: Error): void {
    this.failure ??= error
    this.pending?.reject(this.failure)
    this.pending = null
  }
}

/** The worker's side: true when this thread was started as a shard. */
export function serveShard(): boolean {
  const port = parentPort
  if (!port || !isWorkerSetup(workerData)) return false
  const { shape, settings, weights, gradient, control } = workerData
  const own = new Float32Array(weights.length)
  let version = 0
  const opened = LocalShard.open(shape, own, settings, () => Atomics.load(control, STOP) !== 0)
  const run = async (job: Job): Promise<Answer | null> => {
    const shard = await opened
    const latest = Atomics.load(control, VERSION)
    if (latest !== version) {
      own.set(weights)
      version = latest
    }
    switch (job.call) {
      case 'gradient': {
        const result = await shard.gradient(job.examples, job.tokenWeight)
        gradient.set(result.gradient)
        return { call: 'gradient', loss: result.loss }
      }
      case 'loss':
        return { call: 'loss', ...(await shard.loss(job.examples, job.tokenWeight)) }
      case 'sample':
        return { call: 'sample', samples: await shard.sample(job.requests, job.options) }
      case 'close':
        await shard.close()
        port.close()
        return null
    }
  }
  port.on('message', (job: Job) => {
    run(job).then(
      (answer) => {
        if (answer) port.postMessage(answer)
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        port.postMessage({ call: 'failed', message } satisfies Answer)
      },
    )
  })
  return true
}

function isWorkerSetup(data: unknown): data is WorkerSetup {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === WORKER_KIND
}
