import type { Budget } from '../../../dsl/meter'
import type { Grid } from '../../../grid/grid'
import type { Part } from '../part'
import type { Search } from '../search'

/** What goal-directed steps share. */
export interface GoalContext {
  /** one per demonstration */
  readonly outputs: readonly Grid[]
  readonly search: Search
  /** I */
  readonly input: Part
  /** what one call may use */
  readonly callBudget: Budget
  /** a call that gives a grid */
  readonly call: (name: string, ...args: Part[]) => Part
  /** a part that should give the outputs */
  readonly propose: (part: Part, step: string) => void
  /** a part that does not give the outputs but comes near */
  readonly nearly: (part: Part, demosRight: number, wrongShare: number) => void
}
