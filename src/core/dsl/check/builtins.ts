import { CONSTANT_NAMES, lookup, PRIMITIVE_NAMES, type Builtin } from '../primitives'
import type { PrimitiveSpec } from '../primitives/define'
import { primitiveTerm } from './callRules'
import { termOf, type Term } from './term'

/** The descriptor of a primitive; null where the name is none. */
export function findPrimitive(name: string): PrimitiveSpec | null {
  const builtin = lookup(name)
  return builtin?.kind === 'primitive' ? builtin.spec : null
}

/** What a name means in every program: I, a constant or a primitive; null for any other. */
export const builtinTerm = (name: string): Term | null => TERMS.get(name) ?? null

/** I, the constants, the primitives. */
export const BUILTIN_NAMES: readonly string[] = ['I', ...CONSTANT_NAMES, ...PRIMITIVE_NAMES]

const TERMS: ReadonlyMap<string, Term> = new Map(
  BUILTIN_NAMES.map((name): [string, Term] => {
    const builtin = lookup(name)
    return [name, builtin ? termOfBuiltin(builtin) : termOf('Grid')] // only I is no builtin
  }),
)

function termOfBuiltin(builtin: Builtin): Term {
  return builtin.kind === 'primitive' ? primitiveTerm(builtin.spec) : termOf(builtin.spec.type)
}
