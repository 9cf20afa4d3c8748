import { Tape } from '../autodiff'
import { GraphBuilder, type Value } from '../graphBuilder'
import type { InferenceGraph } from './encoderGraph'
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
  Weights,
  type LayerContext,
} from './layers'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'

export interface TrainGraph {
  readonly model: Uint8Array
  /** names of weight inputs; each has an output `gradient.<name>` */
  readonly weights: readonly string[]
}

/**
 * Forward pass, loss and backward pass of one micro-batch of B examples, S encoder positions, T target tokens, all
 * three free at run time.
 *
 * Inputs: the encoder's (see encoderInputs), decoder_ids [B, T], labels [B, T], label_weights [B, T] (1 / tokens of the
 * whole batch, 0 for padding), decoder_buckets [T, T], causal [1, 1, T, T], every weight. Outputs: loss (this
 * micro-batch's share of the mean), gradient.* of every weight. The caller adds up micro-batches, in their order, so
 * that the sum does not depend on who computed which.
 */
export function trainGraph(shape: T5Shape): TrainGraph {
  const g = new GraphBuilder('train')
  const tape = new Tape(g)
  const views = weightViews(parameterTable(shape))
  const weights = new Weights(g, views)
  for (const view of views) tape.watch(weights.get(view.name))
  const loss = lossOf({ shape, tape, weights })
  tape.backward(loss, g.scalar(1))
  g.output('loss', loss)
  for (const view of views) g.output(`gradient.${view.name}`, tape.gradientOf(weights.get(view.name)))
  return { model: g.build(), weights: weights.used() }
}

/** The loss alone, of the same inputs. */
export function lossGraph(shape: T5Shape): InferenceGraph {
  const g = new GraphBuilder('loss')
  const weights = new Weights(g, weightViews(parameterTable(shape)))
  g.output('loss', lossOf({ shape, tape: new Tape(g), weights }))
  return { model: g.build(), weights: weights.used() }
}

function lossOf(context: LayerContext): Value {
  const { shape, tape } = context
  const g = tape.graph
  const [batch, length, target] = ['B', 'S', 'T']
  const inputs = encoderInputs(g, shape, batch, length)
  const decoderIds = g.input('decoder_ids', [batch, target], 'int64')
  const labels = g.input('labels', [batch, target], 'int64')
  const labelWeights = g.input('label_weights', [batch, target])
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
  const logits = output(context, x)
  return tape.apply(
    'crossEntropy',
    { logits },
    { labels: g.reshape(labels, ['B*T']), weights: g.reshape(labelWeights, ['B*T']) },
  )
}
