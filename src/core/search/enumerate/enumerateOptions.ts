import { DEFAULT_BUDGET, type Budget } from '../../dsl/meter'
import type { Program } from '../../dsl/syntax/ast'
import type { PrimitiveCosts } from './learnCosts'

export interface EnumerateOptions {
  /** from seed programs, see `countUses` */
  readonly costs: PrimitiveCosts
  /** calls on one input, all told */
  readonly evaluations?: number
  /** Asked now and then; true ends the search. The caller brings the clock. */
  readonly deadline?: () => boolean
  /** distinct values kept; what is found beyond is looked at but not built upon */
  readonly mostValues?: number
  /** what one call may use */
  readonly callBudget?: Budget
  /** what one run of a whole program may use */
  readonly runBudget?: Budget
  /** calls that may be spent on making each of the first three programs shorter; 0 leaves them as found */
  readonly simplifyEvaluations?: number
  /** programs whose lines are tried as building blocks */
  readonly fragments?: readonly Program[]
}

export const ENUMERATE_DEFAULTS = {
  evaluations: 2_000_000,
  mostValues: 300_000,
  simplifyEvaluations: 3000,
  callBudget: { ...DEFAULT_BUDGET, steps: 2000, cells: 3000 },
  runBudget: { ...DEFAULT_BUDGET, steps: 400_000 },
} as const
