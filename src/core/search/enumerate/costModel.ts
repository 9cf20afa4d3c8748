import { CONSTANTS } from '../../dsl/primitives'
import { ROOT, type UseCounts } from './countUses'
import type { Kind } from './kinds'

/** Bits of one unit of cost: programs whose costs are equal after rounding are walked in one go. */
const BITS_PER_UNIT = 1
/** How much the place counts against what is known of a head anywhere. */
const PRIOR = 4
const KIND_PRIOR = 1.5
/** How much constants that the task shows are preferred to those that seeds use in the place. */
const PALETTE_SHARE = 0.6

/**
 * Costs in whole units of writing a head at an argument's place: rounded bits under a bigram model, with the kind of value
 * and the head's use anywhere behind it where the place was seldom seen. Whole numbers are one head, then chosen by the
 * task's colours.
 */
export class CostModel {
  /** by operation and position, by head, by kind */
  private readonly known = new Map<string, Map<string, number[]>[]>()

  constructor(
    private readonly costs: UseCounts,
    /** colours on the task's grids */
    private readonly palette: ReadonlySet<number>,
  ) {}

  /** Of `head`, which gives a value of `kind`, at an argument's place; at least 1. */
  slotCost(operation: string, position: number, head: string, kind: Kind): number {
    let places = this.known.get(operation)
    if (!places) this.known.set(operation, (places = []))
    const place = (places[position] ??= new Map<string, number[]>())
    let byKind = place.get(head)
    if (!byKind) place.set(head, (byKind = []))
    const cost = (byKind[kind] ??= Math.max(
      1,
      Math.round(this.bits(`${operation}/${position}`, head, kind) / BITS_PER_UNIT),
    ))
    return cost
  }

  /** Of a program whose last line calls `head`. */
  rootCost(head: string, kind: Kind): number {
    return this.slotCost(ROOT, 0, head, kind)
  }

  private bits(slot: string, head: string, kind: Kind): number {
    const constant = CONSTANTS.get(head)
    if (typeof constant !== 'number') return -Math.log2(this.share(slot, head, kind))
    const names = [...CONSTANTS.keys()].filter((name) => typeof CONSTANTS.get(name) === 'number')
    const all = names.reduce((sum, name) => sum + this.share(slot, name, kind), 0)
    const here = this.share(slot, head, kind) / all
    const shown = this.palette.has(constant) ? 1 / this.palette.size : 0
    return -Math.log2(all * ((1 - PALETTE_SHARE) * here + PALETTE_SHARE * shown))
  }

  private share(slot: string, head: string, kind: Kind): number {
    const { pairs, kinds, heads, total } = this.costs
    const here = pairs.get(slot)
    const kindsHere = kinds.get(slot)
    const count = here?.get(head) ?? 0
    const anywhere = ((heads.get(head) ?? 0) + 0.4) / (total + 80)
    const kindShare = ((kindsHere?.get(kind) ?? 0) + KIND_PRIOR * 0.2) / (sumOf(kindsHere) + KIND_PRIOR)
    // a head's share among those of its kind is not known; anywhere x 6 stands for it
    const prior = kindShare * Math.min(0.5, anywhere * 6)
    return (count + PRIOR * prior) / (sumOf(here) + PRIOR)
  }
}

const sums = new WeakMap<ReadonlyMap<unknown, number>, number>()

function sumOf(counts: ReadonlyMap<unknown, number> | undefined): number {
  if (!counts) return 0
  let sum = sums.get(counts)
  if (sum === undefined) {
    sum = [...counts.values()].reduce((total, count) => total + count, 0)
    sums.set(counts, sum)
  }
  return sum
}
