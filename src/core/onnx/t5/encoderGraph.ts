import { Tape } from '../autodiff'
import { GraphBuilder } from '../graphBuilder'
import { splitHeads } from '../rules/attention'
import { encode, encoderInputs, linear, Weights } from './layers'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'

export interface InferenceGraph {
  readonly model: Uint8Array
  /** names of weight inputs */
  readonly weights: readonly string[]
}

/**
 * The encoder, once per task: emits each decoder layer's cross-attention keys, transposed (cross_key.i [B, H, E, S]),
 * and values (cross_value.i [B, H, S, E]), which all samples of the task share.
 */
export function encoderGraph(shape: T5Shape): InferenceGraph {
  const g = new GraphBuilder('encoder')
  const weights = new Weights(g, weightViews(parameterTable(shape)))
  const context = { shape, tape: new Tape(g), weights }
  const [batch, length] = ['B', 'S']
  const inputs = encoderInputs(g, shape, batch, length)
  const encoded = encode(context, inputs, batch, length)
  const dims = { parts: 2, batch, length, heads: shape.heads, dKv: shape.dKv }
  for (let i = 0; i < shape.decoderLayers; i++) {
    const kv = linear(context, encoded, `decoder.block.${i}.layer.1.EncDecAttention.kv`)
    const [key, value] = splitHeads(g, kv, dims)
    if (!key || !value) continue
    g.output(`cross_key.${i}`, g.transpose(key, [0, 1, 3, 2]))
    g.output(`cross_value.${i}`, value)
  }
  return { model: g.build(), weights: weights.used() }
}
