import { MICRO_BATCH_TOKENS } from '../../core/onnx/t5/estimateMemory'
import { initialWeights } from '../../core/onnx/t5/initialise'
import { parameterTable, type ParameterTable } from '../../core/onnx/t5/parameters'
import { END_TOKEN } from '../../core/onnx/t5/specialTokens'
import { LEAST_TOKENS } from '../../core/policy/grammar'
import type {
  LearnOptions,
  LearnReport,
  PolicyModel,
  PolicyShape,
  Sample,
  SampleOptions,
  SampleRequest,
  TrainExample,
} from '../../core/policy/policyPort'
import { END_TOKEN as PROGRAM_END, VOCABULARY_SIZE } from '../../core/policy/programTokens'
import { Rng } from '../../core/util/rng'
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint'
import { Optimizer } from './optimizer'
import { loadOrt } from './ortRuntime'
import { microBatches } from './paddedBatch'
import { groupRequests } from './sampler'
import { LocalShard, type Shard } from './shard'
import { PublishedWeights, WorkerShard } from './workerShard'

export interface OrtPolicyOptions {
  /** of the random initial weights */
  readonly seed: number
  /** processor threads to use: a worker each where there is `workerEntry`, else inside each operation */
  readonly threads: number
  /** module that calls serveShard in a worker thread */
  readonly workerEntry?: URL
  /** padded positions (encoder and target) of one micro-batch at most; bounds memory */
  readonly maxTokens?: number
  /** rows decoded together at most */
  readonly maxRows?: number
  /** ends a sample; END_TOKEN unless told otherwise */
  readonly endToken?: number
  /** execution provider: cpu unless told otherwise */
  readonly provider?: string
  /** initial weights by Hugging Face name, instead of random ones */
  readonly weights?: ReadonlyMap<string, Float32Array>
}

const DEFAULT_MAX_ROWS = 384

/**
 * The policy on onnxruntime. Micro-batches are cut without regard to the number of workers, gradients are summed in
 * micro-batch order and a sample does not depend on its group, so results are the same with any number of them. Calls run one after
 * another.
 */
export class OrtPolicy implements PolicyModel {
  private last: Promise<unknown> = Promise.resolve()
  private isClosed = false
  private readonly table: ParameterTable
  private readonly gradient: Float32Array

  private constructor(
    readonly shape: PolicyShape,
    private readonly flatWeights: Float32Array,
    private readonly optimizer: Optimizer,
    private readonly limits: { readonly maxTokens: number; readonly maxRows: number },
    private readonly published: PublishedWeights | null,
    private readonly endToken: number,
  ) {
    this.table = parameterTable(shape)
    this.gradient = new Float32Array(this.table.size)
  }

  private shards: readonly Shard[] = []

  static async create(shape: PolicyShape, options: OrtPolicyOptions): Promise<OrtPolicy> {
    const ort = await loadOrt()
    const { threads, workerEntry, provider = 'cpu', endToken = END_TOKEN } = options
    const weights = options.weights
      ? gatherWeights(shape, options.weights)
      : initialWeights(shape, Rng.fromSeed(options.seed, 'policy'))
    const { maxTokens = MICRO_BATCH_TOKENS, maxRows = DEFAULT_MAX_ROWS } = options
    const optimizer = new Optimizer(ort, weights, { threads: 1, provider: 'cpu' })
    // a worker for each thread is for processors; another device works in parallel by itself
    const workers = provider === 'cpu' ? workerEntry : undefined
    const published = workers && threads > 1 ? new PublishedWeights(shape) : null
    const policy = new OrtPolicy(shape, weights, optimizer, { maxTokens, maxRows }, published, endToken)
    if (workers && published) {
      const settings = { threads: 1, provider, endToken }
      policy.shards = Array.from({ length: threads }, () => new WorkerShard(workers, shape, settings, published))
    } else {
      const settings = { threads, provider, endToken }
      policy.shards = [await LocalShard.open(shape, weights, settings, () => policy.isClosed)]
    }
    published?.publish(weights)
    return policy
  }

