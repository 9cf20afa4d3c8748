import type { GraphBuilder, Value } from './graphBuilder'
import type { Dim } from './onnxModel'

/**
 * The differentiable operations: larger than single ONNX nodes where a hand-written gradient is cheaper than the chain
 * rule node by node. `inputs` carry gradients (null: nothing there), `attributes` do not, `saved` is what the forward
 * pass leaves for the backward pass.
 */
export interface DifferentiableOps {
  /** a + b, same shape */
  add: { inputs: { a: Value; b: Value }; attributes: object; saved: object }
  /** a * b, same shape */
  multiply: { inputs: { a: Value; b: Value }; attributes: object; saved: object }
  /** a * factor */
  scale: { inputs: { a: Value }; attributes: { factor: number }; saved: object }
  relu: { inputs: { a: Value }; attributes: object; saved: object }
  /** 0.5 a (1 + tanh(sqrt(2/pi) (a + 0.044715 a^3))) */
  geluNew: { inputs: { a: Value }; attributes: object; saved: { tanh: Value; square: Value } }
  /** x w^T: x [N, I], w [O, I] -> [N, O] */
  linear: { inputs: { x: Value; w: Value }; attributes: object; saved: object }
  /** a weighted sum of table rows: weights [N, V], table [V, D] -> [N, D] */
  bag: { inputs: { table: Value }; attributes: { weights: Value }; saved: object }
  /** the sum of W table rows: ids [N, W] int64, table [V, D] -> [N, D] */
  embed: { inputs: { table: Value }; attributes: { ids: Value }; saved: object }
  /** x / rms(x) * w over the last axis, no mean, no bias: x [N, D], w [D] */
  rmsNorm: { inputs: { x: Value; w: Value }; attributes: { epsilon: number }; saved: { inverse: Value; normal: Value } }
  /** table [K, H], buckets [Q, S] int64 -> [1, H, Q, S] */
  positionBias: { inputs: { table: Value }; attributes: { buckets: Value }; saved: object }
  /** qkv [B*S, 3*H*E] (query, key, value side by side) -> context [B*S, H*E]; unscaled dot products as in T5 */
  selfAttention: {
    inputs: { qkv: Value; bias: Value }
    /** `offset` is added to the scores: bias and mask together, [1 or B, H, S, S]; its gradient goes to `bias` */
    attributes: { offset: Value; batch: Dim; length: Dim; heads: number; dKv: number }
    saved: AttentionSaved
  }
  /** q [B*T, H*E], kv [B*S, 2*H*E] -> context [B*T, H*E]; mask [B, 1, 1, S] is added to the scores */
  crossAttention: {
    inputs: { q: Value; kv: Value }
    attributes: { mask: Value; batch: Dim; queries: Dim; keys: Dim; heads: number; dKv: number }
    saved: AttentionSaved
  }
  /** -sum(weight * log p[label]): logits [N, V], labels [N] int64, weights [N] (0 = padding) -> scalar */
  crossEntropy: {
    inputs: { logits: Value }
    attributes: { labels: Value; weights: Value }
    saved: { logProbabilities: Value }
  }
}

export interface AttentionSaved {
  readonly q: Value // [B, H, T, E]
  readonly k: Value // [B, H, S, E]
  readonly v: Value // [B, H, S, E]
  readonly probabilities: Value // [B, H, T, S]
  readonly context: Value // [B, H, T, E]
}

export type DifferentiableOp = keyof DifferentiableOps
export type InputsOf<Op extends DifferentiableOp> = DifferentiableOps[Op]['inputs']
export type AttributesOf<Op extends DifferentiableOp> = DifferentiableOps[Op]['attributes']
export type SavedOf<Op extends DifferentiableOp> = DifferentiableOps[Op]['saved']

/** Where a backward pass leaves its results. */
export interface Gradients {
  /** False: nobody asks for this value's gradient. */
  wants(value: Value): boolean
  add(value: Value, gradient: Value): void
  /**
   * Adds by a node that takes the sum so far as an operand (Gemm's C, ScatterElements' data), which saves a pass;
   * `accumulate` gets null when there is none yet.
   */
  addInto(value: Value, accumulate: (soFar: Value | null) => Value): void
}

export interface Rule<Op extends DifferentiableOp> {
  forward(
    g: GraphBuilder,
    inputs: InputsOf<Op>,
    attributes: AttributesOf<Op>,
  ): { readonly output: Value; readonly saved: SavedOf<Op> }
  backward(
    g: GraphBuilder,
    call: {
      readonly inputs: InputsOf<Op>
      readonly attributes: AttributesOf<Op>
      readonly output: Value
      readonly saved: SavedOf<Op>
    },
    gradient: Value,
    gradients: Gradients,
  ): void
}
