import type { Columns } from './columns'
import type { Draft } from './draft'
import type { Effort } from './effort'

/** What a rule works with besides the draft. */
export interface SimplifyContext {
  /** values on the inputs that the program gives a value for */
  readonly columns: Columns
  readonly effort: Effort
  /** steps that a whole draft uses, summed over the inputs; null where its outcomes are not the program's */
  readonly verifiedSteps: (draft: Draft) => number | null
}

/**
 * One way to make a program shorter. A rule only proposes, best first; whoever asked takes the first proposal that is
 * shorter and has the program's outcomes on all inputs, and then starts again with the first rule.
 */
export interface SimplifyRule {
  readonly name: string
  /** for the user: what was done, as in "removed a line that nothing uses" */
  readonly summary: string
  readonly propose: (draft: Draft, context: SimplifyContext) => Iterable<Draft>
}
