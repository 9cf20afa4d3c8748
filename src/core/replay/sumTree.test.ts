import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SumTree } from './sumTree'

const treeOf = (weights: readonly number[]): SumTree => {
  const tree = new SumTree()
  for (const weight of weights) tree.push(weight)
  return tree
}

/** The definition: the first index at which the sum exceeds `at`. */
function findPlainly(weights: readonly number[], at: number): number {
  let sum = 0
  return weights.findIndex((weight) => (sum += weight) > at)
}

describe('SumTree', () => {
  it('finds what adding up one by one finds', () => {
    // whole numbers: both add without rounding
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }), fc.nat(), (weights, n) => {
        const tree = treeOf(weights)
        const total = weights.reduce((a, b) => a + b, 0)
        expect(tree.total).toBe(total)
        if (total > 0) expect(tree.find(n % total)).toBe(findPlainly(weights, n % total))
      }),
    )
  })

  it('is the same however its weights came to be', () => {
    const weights = Array.from({ length: 37 }, (_, k) => 0.1 + (k % 5) / 3)
    const tree = treeOf(weights.map(() => 7))
    weights.forEach((weight, k) => tree.set(k, weight))
    const fresh = treeOf(weights)
    expect(tree.total).toBe(fresh.total)
    for (let k = 0; k < 500; k++) expect(tree.find((k / 500) * tree.total)).toBe(fresh.find((k / 500) * fresh.total))
    expect(weights.map((_, k) => tree.at(k))).toEqual(weights)
  })

  it('never finds a weight of 0, at either end or beyond what rounding leaves', () => {
    const tree = treeOf([0, 0.1, 0, 0.2, 0, 0])
    expect([0, 0.05, tree.total, tree.total + 1e-9].map((at) => tree.find(at))).toEqual([1, 1, 3, 3])
  })
})
