import type { Program } from '../../dsl/syntax/ast'
import { countUses, type UseCounts } from './countUses'
import { mineFragments, priceFragments, type PricedFragment } from './fragments'
import type { Operation } from './operations'
import { mineTemplates } from './templates'

/** What the search learns from programs, once for many tasks. */
export interface PrimitiveCosts extends UseCounts {
  /** expressions without open values that programs have in common */
  readonly fragments: readonly PricedFragment[]
  /** expressions with one open value that programs have in common, as operations */
  readonly templates: readonly Operation[]
}

/**
 * Which primitives, constants and lines stand where in these programs, and what they have in common. To measure on a
 * task, leave out the programs that were written for it.
 */
export function learnCosts(seeds: readonly Program[]): PrimitiveCosts {
  return {
    ...countUses(seeds),
    fragments: priceFragments(mineFragments(seeds)),
    templates: mineTemplates(seeds),
  }
}
