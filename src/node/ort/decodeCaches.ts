import { relativeBucket } from '../../core/onnx/t5/relativeBuckets'
import { MASKED, type T5Shape } from '../../core/onnx/t5/shape'
import type { Feeds, OrtModule } from './ortRuntime'

export type Outputs = Readonly<Record<string, { readonly data: unknown; readonly dims: readonly number[] }>>

/**
 * Fewer than two rows of a task would take a different path through the matrix product, whose sums round differently;
 * with two or more a row's numbers do not depend on how many others there are.
 */
export const LEAST_ROWS_PER_TASK = 2

const FIRST_CAPACITY = 8

/**
 * What decoding steps read and write for B tasks x R slots: keys and values of the positions so far [N, H, C, E], and
 * those of each task's encoder.
 */
export class DecodeCaches {
  /** positions so far */
  position = 0
  private capacity: number
  private keys: Float32Array[]
  private values: Float32Array[]
  private newKeys: Feeds = {}
  private readonly cross: Feeds = {}

  constructor(
    private readonly ort: OrtModule,
    private readonly shape: T5Shape,
    /** N, B * R */
    private slots: number,
    /** B */
    private tasks: number,
    private readonly maxTokens: number,
    encoded: Outputs,
    mask: Feeds[string],
  ) {
    this.capacity = Math.min(FIRST_CAPACITY, maxTokens)
    const size = this.cacheSize(slots, this.capacity)
    this.keys = Array.from({ length: shape.decoderLayers }, () => new Float32Array(size))
    this.values = Array.from({ length: shape.decoderLayers }, () => new Float32Array(size))
    this.cross.encoder_mask = mask
    for (let i = 0; i < shape.decoderLayers; i++) {
      for (const name of [`cross_key.${i}`, `cross_value.${i}`]) {
        const { data, dims } = outputOf(encoded, name)
        this.cross[name] = new ort.Tensor('float32', data, dims)
      }
    }
    this.allocateOutputs()
  }

  /** Feeds of the next step; `tokens` [N] are those drawn last. */
  feeds(tokens: BigInt64Array, temperature: number): Feeds {
    const { Tensor } = this.ort
    const { heads, dKv } = this.shape
    const { capacity, position } = this
    const buckets = new BigInt64Array(capacity + 1)
    const mask = new Float32Array(capacity + 1)
    for (let j = 0; j < capacity; j++) {
      if (j < position) buckets[j] = BigInt(this.bucket(j - position))
      else mask[j] = MASKED
    }
    buckets[capacity] = BigInt(this.bucket(0))
    const feeds: Feeds = {
      ...this.cross,
      tokens: new Tensor('int64', tokens, [this.slots]),
      self_buckets: new Tensor('int64', buckets, [capacity + 1]),
      self_mask: new Tensor('float32', mask, [1, 1, 1, capacity + 1]),
      inverse_temperature: new Tensor('float32', Float32Array.of(temperature > 0 ? 1 / temperature : 1), []),
    }
    this.keys.forEach((key, i) => {
      feeds[`key.${i}`] = new Tensor('float32', key, [this.slots, heads, capacity, dKv])
    })
    this.values.forEach((value, i) => {
      feeds[`value.${i}`] = new Tensor('float32', value, [this.slots, heads, capacity, dKv])
    })
    return feeds
  }

  /** Outputs of a step: new keys and values go to buffers that are used again. */
  fetches(): Record<string, Feeds[string] | null> {
    return { ...this.newKeys, probabilities: null, log_probabilities: null }
  }

  /** Takes up the keys and values of a step. */
  extend(outputs: Outputs): void {
    const at = this.position++
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

  /** From now on slot i goes on from what was slot `sources[i]`, and only the tasks `kept` are there. */
  take(sources: readonly number[], kept: readonly number[]): void {
    const pick = (cache: Float32Array): Float32Array => takeRows(cache, sources, this.cacheSize(1, this.capacity))
    this.keys = this.keys.map(pick)
    this.values = this.values.map(pick)
    if (kept.length < this.tasks) {
      for (const [name, tensor] of Object.entries(this.cross)) {
        const { data } = tensor
        if (!(data instanceof Float32Array)) continue
        const dims = [kept.length, ...tensor.dims.slice(1)]
        this.cross[name] = new this.ort.Tensor('float32', takeRows(data, kept, data.length / this.tasks), dims)
      }
      this.tasks = kept.length
    }
    if (sources.length === this.slots) return
    this.slots = sources.length
    this.allocateOutputs()
  }

  private grow(): void {
    const { heads, dKv } = this.shape
    const before = this.capacity * dKv
    this.capacity = Math.min(this.capacity * 2, this.maxTokens)
    const after = this.capacity * dKv
    const widen = (cache: Float32Array): Float32Array => {
      const wide = new Float32Array(this.cacheSize(this.slots, this.capacity))
      for (let r = 0; r < this.slots * heads; r++) wide.set(cache.subarray(r * before, (r + 1) * before), r * after)
      return wide
    }
    this.keys = this.keys.map(widen)
    this.values = this.values.map(widen)
  }

  private allocateOutputs(): void {
    const inner = this.shape.heads * this.shape.dKv
    const buffers: Feeds = {}
    for (let i = 0; i < this.shape.decoderLayers; i++) {
      for (const name of [`new_key.${i}`, `new_value.${i}`]) {
        buffers[name] = new this.ort.Tensor('float32', new Float32Array(this.slots * inner), [this.slots, inner])
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

export function outputOf(
  outputs: Outputs,
  name: string,
): { readonly data: Float32Array; readonly dims: readonly number[] } {
  const tensor = outputs[name]
  if (!tensor || !(tensor.data instanceof Float32Array)) throw new Error(`the runtime returned no ${name}`)
  return { data: tensor.data, dims: tensor.dims }
}
