import type { EncodedTask, PolicyShape, TrainExample } from '../../../core/policy/policyPort'
import { Rng } from '../../../core/util/rng'

/** A policy small enough for tests, with the features encoder. */
export const SMALL_SHAPE: PolicyShape = {
  vocabulary: 20,
  features: { count: 40, width: 3 },
  dModel: 32,
  dKv: 16,
  heads: 2,
  dFf: 64,
  encoderLayers: 1,
  decoderLayers: 2,
  relativeBuckets: 8,
  relativeMaxDistance: 16,
  gatedGelu: false,
  tiedOutput: false,
}

export const LEARN = { learningRate: 3e-3, weightDecay: 0.01, clipNorm: 1 }

export function randomTask(rng: Rng, length: number, { features }: PolicyShape = SMALL_SHAPE): EncodedTask {
  const { count, width } = features ?? { count: 20, width: 1 }
  return { features: Int32Array.from({ length: length * width }, () => rng.int(count)), length, width }
}

/** Random inputs of differing lengths with random targets that end in token 1. */
export function randomExamples(count: number, seed = 1, shape: PolicyShape = SMALL_SHAPE): TrainExample[] {
  const rng = Rng.fromSeed(seed, 'examples')
  return Array.from({ length: count }, () => ({
    input: randomTask(rng, rng.between(3, 30), shape),
    target: Int32Array.from([
      ...Array.from({ length: rng.between(1, 9) }, () => rng.between(2, shape.vocabulary - 1)),
      1,
    ]),
  }))
}
