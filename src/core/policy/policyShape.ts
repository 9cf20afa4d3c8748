import type { PolicyShape } from './policyPort'
import { FEATURE_COUNT, FEATURE_WIDTH } from './encodeCompact'
import { NEAR_MISS_FEATURE_COUNT } from './encodeNearMiss'
import { VOCABULARY_SIZE } from './programTokens'

/** Longest encoder input of the small policy, positions. Two 20x20 pairs, or one 30x30 pair and a bit. */
export const MAX_POSITIONS = 256

/** The small policy's architecture for an experiment's settings. */
export function policyShape(config: {
  readonly dModel: number
  readonly heads: number
  readonly dFf: number
  readonly encoderLayers: number
  readonly decoderLayers: number
  /** above 0: it reads near misses too */
  readonly refinement?: number
}): PolicyShape {
  return {
    vocabulary: VOCABULARY_SIZE,
    features: { count: (config.refinement ?? 0) > 0 ? NEAR_MISS_FEATURE_COUNT : FEATURE_COUNT, width: FEATURE_WIDTH },
    dModel: config.dModel,
    dKv: config.dModel / config.heads,
    heads: config.heads,
    dFf: config.dFf,
    encoderLayers: config.encoderLayers,
    decoderLayers: config.decoderLayers,
    relativeBuckets: 32,
    relativeMaxDistance: 128,
    gatedGelu: false,
    tiedOutput: false,
  }
}