  get parameters(): number {
    return this.table.size
  }

  learn(batch: readonly TrainExample[], options: LearnOptions): Promise<LearnReport> {
    return this.inTurn(async () => {
      const report = await this.sumGradients(batch)
      if (!Number.isFinite(report.loss)) throw new Error(`training diverged: the loss is ${report.loss}`)
      await this.optimizer.update(this.gradient, options)
      this.published?.publish(this.flatWeights)
      return report
    })
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]> {
    return this.inTurn(async () => {
      const results: Sample[][] = requests.map(() => [])
      this.checkSampling(requests, options)
      const groups = groupRequests(requests, {
        maxRows: this.limits.maxRows,
        workers: this.shards.length,
        rowsEach: options.beam?.width,
      })
      const work = async (shard: Shard): Promise<void> => {
        for (let group = groups.shift(); group; group = groups.shift()) {
          this.checkOpen()
          const members = group.flatMap((index) => requests[index] ?? [])
          const samples = await shard.sample(members, options)
          group.forEach((index, i) => (results[index] = samples[i] ?? []))
        }
      }
      await allDone(this.shards.map(work))
      return results
    })
  }

  evaluate(batch: readonly TrainExample[]): Promise<LearnReport> {
    return this.inTurn(() => this.inMicroBatches(batch, (shard, group, tokenWeight) => shard.loss(group, tokenWeight)))
  }

  /** The gradient of the batch's mean loss by Hugging Face name; changes nothing. */
  gradients(batch: readonly TrainExample[]): Promise<{ loss: number; gradients: Map<string, Float32Array> }> {
    return this.inTurn(async () => {
      const { loss } = await this.sumGradients(batch)
      return { loss, gradients: this.byName(this.gradient) }
    })
  }

  /** Copies of the weights by Hugging Face name. */
  weights(): Promise<Map<string, Float32Array>> {
    return this.inTurn(async () => this.byName(this.flatWeights))
  }

  save(): Promise<Uint8Array> {
    return this.inTurn(async () => {
      const { m, v, step } = this.optimizer
      return encodeCheckpoint({ shape: this.shape, step, weights: this.flatWeights, m, v }, this.table)
    })
  }

  load(bytes: Uint8Array): Promise<void> {
    return this.inTurn(async () => {
      const { weights, m, v, step } = decodeCheckpoint(bytes, this.shape, this.table)
      this.flatWeights.set(weights)
      this.optimizer.m.set(m)
      this.optimizer.v.set(v)
      this.optimizer.step = step
      this.published?.publish(this.flatWeights)
    })
  }

