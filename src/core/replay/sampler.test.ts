import { describe, expect, it } from 'vitest'
import { Rng } from '../util/rng'
import { ReplaySampler } from './sampler'

const samplerOf = (priorities: readonly number[]): ReplaySampler => {
  const sampler = new ReplaySampler()
  priorities.forEach((priority, id) => sampler.add({ id, part: 'own', priority }))
  return sampler
}

describe('draw', () => {
  it('draws each at most once, all when fewer are there, and the same for the same seed', () => {
    const sampler = samplerOf(Array.from({ length: 50 }, (_, k) => 0.1 + (k % 7)))
    const drawn = sampler.draw('own', 20, Rng.fromSeed(3))
    expect(new Set(drawn).size).toBe(20)
    expect(sampler.draw('own', 20, Rng.fromSeed(3))).toEqual(drawn)
    expect(sampler.draw('own', 500, Rng.fromSeed(3)).toSorted((a, b) => a - b)).toEqual([...Array(50).keys()])
    expect(sampler.draw('textbook', 5, Rng.fromSeed(3))).toEqual([])
  })

  it('draws first in proportion to priority', () => {
    const priorities = [1, 3, 6]
    const sampler = samplerOf(priorities)
    const counts = [0, 0, 0]
    const rng = Rng.fromSeed(1)
    const rounds = 20_000
    for (let k = 0; k < rounds; k++) {
      const id = sampler.draw('own', 1, rng.fork(k))[0] ?? -1
      counts[id] = (counts[id] ?? 0) + 1
    }
    // three standard deviations of a share of 20,000 draws are about 0.01
    counts.forEach((count, id) => expect(Math.abs(count / rounds - (priorities[id] ?? 0) / 10)).toBeLessThan(0.012))
  })

  it('draws the next in proportion to the priorities of those left', () => {
    const sampler = samplerOf([1, 3, 6])
    const rng = Rng.fromSeed(4)
    let seconds = 0
    let ones = 0
    for (let k = 0; k < 40_000; k++) {
      const [first, second] = sampler.draw('own', 2, rng.fork(k))
      if (first !== 2) continue
      seconds++
      if (second === 1) ones++
    }
    expect(Math.abs(ones / seconds - 3 / 4)).toBeLessThan(0.012)
  })

  it('never draws a priority of 0', () => {
    expect(samplerOf([0, 1, 0, 2, 0]).draw('own', 5, Rng.fromSeed(1)).toSorted()).toEqual([1, 3])
    expect(samplerOf([0, 0]).drawInPasses('own', 5, Rng.fromSeed(1))).toEqual([])
  })
})

describe('drawInPasses', () => {
  it('goes over everything once before anything twice', () => {
    const drawn = samplerOf([1, 1, 5]).drawInPasses('own', 7, Rng.fromSeed(2))
    expect(drawn).toHaveLength(7)
    expect(new Set(drawn.slice(0, 3)).size).toBe(3)
    expect(new Set(drawn.slice(3, 6)).size).toBe(3)
    expect(samplerOf([]).drawInPasses('own', 5, Rng.fromSeed(2))).toEqual([])
  })
})
