import { GraphBuilder, type Value } from './graphBuilder'

export const ADAM_BETA1 = 0.9
export const ADAM_BETA2 = 0.999
export const ADAM_EPSILON = 1e-8

/** The scalars of one AdamW step, in the order of the graph's input `hyper` [8]. */
export function adamwScalars(options: {
  readonly step: number // 1 for the first
  readonly learningRate: number
  readonly weightDecay: number
  readonly gradientScale: number
}): Float32Array {
  const { step, learningRate, weightDecay, gradientScale } = options
  return Float32Array.of(
    gradientScale,
    1 - learningRate * weightDecay,
    ADAM_BETA1,
    1 - ADAM_BETA1,
    ADAM_BETA2,
    1 - ADAM_BETA2,
    1 / Math.sqrt(1 - ADAM_BETA2 ** step),
    learningRate / (1 - ADAM_BETA1 ** step),
  )
}

/** The scale that keeps the global gradient norm at or below `clipNorm` (0 = no clipping), as PyTorch clips. */
export function clipScale(norm: number, clipNorm: number): number {
  return clipNorm > 0 ? Math.min(1, clipNorm / (norm + 1e-6)) : 1
}

/**
 * AdamW with decoupled decay over flat vectors. Inputs weight, m, v, gradient [n] and hyper [8]; outputs new_weight,
 * new_m, new_v [n], which may share the inputs' buffers: each input is read before its output is written.
 */
export function adamwGraph(): Uint8Array {
  const g = new GraphBuilder('adamw')
  const vector = (name: string): Value => g.input(name, ['n'])
  const [weight, m, v, gradient] = [vector('weight'), vector('m'), vector('v'), vector('gradient')]
  const hyper = g.input('hyper', [8])
  const scalar = (index: number): Value => g.gather(hyper, g.int(index))
  const scaled = g.mul(gradient, scalar(0))
  const newM = g.add(g.mul(m, scalar(2)), g.mul(scaled, scalar(3)))
  const newV = g.add(g.mul(v, scalar(4)), g.mul(g.mul(scaled, scaled), scalar(5)))
  const denominator = g.add(g.mul(g.unary('Sqrt', newV), scalar(6)), g.scalar(ADAM_EPSILON))
  const update = g.div(g.mul(newM, scalar(7)), denominator)
  g.output('new_weight', g.sub(g.mul(weight, scalar(1)), update))
  g.output('new_m', newM)
  g.output('new_v', newV)
  return g.build()
}

/** The sum of squares of a flat vector: input gradient [n], output square_norm. */
export function squareNormGraph(): Uint8Array {
  const g = new GraphBuilder('square_norm')
  const gradient = g.input('gradient', ['n'])
  g.output('square_norm', g.node('ReduceSumSquare', [gradient, g.ints([0])], [], { keepdims: 0 }))
  return g.build()
}
