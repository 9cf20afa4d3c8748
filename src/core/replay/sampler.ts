import type { Rng } from '../util/rng'
import type { ExperienceKey } from './replayStore'

/**
 * Draws `count` of the keys without replacement, each next one with a chance in proportion to its weight (its priority unless told otherwise)
 * among those left (Efraimidis and Spirakis 2006: the largest u^(1/w)). All of them, shuffled by the same rule, when there are fewer.
 * O(n log n).
 */
export function drawByPriority(
  keys: readonly ExperienceKey[],
  count: number,
  rng: Rng,
  weigh: (key: ExperienceKey) => number = ({ priority }) => priority,
): ExperienceKey[] {
  const scored = keys.map((key) => ({ key, score: Math.log(1 - rng.next()) / weigh(key) }))
  scored.sort((a, b) => b.score - a.score || a.key.id - b.key.id)
  return scored.slice(0, count).map(({ key }) => key)
}

/** As many full passes as `count` asks for, each without replacement: the long first lesson of a policy from scratch. */
export function drawInPasses(
  keys: readonly ExperienceKey[],
  count: number,
  rng: Rng,
  weigh?: (key: ExperienceKey) => number,
): ExperienceKey[] {
  const drawn: ExperienceKey[] = []
  while (keys.length > 0 && drawn.length < count) drawn.push(...drawByPriority(keys, count - drawn.length, rng, weigh))
  return drawn
}
