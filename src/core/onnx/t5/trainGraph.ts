import { Tape } from '../autodiff'
import { GraphBuilder, type Value } from '../graphBuilder'
import type { InferenceGraph } from './encoderGraph'
import { Weights, type LayerContext } from './layers'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'
import { TEACHER_FORCED, teacherForced } from './teacherForced'

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
  const { tape } = context
  const g = tape.graph
  const { logits } = teacherForced(context)
  const { batch, target } = TEACHER_FORCED
  const labels = g.input('labels', [batch, target], 'int64')
  const labelWeights = g.input('label_weights', [batch, target])
  return tape.apply(
    'crossEntropy',
    { logits },
    { labels: g.reshape(labels, ['B*T']), weights: g.reshape(labelWeights, ['B*T']) },
  )
}
