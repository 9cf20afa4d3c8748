import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { demonstrationPerformance } from './demonstrations'
import { passAtK, rankCandidates, type Candidate } from './passAtK'

const candidate = (order: number, fields: Partial<Candidate> = {}): Candidate => ({
  demosRight: 3,
  demos: 3,
  length: 5,
  testRight: false,
  order,
  ...fields,
})

const anyCandidates = (): fc.Arbitrary<Candidate[]> =>
  fc
    .array(fc.record({ demosRight: fc.nat(3), length: fc.integer({ min: 1, max: 3 }), testRight: fc.boolean() }), {
      maxLength: 12,
    })
    .chain((list) =>
      fc.shuffledSubarray(
        list.map((fields, order) => candidate(order, fields)),
        { minLength: list.length },
      ),
    )

/** The definition, word for word: right, fits something, and fewer than k fitting candidates come before it. */
function passesByDefinition(candidates: readonly Candidate[], k: number): boolean {
  const fitting = candidates.filter((c) => c.demosRight >= 1)
  const comesBefore = (a: Candidate, b: Candidate): boolean => {
    const [shareA, shareB] = [a.demosRight / a.demos, b.demosRight / b.demos]
    if (shareA !== shareB) return shareA > shareB
    if (a.length !== b.length) return a.length < b.length
    return a.order < b.order
  }
  return fitting.some((c) => c.testRight && fitting.filter((other) => comesBefore(other, c)).length < k)
}

describe('passAtK', () => {
  it('ranks by performance, then length, then order', () => {
    const list = [
      candidate(0, { demosRight: 1, length: 1 }),
      candidate(3),
      candidate(1),
      candidate(2, { length: 4 }),
      candidate(4, { demosRight: 0 }),
    ]
    expect(rankCandidates(list).map((c) => c.order)).toEqual([2, 1, 3, 0])
  })

  it('counts only the first k', () => {
    const list = [candidate(0), candidate(1), candidate(2), candidate(3, { testRight: true })]
    expect([1, 3, 4].map((k) => passAtK(list, k))).toEqual([false, false, true])
  })

  it('never counts a program that reproduces no demonstration', () => {
    expect(passAtK([candidate(0, { demosRight: 0, testRight: true })], 3)).toBe(false)
  })

  it('equals its definition', () => {
    fc.assert(
      fc.property(anyCandidates(), fc.nat(4), (list, k) => passAtK(list, k) === passesByDefinition(list, k)),
      { numRuns: 1000 },
    )
  })
})

describe('demonstrationPerformance', () => {
  it('is the share right', () => {
    expect(demonstrationPerformance([])).toBe(0)
    expect(demonstrationPerformance([{ right: true }, { right: false }, { right: false }, { right: true }])).toBe(0.5)
  })
})
