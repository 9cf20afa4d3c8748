import { DSL_LITERALS } from '../../../core/dsl/check/literals'
import { mayStandFor, takenTypes } from '../../../core/dsl/check/slots'
import { ANY, callTerm, type Term } from '../../../core/dsl/check/term'
import { accepts, mayAccept, type DslType } from '../../../core/dsl/dslType'
import { findPrimitive } from '../../../core/dsl/primitives'
import { normalizeText } from '../../../core/dsl/syntax/normalizeText'
import { functionUses, mayCall } from '../../../core/mutate/functionUses'
import type { CallSite, CursorPlace } from './cursorPlace'
import { termOfText, variablesAbove, type Variable } from './variables'

/** What a value must be to make sense where it is written. */
export interface Expected {
  /** it must fit all of these; none: anything goes */
  readonly types: readonly DslType[]
  /** of a function: what it will be called with, and what it should give */
  readonly called: { readonly args: readonly Term[]; readonly gives: DslType } | null
}

export const ANYTHING: Expected = { types: [], called: null }

/** What functions that are passed to these primitives should give. */
const WANTED_RESULTS: ReadonlyMap<string, DslType> = new Map<string, DslType>([
  ...['sfilter', 'mfilter', 'extract'].map((name): [string, DslType] => [name, 'Boolean']),
  ...['argmax', 'argmin', 'valmax', 'valmin', 'order'].map((name): [string, DslType] => [name, 'Integer']),
  ...['mapply', 'mpapply'].map((name): [string, DslType] => [name, 'Container']),
])

/** What is expected at a place in line `line` of the text. */
export function expectedAt(text: string, line: number, place: CursorPlace): Expected {
  if (place.kind === 'argument') return expectedArgument(place.site, variablesAbove(text, line))
  return place.kind === 'value' ? expectedValue(text, line, place.target) : ANYTHING
}

/** What the call wants for one of its arguments, by default that at the cursor. */
export function expectedArgument(site: CallSite, variables: readonly Variable[], argument = site.argument): Expected {
  if (site.callee === '') return { types: ['Integer'], called: null } // a pair such as (1, 0)
  const isVariable = variables.some(({ name }) => name === site.callee)
  const spec = isVariable ? null : findPrimitive(site.callee)
  if (!spec) {
    const type = termOfText(site.callee, variables).signature?.args[argument]
    return type === undefined ? ANYTHING : { types: [type], called: null }
  }
  const type = takenTypes(spec)[argument]
  if (type === undefined) return ANYTHING
  const use = functionUses(spec.name).find(({ index }) => index === argument)
  if (!use) return { types: [type], called: null }
  const terms = site.args.map((arg, k) => (k === argument || arg === '' ? ANY : termOfText(arg, variables)))
  const gives = WANTED_RESULTS.get(spec.name) ?? 'Any'
  return { types: [type], called: { args: use.calledWith(terms), gives } }
}

/** What the lines below make of a variable; of O that it is a grid. */
function expectedValue(text: string, line: number, target: string): Expected {
  if (target === 'O') return { types: ['Grid'], called: null }
  const below = text.split(/\r\n|\r|\n/).slice(line)
  const { program } = normalizeText(below.join('\n'), DSL_LITERALS)
  const types = new Set<DslType>()
  for (const { callee, args } of program.statements) {
    if (callee?.text === target) types.add('Callable')
    const wanted = callee && findPrimitive(callee.text)?.args
    args.forEach(({ text: name }, k) => {
      const type = wanted?.[k]
      if (name === target && type) types.add(type)
    })
  }
  types.delete('Any')
  return { types: [...types], called: null }
}

/** How well a value fits: surely, perhaps, or not. */
export type Fit = 'sure' | 'maybe' | 'no'

export function fitOf(term: Term, { types, called }: Expected): Fit {
  let fit: Fit = 'sure'
  for (const type of types) fit = worse(fit, typeFit(type, term.type))
  return called && fit !== 'no' ? worse(fit, functionFit(term, called)) : fit
}

/** A Boolean is an Integer in the language, but hardly what is meant. */
function typeFit(wanted: DslType, type: DslType): Fit {
  if (!mayStandFor(wanted, type)) return 'no'
  const isTruthForNumber = type === 'Boolean' && wanted !== 'Boolean' && wanted !== 'Any'
  return accepts(wanted, type) && !isTruthForNumber ? 'sure' : 'maybe'
}

function functionFit(f: Term, { args, gives }: NonNullable<Expected['called']>): Fit {
  if (!f.signature) return 'maybe'
  if (!mayCall(f, args)) return 'no'
  const isSure = f.signature.args.every((slot, k) => accepts(slot, (args[k] ?? ANY).type) || args[k] === ANY)
  const result = callTerm(f, args).type
  if (gives === 'Boolean' ? result !== 'Boolean' && result !== 'Any' : !mayAccept(gives, result)) return 'no'
  return isSure && accepts(gives, result) ? 'sure' : 'maybe'
}

const RANK: Readonly<Record<Fit, number>> = { sure: 0, maybe: 1, no: 2 }
const worse = (a: Fit, b: Fit): Fit => (RANK[a] >= RANK[b] ? a : b)
export const fitRank = (fit: Fit): number => RANK[fit]
