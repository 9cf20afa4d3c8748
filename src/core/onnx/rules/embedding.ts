import { dimAt, sizeAt } from '../graphBuilder'
import type { Rule } from '../rule'

/** For small tables: two dense products are faster than scattered adds, and threads cannot race. */
export const bag: Rule<'bag'> = {
  forward: (g, { table }, { weights }) => ({ output: g.gemm(weights, table, false, false), saved: {} }),
  backward: (g, { inputs: { table }, attributes: { weights } }, dy, gradients) => {
    gradients.addInto(table, (soFar) => g.gemm(weights, dy, true, false, soFar))
  },
}

/** For large tables. ScatterElements, not ScatterND: the latter's `add` races between threads on CPU. */
export const embed: Rule<'embed'> = {
  forward: (g, { table }, { ids }) => {
    const rows = g.gather(table, ids) // [N, W, D]
    const output = sizeAt(ids, 1) === 1 ? g.squeeze(rows, 1) : g.reduceSum(rows, [1], false)
    return { output, saved: {} } // [N, D]
  },
  backward: (g, { inputs: { table }, attributes: { ids } }, dy, gradients) => {
    const [rows, width] = [sizeAt(table, 0), sizeAt(table, 1)]
    const perPosition = sizeAt(ids, 1)
    const each = `${dimAt(ids, 0)}*${perPosition}`
    const like = g.node('Shape', [g.gather(table, ids)], [3], {}, 'int64') // N, W, D
    const spread = g.node('Expand', [g.unsqueeze(dy, 1), like], [dimAt(ids, 0), perPosition, width])
    const updates = g.reshape(spread, [each, width])
    const index = g.node('Expand', [g.unsqueeze(ids, 2), like], [dimAt(ids, 0), perPosition, width], {}, 'int64')
    const flatIndex = g.reshape(index, [each, width])
    gradients.addInto(table, (soFar) => {
      const base = soFar ?? g.zeros([rows, width])
      return g.node('ScatterElements', [base, flatIndex, updates], table.shape, { axis: 0, reduction: 'add' })
    })
  },
}
