import type { PolicyShape } from '../../core/policy/policyPort'

/** Tokens of the policies that are measured: text in, text out, as for a T5. */
const SMALL_VOCABULARY = 512

const smallShape = (dModel: number, layers: number): PolicyShape => ({
  vocabulary: SMALL_VOCABULARY,
  features: null,
  dModel,
  dKv: 32,
  heads: dModel / 32,
  dFf: 4 * dModel,
  encoderLayers: layers,
  decoderLayers: layers,
  relativeBuckets: 32,
  relativeMaxDistance: 128,
  gatedGelu: false,
  tiedOutput: true,
})

/** Shapes that speed is measured of, smallest first, by name: width, encoder and decoder layers. */
export const MODEL_SHAPES: ReadonlyMap<string, PolicyShape> = new Map([
  ['d64-2+2', smallShape(64, 2)],
  ['d128-2+2', smallShape(128, 2)],
  ['d128-4+4', smallShape(128, 4)],
  ['d192-3+3', smallShape(192, 3)],
  ['d256-4+4', smallShape(256, 4)],
  // that of CodeT5+ 220M: some 10 GB of memory, minutes a step; only where it is asked for
  ['d768-12+12', { ...smallShape(768, 12), vocabulary: 32_100, dKv: 64, heads: 12 }],
])

export const DEFAULT_MODELS: readonly string[] = [...MODEL_SHAPES.keys()].slice(0, -1)
