import { relativeBucket } from '../../core/onnx/t5/relativeBuckets'
import { MASKED, type T5Shape } from '../../core/onnx/t5/shape'
import { START_TOKEN } from '../../core/onnx/t5/specialTokens'
import type { Sample, SampleOptions, SampleRequest } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'
import type { Feeds, OrtModule } from './ortRuntime'

/** One sample being written. */
interface Row {
  readonly rng: Rng
  readonly tokens: number[]
  logProbability: number
  ended: boolean
}

type Outputs = Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>

/**
 * Fewer than two rows of a task would take a different path through the matrix product, whose sums round differently;
 * with two or more a row's numbers do not depend on how many others there are.
 */
const LEAST_ROWS_PER_TASK = 2

/** Live rows are moved together once they need less than this share of the slots. */
const COMPACT_BELOW = 0.75

const FIRST_CAPACITY = 8

/**
 * The rows of one decoding run: B tasks x R slots, their key-value caches [N, H, C, E] and what was drawn so far.
 * Finished rows leave the batch when enough have finished.
 */
export class DecodeState {
  private readonly rows: Row[][]
  /** [B * R] the row in each slot, null where it has finished or never was */
  private slots: (Row | null)[]
  /** tasks still decoded */
  private batch: number
  private perTask: number
  private position = 0
  private capacity: number
  private keys: Float32Array[]
  private values: Float32Array[]
  private newKeys: Feeds = {}
  private cross: Feeds = {}
  private tokens: BigInt64Array
  private live: number

  constructor(
    private readonly ort: OrtModule,
    private readonly shape: T5Shape,
    requests: readonly SampleRequest[],
    private readonly options: SampleOptions,
    private readonly endToken: number,
    encoded: Outputs,
    mask: Feeds[string],
  ) {
    this.batch = requests.length
    this.perTask = Math.max(LEAST_ROWS_PER_TASK, ...requests.map((request) => request.count))
    this.rows = requests.map(({ count, seed }) => {
      const stream = Rng.fromSeed(seed, 'sample')
      return Array.from({ length: count }, (_, i) => ({
        rng: stream.fork(i),
        tokens: [],
        logProbability: 0,
        ended: false,
      }))
    })
    this.slots = this.rows.flatMap((rows) => Array.from({ length: this.perTask }, (_, i) => rows[i] ?? null))
    this.live = options.maxTokens > 0 ? this.rows.reduce((sum, rows) => sum + rows.length, 0) : 0
    this.capacity = Math.min(FIRST_CAPACITY, options.maxTokens)
    const size = this.cacheSize(this.slots.length, this.capacity)
    this.keys = Array.from({ length: shape.decoderLayers }, () => new Float32Array(size))
    this.values = Array.from({ length: shape.decoderLayers }, () => new Float32Array(size))
    this.tokens = new BigInt64Array(this.slots.length).fill(BigInt(START_TOKEN))
    this.cross.encoder_mask = mask
    for (let i = 0; i < shape.decoderLayers; i++) {
      for (const name of [`cross_key.${i}`, `cross_value.${i}`]) {
        const { data, dims } = outputOf(encoded, name)
        this.cross[name] = new ort.Tensor('float32', data, dims)
      }
    }
    this.allocateOutputs()
  }

  isLive(): boolean {
    return this.live > 0
  }

  /** For each request its samples, in order. */
  samples(): Sample[][] {
    return this.rows.map((rows) =>
      rows.map(({ tokens, ended, logProbability }) => ({ tokens: Int32Array.from(tokens), ended, logProbability })),
    )
  }

  feeds(): Feeds {
    const { Tensor } = this.ort
    const { heads, dKv } = this.shape
    const { capacity, position } = this
    const total = this.slots.length
    const buckets = new BigInt64Array(capacity + 1)
    const mask = new Float32Array(capacity + 1)
    for (let j = 0; j < capacity; j++) {
      if (j < position) buckets[j] = BigInt(this.bucket(j - position))
      else mask[j] = MASKED
    }
    buckets[capacity] = BigInt(this.bucket(0))
    const { temperature } = this.options
    const feeds: Feeds = {
      ...this.cross,
      tokens: new Tensor('int64', this.tokens, [total]),
      self_buckets: new Tensor('int64', buckets, [capacity + 1]),
      self_mask: new Tensor('float32', mask, [1, 1, 1, capacity + 1]),
      inverse_temperature: new Tensor('float32', Float32Array.of(temperature > 0 ? 1 / temperature : 1), []),
    }
    this.keys.forEach((key, i) => {
      feeds[`key.${i}`] = new Tensor('float32', key, [total, heads, capacity, dKv])
    })
    this.values.forEach((value, i) => {
      feeds[`value.${i}`] = new Tensor('float32', value, [total, heads, capacity, dKv])
    })
    return feeds
  }

  /** Outputs of a step: new keys and values go to buffers that are used again. */
  fetches(): Record<string, Feeds[string] | null> {
    return { ...this.newKeys, probabilities: null, log_probabilities: null }
  }

  /** Draws a token for every live row, extends the caches, drops finished rows. */
  advance(outputs: Outputs): void {
    this.draw(outputOf(outputs, 'probabilities').data, outputOf(outputs, 'log_probabilities').data)
    this.position++
    if (this.position >= this.options.maxTokens) this.live = 0
    if (this.live === 0) return
    this.extendCaches(outputs)
    this.compact()
  }

