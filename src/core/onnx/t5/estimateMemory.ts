import { parameterTable } from './parameters'
import { readsDenseFeatures, type T5Shape } from './shape'

/** Bytes that training a policy takes; the first three are exact, activations are an estimate. */
export interface MemoryEstimate {
  readonly weights: number
  readonly gradients: number
  /** AdamW's two moments */
  readonly moments: number
  readonly activations: number
  readonly total: number
}

/** One micro-batch: rows of `positions` encoder positions and `targets` target tokens. */
export interface MicroBatch {
  readonly rows: number
  readonly positions: number
  readonly targets: number
}

/** Padded positions and target tokens of one micro-batch at most, unless the policy's process is told otherwise. */
export const MICRO_BATCH_TOKENS = 2048

const FLOAT32_BYTES = 4
/**
 * Beside each value kept for the backward pass live, at the peak, about two more: its gradient and what it came from. By
 * measurement: one training step made the process grow by 148 MiB for width 128 and 2+2 layers, by 524 MiB for width 256
 * and 4+4 layers, where this estimate says 141 and 485.
 */
const LIVE_FACTOR = 3

/**
 * Bytes for training a T5 of this shape in float32: weights, gradients and two AdamW moments, each of the size of all
 * parameters, and the activations of one micro-batch. Activations count what the backward pass reads of every layer
 * (normed inputs, queries, keys, values, attention probabilities, feed-forward hidden values, logits), times three for
 * what is alive beside them; the runtime itself comes on top. Each further processor thread that trains needs weights,
 * gradients and activations of its own, which is not counted here.
 */
export function estimateMemory(shape: T5Shape, { rows, positions, targets }: MicroBatch): MemoryEstimate {
  const { dModel, dFf, heads, dKv, vocabulary } = shape
  const inner = heads * dKv
  const parameters = parameterTable(shape).size
  const self = (length: number): number => 2 * dModel + 4 * inner + heads * length
  const cross = 2 * dModel + 2 * inner + heads * positions
  const feedForward = 2 * dModel + (shape.gatedGelu ? 3 : 2) * dFf
  const features = shape.features && readsDenseFeatures(shape) ? shape.features.count : 0
  const encoderFloats = positions * (features + dModel + shape.encoderLayers * (self(positions) + feedForward))
  const crossKeys = positions * shape.decoderLayers * 2 * inner
  const decoderFloats =
    targets * (dModel + shape.decoderLayers * (self(targets) + cross + feedForward) + 2 * vocabulary)

  const weights = FLOAT32_BYTES * parameters
  const activations = FLOAT32_BYTES * LIVE_FACTOR * rows * (encoderFloats + crossKeys + decoderFloats)
  return {
    weights,
    gradients: weights,
    moments: 2 * weights,
    activations,
    total: 4 * weights + activations,
  }
}

/** Rows of a micro-batch of at most `maxTokens` padded positions and target tokens; at least one. */
export function microBatchOf(positions: number, targets: number, maxTokens: number): MicroBatch {
  return { rows: Math.max(1, Math.floor(maxTokens / (positions + targets))), positions, targets }
}
