import type { Value } from '../graphBuilder'
import {
  embedTokens,
  encode,
  encoderInputs,
  feedForward,
  linear,
  norm,
  output,
  positionBias,
  selfAttention,
  type LayerContext,
} from './layers'

/** Dimensions of a batch of B examples, S encoder positions, T target tokens, all three free at run time. */
export const TEACHER_FORCED = { batch: 'B', length: 'S', target: 'T' } as const

/**
 * The whole forward pass where the decoder is fed the targets: encoder output [B*S, D] and logits [B*T, V]. Adds the
 * inputs: the encoder's (see encoderInputs), decoder_ids [B, T], decoder_buckets [T, T], causal [1, 1, T, T].
 */
export function teacherForced(context: LayerContext): { readonly encoded: Value; readonly logits: Value } {
  const { shape, tape } = context
  const g = tape.graph
  const { batch, length, target } = TEACHER_FORCED
  const inputs = encoderInputs(g, shape, batch, length)
  const decoderIds = g.input('decoder_ids', [batch, target], 'int64')
  const buckets = g.input('decoder_buckets', [target, target], 'int64')
  const causal = g.input('causal', [1, 1, target, target])

  const encoded = encode(context, inputs, batch, length)
  const mask = g.reshape(inputs.mask, [batch, 1, 1, length])
  let x = embedTokens(context, decoderIds, 'B*T')
  const bias = positionBias(context, 'decoder', buckets)
  const offset = g.add(bias, causal) // [1, H, T, T]; padded targets come last, so causality hides them
  for (let i = 0; i < shape.decoderLayers; i++) {
    const block = `decoder.block.${i}`
    x = selfAttention(context, x, `${block}.layer.0`, { bias, offset, batch, length: target })
    const attention = `${block}.layer.1.EncDecAttention`
    const attended = tape.apply(
      'crossAttention',
      {
        q: linear(context, norm(context, x, `${block}.layer.1.layer_norm`), `${attention}.q`),
        kv: linear(context, encoded, `${attention}.kv`),
      },
      { mask, batch, queries: target, keys: length, heads: shape.heads, dKv: shape.dKv },
    )
    x = tape.apply('add', { a: x, b: linear(context, attended, `${attention}.o`) }, {})
    x = feedForward(context, x, `${block}.layer.2`)
  }
  return { encoded, logits: output(context, x) }
}
