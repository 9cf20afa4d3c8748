/** What fixes a T5: sizes, layers, variants. Structurally the policy port's shape. */
export interface T5Shape {
  /** decoder vocabulary */
  readonly vocabulary: number
  /** encoder positions as sums of `width` rows of a table of `count`; null: one row of the shared token table */
  readonly features: { readonly count: number; readonly width: number } | null
  readonly dModel: number
  readonly dKv: number
  readonly heads: number
  readonly dFf: number
  readonly encoderLayers: number
  readonly decoderLayers: number
  readonly relativeBuckets: number
  readonly relativeMaxDistance: number
  readonly gatedGelu: boolean
  readonly tiedOutput: boolean
}

export const RMS_EPSILON = 1e-6

/** Added to the score of a key that must not be seen: its probability is exactly 0 in float32. */
export const MASKED = -1e9

/**
 * Up to this many feature ids the encoder reads counts [B, S, count] through a dense product; beyond, ids [B, S, width]
 * through a gather. Dense is faster while the table is small, and its gradient cannot race.
 */
export const DENSE_FEATURES_LIMIT = 1024

export function readsDenseFeatures(shape: T5Shape): boolean {
  return shape.features !== null && shape.features.count <= DENSE_FEATURES_LIMIT
}
