import type { Rng } from '../../util/rng'
import { freshCall, wantedLike } from '../freshCall'
import type { MutationOperator, MutationSite, Replacement } from './mutationOperator'

/** Gives the variable a new call whose result has the same type. */
export const redefineVariable: MutationOperator = {
  name: 'redefineVariable',
  weight: 0.25,
  apply({ statement, term, scope }: MutationSite, rng: Rng): Replacement | null {
    const call = freshCall(wantedLike(term), scope, rng)
    return call && [{ target: statement.target, callee: call.callee, args: call.args }]
  },
}
