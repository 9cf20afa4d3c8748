import { maskOf, type DslType } from '../../dsl/dslType'
import { ANY, type Term } from '../../dsl/check/term'
import { findPrimitive } from '../../dsl/check/builtins'
import type { Rng } from '../../util/rng'
import { freshCall, suitableFunctions, wantedLike } from '../freshCall'
import { functionUses, mayCall } from '../functionUses'
import type { MutationOperator, MutationOptions, MutationSite, Replacement } from './mutationOperator'

/** Replaces one argument by another term of the same type, or by a variable made for it on a new line. */
export const replaceArgument: MutationOperator = {
  name: 'replaceArgument',
  weight: 0.5,
  apply(site: MutationSite, rng: Rng, { freshVariable }: MutationOptions): Replacement | null {
    const { statement, scope, freshName } = site
    if (statement.args.length === 0) return null
    const index = rng.int(statement.args.length)
    const current = scope.find(statement.args[index] as string) ?? ANY
    const wanted = { ...wantedLike(current), type: wantedType(site, index, current) }
    const withArgument = (name: string) => ({
      ...statement,
      args: statement.args.map((arg, k) => (k === index ? name : arg)),
    })
    if (rng.next() < freshVariable) {
      const call = freshCall(wanted, scope, rng)
      // a call in the place of a function argument must give a function that can be called there
      if (!call || !suits(site, index, call.term)) return null
      return [{ target: freshName, callee: call.callee, args: call.args }, withArgument(freshName)]
    }
    const names = wanted.type === 'Callable' ? functionsFor(site, index, current) : scope.ofType(wanted.type)
    const others = names.filter(({ name }) => name !== statement.args[index])
    return others.length === 0 ? null : [withArgument(rng.pick(others).name)]
  },
}

/** The callee's wish where it is at least as narrow as what the argument is now, else the type that the argument has. */
function wantedType({ statement, scope }: MutationSite, index: number, current: Term): DslType {
  const slot = statement.callee === null ? 'Grid' : scope.find(statement.callee)?.signature?.args[index]
  if (slot === undefined) return current.type
  return WIDE_SLOTS.has(slot) && (maskOf(current.type) & ~maskOf(slot)) === 0 ? current.type : slot
}

/** Slots that take values of many kinds: a term of the same type is one like the present one. */
const WIDE_SLOTS: ReadonlySet<DslType> = new Set<DslType>([
  'Any',
  'Container',
  'ContainerContainer',
  'FrozenSet',
  'Tuple',
  'TupleTuple',
])

function functionsFor(site: MutationSite, index: number, current: Term) {
  const arity = current.signature?.args.length
  if (arity === undefined) return []
  return suitableFunctions(site.scope, calledWith(site, index) ?? Array.from({ length: arity }, () => ANY))
}

function suits(site: MutationSite, index: number, term: Term): boolean {
  const args = calledWith(site, index)
  return term.type !== 'Callable' || args === null || mayCall(term, args)
}

/** What the line calls its function argument with; null where that is not known. */
function calledWith({ statement, scope }: MutationSite, index: number): readonly Term[] | null {
  if (statement.callee === null || !findPrimitive(statement.callee)) return null
  const use = functionUses(statement.callee).find((one) => one.index === index)
  return use?.calledWith(statement.args.map((arg) => scope.find(arg) ?? ANY)) ?? null
}
