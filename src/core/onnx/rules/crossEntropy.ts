import { dimAt } from '../graphBuilder'
import type { Rule } from '../rule'

export const crossEntropy: Rule<'crossEntropy'> = {
  forward: (g, { logits }, { labels, weights }) => {
    const logProbabilities = g.logSoftmax(logits) // [N, V]
    const index = g.unsqueeze(labels, 1)
    const picked = g.node('GatherElements', [logProbabilities, index], [dimAt(logits, 0), 1], { axis: 1 })
    const total = g.reduceSum(g.mul(picked, g.unsqueeze(weights, 1)), [0, 1], false)
    return { output: g.unary('Neg', total), saved: { logProbabilities } }
  },
  // (p - onehot(label)) * weight; each row is written once, so the scattered add cannot race
  backward: (g, { inputs: { logits }, attributes: { labels, weights }, saved }, dy, gradients) => {
    const index = g.unsqueeze(labels, 1)
    const like = g.node('Shape', [index], [2], {}, 'int64')
    const minusOne = g.node('Expand', [g.scalar(-1), like], index.shape)
    const probabilities = g.unary('Exp', saved.logProbabilities)
    const difference = g.node('ScatterElements', [probabilities, index, minusOne], logits.shape, {
      axis: 1,
      reduction: 'add',
    })
    gradients.add(logits, g.mul(difference, g.mul(g.unsqueeze(weights, 1), dy)))
  },
}
