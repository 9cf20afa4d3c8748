import { describe, expect, it } from 'vitest'
import { Rng } from '../util/rng'
import type { ExperienceKey } from './replayStore'
import { drawByPriority, drawInPasses } from './sampler'

const keys = (priorities: readonly number[]): ExperienceKey[] =>
  priorities.map((priority, id) => ({ id, source: 'policy', priority, lines: 1, iteration: 1, drawn: 0 }))

describe('drawByPriority', () => {
  it('draws each at most once, all when fewer are there, and the same for the same seed', () => {
    const all = keys(Array.from({ length: 50 }, (_, k) => 0.1 + (k % 7)))
    const drawn = drawByPriority(all, 20, Rng.fromSeed(3)).map((key) => key.id)
    expect(new Set(drawn).size).toBe(20)
    expect(drawByPriority(all, 20, Rng.fromSeed(3)).map((key) => key.id)).toEqual(drawn)
    expect(drawByPriority(all, 500, Rng.fromSeed(3))).toHaveLength(50)
  })

  it('draws first in proportion to priority', () => {
    const all = keys([1, 3, 6])
    const counts = [0, 0, 0]
    const rng = Rng.fromSeed(1)
    const rounds = 20_000
    for (let k = 0; k < rounds; k++) {
      const id = drawByPriority(all, 1, rng.fork(k))[0]?.id ?? -1
      counts[id] = (counts[id] ?? 0) + 1
    }
    // three standard deviations of a share of 20,000 draws are about 0.01
    counts.forEach((count, id) => expect(Math.abs(count / rounds - (all[id]?.priority ?? 0) / 10)).toBeLessThan(0.012))
  })
})

describe('drawInPasses', () => {
  it('goes over everything once before anything twice', () => {
    const drawn = drawInPasses(keys([1, 1, 5]), 7, Rng.fromSeed(2)).map((key) => key.id)
    expect(drawn).toHaveLength(7)
    expect(new Set(drawn.slice(0, 3)).size).toBe(3)
    expect(new Set(drawn.slice(3, 6)).size).toBe(3)
    expect(drawInPasses([], 5, Rng.fromSeed(2))).toEqual([])
  })
})
