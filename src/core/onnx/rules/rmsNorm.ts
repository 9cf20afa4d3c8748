import { sizeAt } from '../graphBuilder'
import type { Rule } from '../rule'

export const rmsNorm: Rule<'rmsNorm'> = {
  forward: (g, { x, w }, { epsilon }) => {
    const width = sizeAt(x, 1)
    const squares = g.node('ReduceSumSquare', [x, g.ints([1])], [x.shape[0] ?? 1, 1], { keepdims: 1 })
    const mean = g.add(g.mul(squares, g.scalar(1 / width)), g.scalar(epsilon))
    const inverse = g.unary('Reciprocal', g.unary('Sqrt', mean)) // [N, 1]
    const normal = g.mul(x, inverse) // [N, D]
    return { output: g.mul(normal, w), saved: { inverse, normal } }
  },
  // with t = dy * normal: dw = sum_N t;  dx = inverse * (dy * w - normal * mean_D(t * w))
  backward: (g, { inputs: { x, w }, saved: { inverse, normal } }, dy, gradients) => {
    const t = g.mul(dy, normal)
    if (gradients.wants(w)) gradients.add(w, g.reduceSum(t, [0], false))
    if (!gradients.wants(x)) return
    const width = sizeAt(x, 1)
    const column = g.mul(g.unsqueeze(w, 1), g.scalar(1 / width)) // [D, 1]
    const mean = g.matMul(t, column) // [N, 1]
    gradients.add(x, g.mul(g.sub(g.mul(dy, w), g.mul(normal, mean)), inverse))
  },
}
