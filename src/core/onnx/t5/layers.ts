import { InternalError } from '../../util/internalError'
import type { Tape } from '../autodiff'
import type { GraphBuilder, Value } from '../graphBuilder'
import type { Dim } from '../onnxModel'
import type { WeightView } from './parameters'
import { readsDenseFeatures, RMS_EPSILON, type T5Shape } from './shape'

/** The weights of a graph by view name, each made an input of the graph on first use. */
export class Weights {
  private readonly values = new Map<string, Value>()
  private readonly views: ReadonlyMap<string, WeightView>

  constructor(
    private readonly graph: GraphBuilder,
    views: readonly WeightView[],
  ) {
    this.views = new Map(views.map((view) => [view.name, view]))
  }

  get(name: string): Value {
    const known = this.values.get(name)
    if (known) return known
    const view = this.views.get(name)
    if (!view) throw new InternalError(`no weight ${name}`)
    const value = this.graph.input(name, view.shape)
    this.values.set(name, value)
    return value
  }

  /** Names of the weights that the graph reads. */
  used(): string[] {
    return [...this.values.keys()]
  }
}

export interface LayerContext {
  readonly shape: T5Shape
  readonly tape: Tape
  readonly weights: Weights
}

export function norm({ tape, weights }: LayerContext, x: Value, name: string): Value {
  return tape.apply('rmsNorm', { x, w: weights.get(`${name}.weight`) }, { epsilon: RMS_EPSILON })
}

export function linear({ tape, weights }: LayerContext, x: Value, name: string): Value {
  return tape.apply('linear', { x, w: weights.get(`${name}.weight`) }, {})
}

/** x + feedForward(norm(x)), x [N, D] */
export function feedForward(context: LayerContext, x: Value, layer: string): Value {
  const { tape, shape } = context
  const normal = norm(context, x, `${layer}.layer_norm`)
  const dense = `${layer}.DenseReluDense`
  let inner: Value
  if (shape.gatedGelu) {
    const gate = tape.apply('geluNew', { a: linear(context, normal, `${dense}.wi_0`) }, {})
    inner = tape.apply('multiply', { a: gate, b: linear(context, normal, `${dense}.wi_1`) }, {})
  } else {
    inner = tape.apply('relu', { a: linear(context, normal, `${dense}.wi`) }, {})
  }
  return tape.apply('add', { a: x, b: linear(context, inner, `${dense}.wo`) }, {})
}

/** Token embeddings: ids [...] int64 -> [rows, D] */
export function embedTokens({ tape, weights }: LayerContext, ids: Value, rows: Dim): Value {
  return tape.apply('embed', { table: weights.get('shared.weight') }, { ids: tape.graph.reshape(ids, [rows, 1]) })
}

/** Context and inputs of an encoder over B x S positions. */
export interface EncoderInputs {
  /** ids [B, S] int64 without features; counts [B, S, count] or ids [B, S, width] int64 with them */
  readonly input: Value
  /** 0 where there is a position, MASKED where not: [B, S] */
  readonly mask: Value
  /** [S, S] int64 */
  readonly buckets: Value
}

export function encoderInputs(g: GraphBuilder, shape: T5Shape, batch: Dim, length: Dim): EncoderInputs {
  const { features } = shape
  let input: Value
  if (features === null) input = g.input('encoder_ids', [batch, length], 'int64')
  else if (readsDenseFeatures(shape)) input = g.input('encoder_counts', [batch, length, features.count])
  else input = g.input('encoder_ids', [batch, length, features.width], 'int64')
  return {
    input,
    mask: g.input('encoder_mask', [batch, length]),
    buckets: g.input('encoder_buckets', [length, length], 'int64'),
  }
}

/** The encoder's output [B*S, D]. */
export function encode(context: LayerContext, inputs: EncoderInputs, batch: Dim, length: Dim): Value {
  const { shape, tape, weights } = context
  const g = tape.graph
  const rows = 'B*S'
  let x: Value
  if (shape.features === null) x = embedTokens(context, inputs.input, rows)
  else {
    const table = weights.get('encoder.features.weight')
    x = readsDenseFeatures(shape)
      ? tape.apply('bag', { table }, { weights: g.reshape(inputs.input, [rows, shape.features.count]) })
      : tape.apply('embed', { table }, { ids: g.reshape(inputs.input, [rows, shape.features.width]) })
  }
  if (shape.encoderLayers > 0) {
    const bias = positionBias(context, 'encoder', inputs.buckets)
    const offset = g.add(bias, g.reshape(inputs.mask, [batch, 1, 1, length])) // [B, H, S, S]
    for (let i = 0; i < shape.encoderLayers; i++) {
      x = selfAttention(context, x, `encoder.block.${i}.layer.0`, { bias, offset, batch, length })
      x = feedForward(context, x, `encoder.block.${i}.layer.1`)
    }
  }
  return norm(context, x, 'encoder.final_layer_norm')
}

export function positionBias({ tape, weights }: LayerContext, side: 'encoder' | 'decoder', buckets: Value): Value {
  const table = weights.get(`${side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`)
  return tape.apply('positionBias', { table }, { buckets })
}

/** x + selfAttention(norm(x)), x [B*S, D] */
export function selfAttention(
  context: LayerContext,
  x: Value,
  layer: string,
  dims: { bias: Value; offset: Value; batch: Dim; length: Dim },
): Value {
  const { shape, tape } = context
  const qkv = linear(context, norm(context, x, `${layer}.layer_norm`), `${layer}.SelfAttention.qkv`)
  const { bias, offset, batch, length } = dims
  const attributes = { offset, batch, length, heads: shape.heads, dKv: shape.dKv }
  const attended = tape.apply('selfAttention', { qkv, bias }, attributes)
  return tape.apply('add', { a: x, b: linear(context, attended, `${layer}.SelfAttention.o`) }, {})
}

/** Decoder states [N, D] -> logits [N, V]; tied embeddings are scaled by D^-0.5. */
export function output(context: LayerContext, x: Value): Value {
  const { shape, tape, weights } = context
  const normal = norm(context, x, 'decoder.final_layer_norm')
  if (!shape.tiedOutput) return linear(context, normal, 'lm_head')
  const scaled = tape.apply('scale', { a: normal }, { factor: shape.dModel ** -0.5 })
  return tape.apply('linear', { x: scaled, w: weights.get('shared.weight') }, {})
}
