import { InternalError } from '../../util/internalError'
import { Tape } from '../autodiff'
import { GraphBuilder, type Value } from '../graphBuilder'
import type { InferenceGraph } from './encoderGraph'
import { embedTokens, feedForward, linear, norm, output, Weights, type LayerContext } from './layers'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'

/**
 * One decoding step for N = B * R rows: the R samples of each of B tasks. In cross-attention the samples of a task are
 * the query axis over the task's one set of keys and values: a real matrix product, nothing copied R times.
 *
 * Inputs: tokens [N], encoder_mask [B, S], cross_key.i, cross_value.i (see encoderGraph), key.i, value.i
 * [N, H, C, E] (cached positions), self_buckets [C+1] (bucket of each cached position, then of the row itself),
 * self_mask [1, 1, 1, C+1], inverse_temperature (scalar), the decoder's weights.
 * Outputs: new_key.i, new_value.i [N, H*E] (the caller writes them into its cache); probabilities [N, V] at the
 * temperature; log_probabilities [N, V] at temperature 1.
 */
export function decodeStepGraph(shape: T5Shape): InferenceGraph {
  const g = new GraphBuilder('decode_step')
  const weights = new Weights(g, weightViews(parameterTable(shape)))
  const context = { shape, tape: new Tape(g), weights }
  const { heads, dKv } = shape
  const tokens = g.input('tokens', ['N'], 'int64')
  const crossMask = g.reshape(g.input('encoder_mask', ['B', 'S']), ['B', 1, 1, 'S'])
  const buckets = g.input('self_buckets', ['C+1'], 'int64')
  const selfMask = g.input('self_mask', [1, 1, 1, 'C+1'])
  const inverseTemperature = g.input('inverse_temperature', [])

  const table = weights.get('decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight')
  const bias = g.reshape(g.transpose(g.gather(table, buckets), [1, 0]), [1, heads, 1, 'C+1'])
  const offset = g.add(bias, selfMask) // [1, H, 1, C+1]

  let x = embedTokens(context, tokens, 'N')
  for (let i = 0; i < shape.decoderLayers; i++) {
    const block = `decoder.block.${i}`
    const cache = {
      key: g.input(`key.${i}`, ['N', heads, 'C', dKv]),
      value: g.input(`value.${i}`, ['N', heads, 'C', dKv]),
    }
    const self = cachedSelfAttention(context, x, `${block}.layer.0`, cache, offset)
    g.output(`new_key.${i}`, self.newKey)
    g.output(`new_value.${i}`, self.newValue)
    x = g.add(x, linear(context, self.attended, `${block}.layer.0.SelfAttention.o`))

    const cross = {
      key: g.input(`cross_key.${i}`, ['B', heads, dKv, 'S']),
      value: g.input(`cross_value.${i}`, ['B', heads, 'S', dKv]),
    }
    const attention = `${block}.layer.1.EncDecAttention`
    const query = linear(context, norm(context, x, `${block}.layer.1.layer_norm`), `${attention}.q`)
    const q = g.transpose(g.reshape(query, ['B', 'R', heads, dKv]), [0, 2, 1, 3]) // [B, H, R, E]
    const probabilities = g.softmax(g.add(g.matMul(q, cross.key), crossMask)) // [B, H, R, S]
    const merged = g.transpose(g.matMul(probabilities, cross.value), [0, 2, 1, 3])
    x = g.add(x, linear(context, g.reshape(merged, ['N', heads * dKv]), `${attention}.o`))
    x = feedForward(context, x, `${block}.layer.2`)
  }
  const logits = output(context, x)
  g.output('probabilities', g.softmax(g.mul(logits, inverseTemperature)))
  g.output('log_probabilities', g.logSoftmax(logits))
  return { model: g.build(), weights: weights.used() }
}

/** One query against C cached positions and itself. */
function cachedSelfAttention(
  context: LayerContext,
  x: Value,
  layer: string,
  cache: { readonly key: Value; readonly value: Value },
  offset: Value,
): { attended: Value; newKey: Value; newValue: Value } {
  const { heads, dKv } = context.shape
  const g = context.tape.graph
  const qkv = linear(context, norm(context, x, `${layer}.layer_norm`), `${layer}.SelfAttention.qkv`)
  const [query, newKey, newValue] = g.split(qkv, 1, 3) // [N, H*E] each
  if (!query || !newKey || !newValue) throw new InternalError('three parts')
  const own = ['N', heads, 1, dKv]
  const ownQuery = g.reshape(query, own)
  const cachedScores = g.reshape(g.matMul(cache.key, g.reshape(query, ['N', heads, dKv, 1])), ['N', heads, 1, 'C'])
  const ownScore = g.reduceSum(g.mul(ownQuery, g.reshape(newKey, own)), [3], true) // [N, H, 1, 1]
  const probabilities = g.softmax(g.add(g.concat([cachedScores, ownScore], 3, 'C+1'), offset))
  const fromCache = g.matMul(g.slice(probabilities, 3, 0, -1, 'C'), cache.value)
  const fromSelf = g.mul(g.slice(probabilities, 3, -1, Number.MAX_SAFE_INTEGER, 1), g.reshape(newValue, own))
  return { attended: g.reshape(g.add(fromCache, fromSelf), ['N', heads * dKv]), newKey, newValue }
}
