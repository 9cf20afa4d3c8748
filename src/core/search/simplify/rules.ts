import { ALGEBRA } from './algebra'
import { ALIASES } from './aliases'
import { ONE_CALL, TWO_CALLS } from './cheaperCalls'
import { DEAD_LINES } from './deadLines'
import { DIRECT_CALLS } from './directCalls'
import { EQUAL_CALLS } from './equalCalls'
import { EQUAL_VALUES } from './equalValues'
import type { SimplifyRule } from './simplifyRule'

/**
 * All rules in the order in which they are tried: what needs no thought first, what holds on every input before what is
 * only seen to hold on the given ones, search last.
 */
export const SIMPLIFY_RULES: readonly SimplifyRule[] = [
  DEAD_LINES,
  ALIASES,
  EQUAL_CALLS,
  ALGEBRA,
  DIRECT_CALLS,
  EQUAL_VALUES,
  ONE_CALL,
  TWO_CALLS,
]
