import { mayAccept, type DslType } from '../dsl/dslType'
import { resultTerm } from '../dsl/check/callRules'
import { ANY, type Term } from '../dsl/check/term'
import { PRIMITIVES, PRIMITIVE_NAMES } from '../dsl/primitives'
import type { PrimitiveSpec } from '../dsl/primitives/define'
import type { Rng } from '../util/rng'
import { functionUses, mayCall } from './functionUses'
import { fits, type Scope, type ScopeName } from './scope'

export interface FreshCall {
  readonly callee: string
  readonly args: readonly string[]
  readonly term: Term
}

/** What a fresh call must give: a value of this type, or a function of so many arguments. */
export interface Wanted {
  readonly type: DslType
  /** for Callable, where known */
  readonly arity: number | null
}

export const wantedLike = (term: Term): Wanted => ({ type: term.type, arity: term.signature?.args.length ?? null })

const ATTEMPTS = 12

/** Primitives by what they may give, so that a draw is not wasted on the others. */
const candidatesByType = new Map<DslType, readonly PrimitiveSpec[]>()

function candidatesFor(type: DslType): readonly PrimitiveSpec[] {
  let candidates = candidatesByType.get(type)
  if (!candidates) {
    candidates = PRIMITIVE_NAMES.map((name) => PRIMITIVES[name]).filter((spec) => mayAccept(type, spec.returns))
    candidatesByType.set(type, candidates)
  }
  return candidates
}

/** A random call of a primitive on names in scope that gives what is wanted; null when the attempts are used up. */
export function freshCall(wanted: Wanted, scope: Scope, rng: Rng): FreshCall | null {
  const candidates = candidatesFor(wanted.type)
  for (let attempt = 0; attempt < ATTEMPTS && candidates.length > 0; attempt++) {
    const spec = rng.pick(candidates)
    const chosen = chooseArguments(spec, scope, rng)
    if (!chosen) continue
    const term = resultTerm(
      spec,
      chosen.map((arg) => arg.term),
    )
    if (!fits(wanted.type, term.type)) continue
    if (wanted.type === 'Callable' && wanted.arity !== null && term.signature?.args.length !== wanted.arity) continue
    return { callee: spec.name, args: chosen.map((arg) => arg.name), term }
  }
  return null
}

function chooseArguments(spec: PrimitiveSpec, scope: Scope, rng: Rng): ScopeName[] | null {
  const chosen: (ScopeName | undefined)[] = []
  const uses = functionUses(spec.name)
  const terms = (): Term[] => spec.args.map((_, k) => chosen[k]?.term ?? ANY)
  for (const [k, slot] of spec.args.entries()) {
    if (uses.some((use) => use.index === k)) continue
    const names = scope.ofType(slot)
    if (names.length === 0) return null
    chosen[k] = rng.pick(names)
  }
  for (const use of uses) {
    const names = suitableFunctions(scope, use.calledWith(terms()))
    if (names.length === 0) return null
    chosen[use.index] = rng.pick(names)
  }
  return chosen.some((arg) => arg === undefined) ? null : (chosen as ScopeName[])
}

/** Functions in scope that may be called with these arguments. */
export function suitableFunctions(scope: Scope, args: readonly Term[]): ScopeName[] {
  return scope.functionsOf(args.length).filter(({ term }) => mayCall(term, args))
}
