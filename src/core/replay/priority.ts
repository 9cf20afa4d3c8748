import type { Grid } from '../grid/grid'
import type { ExperienceKey } from './replayStore'

/**
 * Replay priority. The paper's is the demonstration performance itself; ours adds a floor, so that a program that
 * reproduces nothing (most of what an untrained policy writes) can still be drawn, rarely (docs/deviations.md, 3).
 */
export interface PriorityRule {
  readonly priority: 'demonstrations' | 'uniform'
  /** of a program that reproduces nothing; at 0 it is never drawn */
  readonly priorityFloor: number
  /** 0 to 1: what a wrong output of the right size earns for each right cell, of a right output's share */
  readonly nearCredit: number
}

/** Of a program's outputs beside the demonstrations' own, pair by pair; null: it gave none there. */
export function priorityOf(
  { priority, priorityFloor, nearCredit }: PriorityRule,
  outputs: readonly (Grid | null)[],
  targets: readonly Grid[],
): number {
  if (priority === 'uniform') return 1
  let credit = 0
  targets.forEach((target, k) => {
    const output = outputs[k]
    if (!output) return
    if (output.equals(target)) credit += 1
    else if (nearCredit > 0) credit += nearCredit * shareOfCells(output, target)
  })
  return priorityFloor + (1 - priorityFloor) * (targets.length === 0 ? 0 : credit / targets.length)
}

/** Cells that agree; 0 where the sizes differ. */
function shareOfCells(output: Grid, target: Grid): number {
  if (output.rows !== target.rows || output.cols !== target.cols) return 0
  let equal = 0
  for (let k = 0; k < target.cells.length; k++) if (output.cells[k] === target.cells[k]) equal++
  return equal / target.cells.length
}

/** Shares of its priority that an experience loses; all 0: none. */
export interface Discounts {
  /** for each line of its program */
  readonly lengthDiscount: number
  /** for each meta-iteration since it was found */
  readonly ageDiscount: number
  /** each time it was drawn */
  readonly noveltyDiscount: number
}

/** The weight with which an experience is drawn in a meta-iteration: its priority, less its discounts. */
export function drawWeight(discounts: Discounts, iteration: number): (key: ExperienceKey) => number {
  const { lengthDiscount, ageDiscount, noveltyDiscount } = discounts
  return ({ priority, lines, iteration: found, drawn }) => {
    const left =
      (1 - lengthDiscount) ** lines * (1 - ageDiscount) ** (iteration - found) * (1 - noveltyDiscount) ** drawn
    return priority * Math.max(LEAST_SHARE, left)
  }
}

export const isDiscounted = ({ lengthDiscount, ageDiscount, noveltyDiscount }: Discounts): boolean =>
  lengthDiscount + ageDiscount + noveltyDiscount > 0

/** However discounted, what has a priority can be drawn. */
const LEAST_SHARE = 1e-6
