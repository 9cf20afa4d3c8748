import { MASKED, readsDenseFeatures, type T5Shape } from '../../core/onnx/t5/shape'
import { relativeBuckets } from '../../core/onnx/t5/relativeBuckets'
import { START_TOKEN } from '../../core/onnx/t5/specialTokens'
import type { EncodedTask, TrainExample } from '../../core/policy/policyPort'
import type { Feeds, OrtModule } from './ortRuntime'

/** Encoder lengths are padded to a multiple of this; so is a task's own length alone what fixes its padding. */
export const LENGTH_STEP = 8
const TARGET_STEP = 4

export const paddedLength = (length: number): number => roundUp(Math.max(1, length), LENGTH_STEP)

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step

/** Turns tasks and examples into padded tensors; what depends on lengths alone is kept for the next batch. */
export class BatchBuilder {
  private readonly encoderBuckets = new Map<number, Feeds>()
  private readonly decoderConstants = new Map<number, Feeds>()

  constructor(
    private readonly ort: OrtModule,
    private readonly shape: T5Shape,
  ) {}

  /** Feeds of the encoder for B tasks padded to `length`. */
  encoder(tasks: readonly EncodedTask[], length: number): Feeds {
    const { Tensor } = this.ort
    const mask = new Float32Array(tasks.length * length).fill(MASKED)
    tasks.forEach((task, b) => mask.fill(0, b * length, b * length + task.length))
    return {
      ...this.encoderInput(tasks, length),
      encoder_mask: new Tensor('float32', mask, [tasks.length, length]),
      ...this.bucketsFor(length),
    }
  }

  /** Feeds of a training micro-batch; a target token weighs `tokenWeight` in the loss. */
  training(examples: readonly TrainExample[], tokenWeight: number): Feeds {
    const { Tensor } = this.ort
    const length = paddedLength(Math.max(...examples.map((example) => example.input.length)))
    const width = roundUp(Math.max(1, ...examples.map((example) => example.target.length)), TARGET_STEP)
    const dims = [examples.length, width]
    const decoderIds = new BigInt64Array(examples.length * width)
    const labels = new BigInt64Array(examples.length * width)
    const weights = new Float32Array(examples.length * width)
    examples.forEach(({ target }, b) => {
      checkTarget(target, this.shape.vocabulary)
      const row = b * width
      decoderIds[row] = BigInt(START_TOKEN)
      for (let t = 0; t < target.length; t++) {
        const id = BigInt(target[t] ?? 0)
        labels[row + t] = id
        weights[row + t] = tokenWeight
        if (t + 1 < width) decoderIds[row + t + 1] = id
      }
    })
    return {
      ...this.encoder(
        examples.map((example) => example.input),
        length,
      ),
      decoder_ids: new Tensor('int64', decoderIds, dims),
      labels: new Tensor('int64', labels, dims),
      label_weights: new Tensor('float32', weights, dims),
      ...this.decoderFor(width),
    }
  }

  private encoderInput(tasks: readonly EncodedTask[], length: number): Feeds {
    const { Tensor } = this.ort
    const { features, vocabulary } = this.shape
    const count = features?.count ?? vocabulary
    const width = features?.width ?? 1
    for (const task of tasks) checkTask(task, width, count)
    if (readsDenseFeatures(this.shape)) {
      const counts = new Float32Array(tasks.length * length * count)
      tasks.forEach((task, b) => {
        const ids = task.features
        for (let i = 0, row = b * length * count; i < task.length; i++, row += count) {
          for (let w = i * width; w < (i + 1) * width; w++) {
            const at = row + (ids[w] ?? 0)
            counts[at] = (counts[at] ?? 0) + 1
          }
        }
      })
      return { encoder_counts: new Tensor('float32', counts, [tasks.length, length, count]) }
    }
    const ids = new BigInt64Array(tasks.length * length * width)
    tasks.forEach((task, b) => {
      for (let i = 0; i < task.length * width; i++) ids[b * length * width + i] = BigInt(task.features[i] ?? 0)
    })
    const dims = features ? [tasks.length, length, width] : [tasks.length, length]
    return { encoder_ids: new Tensor('int64', ids, dims) }
  }

  private bucketsFor(length: number): Feeds {
    const known = this.encoderBuckets.get(length)
    if (known) return known
    const buckets = relativeBuckets(length, length, true, this.shape)
    const feeds = { encoder_buckets: new this.ort.Tensor('int64', buckets, [length, length]) }
    this.encoderBuckets.set(length, feeds)
    return feeds
  }

  private decoderFor(width: number): Feeds {
    const known = this.decoderConstants.get(width)
    if (known) return known
    const { Tensor } = this.ort
    const causal = new Float32Array(width * width)
    for (let i = 0; i < width; i++) causal.fill(MASKED, i * width + i + 1, (i + 1) * width)
    const feeds = {
      decoder_buckets: new Tensor('int64', relativeBuckets(width, width, false, this.shape), [width, width]),
      causal: new Tensor('float32', causal, [1, 1, width, width]),
    }
    this.decoderConstants.set(width, feeds)
    return feeds
  }
}

function checkTask(task: EncodedTask, width: number, count: number): void {
  if (task.width !== width)
    throw new RangeError(`a task has ${task.width} features a position, the policy reads ${width}`)
  if (task.length < 1 || task.features.length < task.length * width) {
    throw new RangeError(`a task of ${task.length} positions has ${task.features.length} feature ids`)
  }
  for (let i = 0; i < task.length * width; i++) {
    const id = task.features[i] ?? -1
    if (id < 0 || id >= count) throw new RangeError(`feature id ${id} is outside 0..${count - 1}`)
  }
}

function checkTarget(target: Int32Array, vocabulary: number): void {
  if (target.length === 0) throw new RangeError('a training example has an empty target')
  for (const id of target) {
    if (id < 0 || id >= vocabulary) throw new RangeError(`target token ${id} is outside 0..${vocabulary - 1}`)
  }
}

/**
 * Examples of like length together, in an even number of groups of about equal size within `maxTokens` padded positions
 * (or one group, or single examples): little is padding, memory is bounded, and two or more workers finish together.
 * The split depends on the batch alone, never on the number of workers.
 */
export function microBatches(examples: readonly TrainExample[], maxTokens: number): TrainExample[][] {
  const sorted = examples
    .map((example, index) => ({ example, index }))
    .sort(
      (a, b) =>
        a.example.input.length - b.example.input.length ||
        a.example.target.length - b.example.target.length ||
        a.index - b.index,
    )
    .map(({ example }) => example)
  const sizeOf = ({ input, target }: TrainExample): number =>
    paddedLength(input.length) + roundUp(target.length, TARGET_STEP)
  const total = sorted.reduce((sum, example) => sum + sizeOf(example), 0)
  const wanted = Math.ceil(total / maxTokens)
  const count = wanted <= 1 ? 1 : roundUp(wanted, 2)
  const groups: TrainExample[][] = []
  let group: TrainExample[] = []
  let done = 0
  for (const example of sorted) {
    group.push(example)
    done += sizeOf(example)
    if (done >= (total * (groups.length + 1)) / count) {
      groups.push(group)
      group = []
    }
  }
  if (group.length > 0) groups.push(group)
  return groups
}
