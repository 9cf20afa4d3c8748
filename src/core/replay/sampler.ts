import type { Rng } from '../util/rng'
import type { BufferPart } from './experience'
import type { ExperienceKey } from './replayStore'
import { SumTree } from './sumTree'

/**
 * The replay buffer as training draws from it: for each part a sum tree over the priorities, in the order of ids. What is
 * drawn depends on these and on the generator alone: a sampler filled anew from the store draws the same.
 */
export class ReplaySampler {
  private readonly parts: Readonly<Record<BufferPart, { readonly ids: number[]; readonly weights: SumTree }>> = {
    textbook: { ids: [], weights: new SumTree() },
    own: { ids: [], weights: new SumTree() },
  }

  /** Takes experiences by ascending id. One of priority 0 is never drawn. */
  add({ id, part, priority }: Pick<ExperienceKey, 'id' | 'part' | 'priority'>): void {
    const { ids, weights } = this.parts[part]
    ids.push(id)
    weights.push(priority)
  }

  /**
   * Ids of `count` experiences without replacement, each next one with a chance in proportion to its priority among those
   * left; of all of them when there are fewer. O(count log n).
   */
  draw(part: BufferPart, count: number, rng: Rng): number[] {
    const { ids, weights } = this.parts[part]
    const drawn: { readonly index: number; readonly weight: number }[] = []
    while (drawn.length < count && weights.total > 0) {
      const index = weights.find(rng.next() * weights.total)
      drawn.push({ index, weight: weights.at(index) })
      weights.set(index, 0)
    }
    for (const { index, weight } of drawn) weights.set(index, weight)
    return drawn.map(({ index }) => ids[index] as number)
  }

  /** As many full passes as `count` asks for, each without replacement: the long first lesson of a policy from scratch. */
  drawInPasses(part: BufferPart, count: number, rng: Rng): number[] {
    const drawn: number[] = []
    while (this.parts[part].weights.total > 0 && drawn.length < count) {
      for (const id of this.draw(part, count - drawn.length, rng)) drawn.push(id)
    }
    return drawn
  }
}