  private draw(probabilities: Float32Array, logProbabilities: Float32Array): void {
    const { vocabulary } = this.shape
    const isGreedy = this.options.temperature <= 0
    this.slots.forEach((row, slot) => {
      if (!row) return
      const base = slot * vocabulary
      const token = isGreedy
        ? largest(probabilities, base, vocabulary)
        : drawFrom(probabilities, base, vocabulary, row.rng.next())
      row.logProbability += logProbabilities[base + token] ?? 0
      this.tokens[slot] = BigInt(token)
      if (token === this.endToken) {
        row.ended = true
        this.slots[slot] = null
        this.live--
      } else row.tokens.push(token)
    })
  }

  private extendCaches(outputs: Outputs): void {
    const at = this.position - 1
    if (at >= this.capacity) this.grow()
    const { dKv } = this.shape
    const write = (cache: Float32Array, fresh: Float32Array): void => {
      // fresh [N, H, E] into cache [N, H, C, E] at C = at
      for (let source = 0, target = at * dKv; source < fresh.length; target += this.capacity * dKv) {
        for (let e = 0; e < dKv; e++) cache[target + e] = fresh[source++] ?? 0
      }
    }
    for (let i = 0; i < this.shape.decoderLayers; i++) {
      const [key, value] = [this.keys[i], this.values[i]]
      if (key) write(key, outputOf(outputs, `new_key.${i}`).data)
      if (value) write(value, outputOf(outputs, `new_value.${i}`).data)
    }
  }

  private grow(): void {
    const { heads, dKv } = this.shape
    const before = this.capacity * dKv
    this.capacity = Math.min(this.capacity * 2, this.options.maxTokens)
    const after = this.capacity * dKv
    const widen = (cache: Float32Array): Float32Array => {
      const wide = new Float32Array(this.cacheSize(this.slots.length, this.capacity))
      for (let r = 0; r < this.slots.length * heads; r++)
        wide.set(cache.subarray(r * before, (r + 1) * before), r * after)
      return wide
    }
    this.keys = this.keys.map(widen)
    this.values = this.values.map(widen)
  }

  /** Moves the live rows together when that frees enough slots; a task without live rows leaves altogether. */
  private compact(): void {
    const liveOf = (task: number): number[] => {
      const slots: number[] = []
      for (let r = 0; r < this.perTask; r++)
        if (this.slots[task * this.perTask + r]) slots.push(task * this.perTask + r)
      return slots
    }
    const tasks = Array.from({ length: this.batch }, (_, task) => ({ task, slots: liveOf(task) })).filter(
      ({ slots }) => slots.length > 0,
    )
    const perTask = Math.max(LEAST_ROWS_PER_TASK, ...tasks.map(({ slots }) => slots.length))
    if (tasks.length * perTask > COMPACT_BELOW * this.slots.length) return

    // a slot without a row of its own repeats one, so that its numbers stay finite
    const sources = tasks.flatMap(({ slots }) => Array.from({ length: perTask }, (_, i) => slots[i] ?? slots[0] ?? 0))
    const isOwn = tasks.flatMap(({ slots }) => Array.from({ length: perTask }, (_, i) => i < slots.length))
    const pick = (cache: Float32Array): Float32Array => takeRows(cache, sources, this.cacheSize(1, this.capacity))
    this.keys = this.keys.map(pick)
    this.values = this.values.map(pick)
    this.tokens = BigInt64Array.from(sources, (slot) => this.tokens[slot] ?? 0n)
    this.slots = sources.map((slot, i) => (isOwn[i] ? (this.slots[slot] ?? null) : null))
    if (tasks.length < this.batch) {
      const kept = tasks.map(({ task }) => task)
      for (const [name, tensor] of Object.entries(this.cross)) {
        const { data } = tensor
        if (!(data instanceof Float32Array)) continue
        const dims = [kept.length, ...tensor.dims.slice(1)]
        this.cross[name] = new this.ort.Tensor('float32', takeRows(data, kept, data.length / this.batch), dims)
      }
    }
    this.batch = tasks.length
    this.perTask = perTask
    this.allocateOutputs()
  }

  private allocateOutputs(): void {
    const inner = this.shape.heads * this.shape.dKv
    const total = this.slots.length
    const buffers: Feeds = {}
    for (let i = 0; i < this.shape.decoderLayers; i++) {
      for (const name of [`new_key.${i}`, `new_value.${i}`]) {
        buffers[name] = new this.ort.Tensor('float32', new Float32Array(total * inner), [total, inner])
      }
    }
    this.newKeys = buffers
  }

  private bucket(relative: number): number {
    return relativeBucket(relative, false, this.shape.relativeBuckets, this.shape.relativeMaxDistance)
  }

  private cacheSize(rows: number, capacity: number): number {
    return rows * this.shape.heads * capacity * this.shape.dKv
  }
}

function takeRows(data: Float32Array, rows: readonly number[], size: number): Float32Array {
  const taken = new Float32Array(rows.length * size)
  rows.forEach((row, i) => taken.set(data.subarray(row * size, (row + 1) * size), i * size))
  return taken
}

function largest(values: Float32Array, base: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if ((values[base + i] ?? 0) > (values[base + best] ?? 0)) best = i
  return best
}

/** Inverse of the cumulative distribution at `u` in [0, 1); rounding left over goes to the last possible token. */
function drawFrom(probabilities: Float32Array, base: number, count: number, u: number): number {
  let sum = 0
  let last = 0
  for (let i = 0; i < count; i++) {
    const p = probabilities[base + i] ?? 0
    if (p <= 0) continue
    sum += p
    last = i
    if (u < sum) return i
  }
  return last
}

function outputOf(outputs: Outputs, name: string): { readonly data: Float32Array; readonly dims: readonly number[] } {
  const tensor = outputs[name]
  if (!tensor || !(tensor.data instanceof Float32Array)) throw new Error(`the runtime returned no ${name}`)
  return { data: tensor.data, dims: tensor.dims }
}
