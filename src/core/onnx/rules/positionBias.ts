import { dimAt, sizeAt } from '../graphBuilder'
import type { Rule } from '../rule'

export const positionBias: Rule<'positionBias'> = {
  forward: (g, { table }, { buckets }) => {
    const rows = g.gather(table, buckets) // [Q, S, H]
    return { output: g.unsqueeze(g.transpose(rows, [2, 0, 1]), 0), saved: {} } // [1, H, Q, S]
  },
  // dtable[k, h] = sum over pairs of bucket k, as a product with the one-hot buckets
  backward: (g, { inputs: { table }, attributes: { buckets } }, dy, gradients) => {
    const [count, heads] = [sizeAt(table, 0), sizeAt(table, 1)]
    const pairs = `${dimAt(buckets, 0)}*${dimAt(buckets, 1)}`
    const flat = g.reshape(buckets, [pairs])
    const oneHot = g.node('OneHot', [flat, g.int(count), g.floats([0, 1])], [pairs, count], { axis: -1 })
    gradients.addInto(table, (soFar) => g.gemm(oneHot, g.reshape(dy, [heads, pairs]), true, true, soFar))
  },
}
