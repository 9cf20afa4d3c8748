import { builtinTerm } from '../../../core/dsl/check/builtins'
import { ANY, callTerm, termOf, type Term } from '../../../core/dsl/check/term'
import { accepts } from '../../../core/dsl/dslType'
import { CONSTANT_NAMES, findPrimitive, PRIMITIVE_NAMES } from '../../../core/dsl/primitives'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'
import { fitOf, fitRank, type Expected, type Fit } from './expected'
import { readNames } from './occurrences'
import { variablesAbove } from './variables'

/** A name that may be written at a place. */
export interface Candidate {
  readonly name: string
  readonly kind: 'variable' | 'constant' | 'primitive'
  readonly term: Term
  readonly fit: Fit
  /** a function that is meant to be called here: what it gives fits, not the function */
  readonly isCalled: boolean
}

type Kind = Candidate['kind']

/** An argument is a name: variables first, then constants; a primitive there is a call inside the call. */
const ARGUMENT_ORDER: readonly Kind[] = ['variable', 'constant', 'primitive']
/** A function is mostly a primitive, and a line mostly calls one. */
const FUNCTION_ORDER: readonly Kind[] = ['variable', 'primitive', 'constant']
const LINE_ORDER: readonly Kind[] = ['primitive', 'variable', 'constant']

/**
 * All names that line `line` may use, best first: those that surely fit what is expected, then those that may, then the
 * rest. Of variables those that nothing uses yet come first, newer before older; of primitives those that take one of
 * the variables that nothing uses yet.
 */
export function rankedNames(text: string, line: number, expected: Expected, place: 'line' | 'argument'): Candidate[] {
  const used = readNames(text)
  const above = variablesAbove(text, line).reverse()
  const unusedNames = above.filter(({ name }) => !used.has(name))
  const input = above.some(({ name }) => name === 'I') ? [] : [{ name: 'I', term: termOf('Grid') }]
  const variables = [...unusedNames, ...above.filter(({ name }) => used.has(name)), ...input]
  const unused = unusedNames.map(({ term }) => term)
  const wantsFunction = expected.types.some((type) => accepts('Callable', type))
  const order = place === 'line' ? LINE_ORDER : wantsFunction ? FUNCTION_ORDER : ARGUMENT_ORDER

  const candidates: Candidate[] = []
  const add = (name: string, kind: Kind, term: Term): void => {
    const asIs = fitOf(term, expected)
    const isFunction = term.type === 'Callable'
    const given = isFunction ? fitOf(resultOf(name, kind, term), expected) : 'no'
    const isCalled = isFunction && (place === 'line' || (!wantsFunction && fitRank(given) < fitRank(asIs)))
    candidates.push({ name, kind, term, isCalled, fit: isCalled ? given : asIs })
  }
  for (const { name, term } of variables) add(name, 'variable', term)
  const own = new Set(above.map(({ name }) => name)) // a text that assigns THREE means its own
  const builtins = (names: readonly string[]): string[] => names.filter((name) => !own.has(name))
  for (const name of builtins(CONSTANT_NAMES)) add(name, 'constant', builtinTerm(name) ?? ANY)
  for (const name of builtins(PRIMITIVE_NAMES).sort()) add(name, 'primitive', builtinTerm(name) ?? ANY)

  const rank = ({ name, kind, fit, isCalled }: Candidate): number => {
    const spec = kind === 'primitive' && isCalled ? findPrimitive(name) : null
    const isNext = spec === null || unused.some((term) => takes(spec, term))
    return fitRank(fit) * 10 + order.indexOf(kind) * 2 + (isNext ? 0 : 1)
  }
  return candidates
    .filter(({ kind }) => place === 'argument' || kind !== 'constant')
    .map((candidate, k) => ({ candidate, rank: rank(candidate), k }))
    .sort((a, b) => a.rank - b.rank || a.k - b.k)
    .map(({ candidate }) => candidate)
}

/** What a call would give, whatever it is called with. */
function resultOf(name: string, kind: Kind, term: Term): Term {
  const spec = kind === 'primitive' ? findPrimitive(name) : null
  if (spec) return termOf(typeof spec.out === 'string' ? spec.out : spec.returns)
  return callTerm(
    term,
    (term.signature?.args ?? []).map((type) => termOf(type)),
  )
}

/** It is made for values of this kind, alone or among others. */
const takes = ({ args }: PrimitiveSpec, { type }: Term): boolean =>
  args.some((slot) => slot !== 'Any' && accepts(slot, type))