  /** Ends a call in progress at its next step, then frees the sessions. Calls after it are refused. */
  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    this.published?.stop()
    await this.last
    for (const shard of this.shards) await shard.close()
    await this.optimizer.close()
  }

  /** Leaves the gradient of the batch's mean loss in `gradient`. */
  private sumGradients(batch: readonly TrainExample[]): Promise<LearnReport> {
    let isFirst = true
    return this.inMicroBatches(
      batch,
      (shard, group, tokenWeight) => shard.gradient(group, tokenWeight),
      ({ gradient }) => {
        if (isFirst) this.gradient.set(gradient)
        else addTo(this.gradient, gradient)
        isFirst = false
      },
    )
  }

  /** The batch's mean loss, micro-batches worked out side by side and taken up in their order. */
  private async inMicroBatches<Part extends { readonly loss: number }>(
    batch: readonly TrainExample[],
    work: (shard: Shard, group: readonly TrainExample[], tokenWeight: number) => Promise<Part>,
    take: (part: Part) => void = () => undefined,
  ): Promise<LearnReport> {
    if (batch.length === 0) throw new RangeError('an empty batch')
    const targets = batch.reduce((sum, example) => sum + example.target.length, 0)
    const positions = batch.reduce((sum, example) => sum + example.input.length, 0)
    const groups = microBatches(batch, this.limits.maxTokens)
    let loss = 0
    for (let start = 0; start < groups.length; start += this.shards.length) {
      this.checkOpen()
      const round = groups.slice(start, start + this.shards.length)
      const parts = await allDone(
        round.flatMap((group, i) => {
          const shard = this.shards[i]
          return shard ? [work(shard, group, 1 / targets)] : []
        }),
      )
      for (const part of parts) {
        take(part)
        loss += part.loss
      }
    }
    return { loss, tokens: positions + targets }
  }

  private checkSampling(requests: readonly SampleRequest[], options: SampleOptions) {
    const { topK, topP, grammar, programVocabulary, beam, maxTokens } = options
    if (topK !== undefined && !(Number.isInteger(topK) && topK >= 0)) throw new RangeError(`topK ${topK} is no count`)
    if (topP !== undefined && !(topP > 0 && topP <= 1)) throw new RangeError(`topP ${topP} is outside 0 to 1`)
    if (grammar) {
      const { vocabulary } = this.shape
      if (vocabulary !== VOCABULARY_SIZE || this.endToken !== PROGRAM_END) {
        throw new RangeError(
          `the grammar is of ${VOCABULARY_SIZE} program tokens, the policy writes ${vocabulary} others`,
        )
      }
      if (maxTokens < LEAST_TOKENS) throw new RangeError(`no program has ${maxTokens} tokens`)
    }
    if (programVocabulary && programVocabulary.length !== this.shape.vocabulary) {
      throw new RangeError(
        `a vocabulary of ${programVocabulary.length} tokens, the policy's has ${this.shape.vocabulary}`,
      )
    }
    for (const { prefix } of requests) {
      if (!prefix) continue
      const { vocabulary } = this.shape
      if (beam) throw new RangeError('a beam does not begin with a prefix')
      if (prefix.length >= maxTokens) {
        throw new RangeError(`a prefix of ${prefix.length} tokens leaves none of ${maxTokens} to draw`)
      }
      const strange = prefix.find((token) => token < 0 || token >= vocabulary)
      if (strange !== undefined) throw new RangeError(`token ${strange} of a prefix is outside 0..${vocabulary - 1}`)
    }
    if (!beam) return
    if (programVocabulary) throw new RangeError('a beam does not end at tokens outside a vocabulary')
    const { width, lengthPenalty } = beam
    if (!(Number.isInteger(width) && width >= 1)) throw new RangeError(`a beam cannot be ${width} wide`)
    if (!(lengthPenalty >= 0)) throw new RangeError(`a length penalty cannot be ${lengthPenalty}`)
    for (const { count } of requests) {
      if (count > width) throw new RangeError(`a beam of ${width} does not give ${count} samples`)
    }
  }

  private checkOpen(): void {
    if (this.isClosed) throw new Error('the policy was closed')
  }

  /** Sessions and buffers are shared, so a call waits for the one before it. */
  private inTurn<T>(call: () => Promise<T>): Promise<T> {
    const mine = this.last.then(() => {
      this.checkOpen()
      return call()
    })
    this.last = mine.catch(() => undefined) // the caller gets the error from `mine`
    return mine
  }

  private byName(vector: Float32Array): Map<string, Float32Array> {
    return new Map(this.table.entries.map(({ name, offset, size }) => [name, vector.slice(offset, offset + size)]))
  }
}

/** Like Promise.all, but waits for all before it fails: a shard takes one call at a time. */
async function allDone<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises)
  return await Promise.all(promises)
}

function addTo(sum: Float32Array, part: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (part[i] ?? 0)
}

function gatherWeights(shape: PolicyShape, source: ReadonlyMap<string, Float32Array>): Float32Array {
  const table = parameterTable(shape)
  const flat = new Float32Array(table.size)
  for (const { name, offset, size } of table.entries) {
    const values = source.get(name)
    if (values?.length !== size) throw new Error(`weight ${name}: ${values?.length ?? 'no'} values, ${size} wanted`)
    flat.set(values, offset)
  }
  return flat
}
