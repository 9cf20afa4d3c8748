import { findPrimitive } from '../../dsl/check/builtins'
import type { Rng } from '../../util/rng'
import { mayCall } from '../functionUses'
import { ANY } from '../../dsl/check/term'
import { PRIMITIVE_FUNCTIONS } from '../scope'
import type { MutationOperator, MutationSite, Replacement } from './mutationOperator'

/** Replaces the called function by another one with the same signature. */
export const replaceFunction: MutationOperator = {
  name: 'replaceFunction',
  weight: 0.25,
  apply(site: MutationSite, rng: Rng): Replacement | null {
    const { statement } = site
    if (statement.callee === null) return null
    const names = findPrimitive(statement.callee) ? primitivesLike(statement.callee) : functionsLike(site)
    return names.length === 0 ? null : [{ ...statement, callee: rng.pick(names) }]
  },
}

/** The other primitives with the same argument types and the same result type. */
function primitivesLike(name: string): string[] {
  const spec = findPrimitive(name)
  if (!spec) return []
  return PRIMITIVE_FUNCTIONS.map((other) => other.name).filter((otherName) => {
    const other = findPrimitive(otherName)
    return (
      other !== null &&
      other !== spec &&
      other.returns === spec.returns &&
      other.args.length === spec.args.length &&
      other.args.every((type, k) => type === spec.args[k])
    )
  })
}

/** For a variable that is called: the other functions that take these arguments and give a value of this type. */
function functionsLike({ statement, scope, term }: MutationSite): string[] {
  const args = statement.args.map((arg) => scope.find(arg) ?? ANY)
  return scope
    .functionsOf(args.length)
    .filter(({ name, term: f }) => name !== statement.callee && mayCall(f, args))
    .filter(({ term: f }) => f.signature?.give(args).type === term.type)
    .map(({ name }) => name)
}
