import { Tape } from '../autodiff'
import { GraphBuilder } from '../graphBuilder'
import type { InferenceGraph } from './encoderGraph'
import { Weights } from './layers'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'
import { teacherForced } from './teacherForced'

/** The forward pass alone, to look inside: inputs of teacherForced; outputs encoded [B*S, D], logits [B*T, V]. */
export function forwardGraph(shape: T5Shape): InferenceGraph {
  const g = new GraphBuilder('forward')
  const weights = new Weights(g, weightViews(parameterTable(shape)))
  const { encoded, logits } = teacherForced({ shape, tape: new Tape(g), weights })
  g.output('encoded', encoded)
  g.output('logits', logits)
  return { model: g.build(), weights: weights.used() }
}
