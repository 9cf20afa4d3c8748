import type { Term } from '../../dsl/check/term'
import type { StatementParts } from '../../dsl/syntax/build'
import type { Rng } from '../../util/rng'
import type { Scope } from '../scope'

/** The line to change and what is known there. */
export interface MutationSite {
  readonly statement: StatementParts
  /** what the line's value is known to be */
  readonly term: Term
  readonly scope: Scope
  /** a variable name that the program does not use */
  readonly freshName: string
}

/** The lines to put in place of the site's line: it changed, perhaps after a new line whose value it uses. */
export type Replacement = readonly StatementParts[]

export interface MutationOperator {
  readonly name: 'replaceArgument' | 'replaceFunction' | 'redefineVariable'
  /** how often it is chosen, relative to the others (METHOD.md, "Mutation") */
  readonly weight: number
  /** null where this line has nothing to change in this way */
  readonly apply: (site: MutationSite, rng: Rng, options: MutationOptions) => Replacement | null
}

export interface MutationOptions {
  /** how often a replaced argument becomes a variable made for it, 0 to 1 */
  readonly freshVariable: number
}

export type OperatorName = MutationOperator['name']
