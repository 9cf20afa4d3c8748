import { valueText } from '../../../core/dsl/eval/valueView'
import { CONSTANTS, findPrimitive } from '../../../core/dsl/primitives'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'
import { signatureText } from './signature'
import { variablesAbove } from './variables'

/** What a name of a program is. */
export interface NameDescription {
  /** in the DSL's notation: x1: Objects */
  readonly code: string
  readonly kind: 'variable' | 'input' | 'primitive' | 'constant'
  readonly spec: PrimitiveSpec | null
}

const VALUE_CHARACTERS = 80

/** What a name means in a text; null where it means nothing. */
export function describeName(name: string, text: string): NameDescription | null {
  const variable = variablesAbove(text, Number.MAX_SAFE_INTEGER).find((one) => one.name === name)
  if (variable) return { code: `${name}: ${variable.term.type}`, kind: 'variable', spec: null }
  if (name === 'I') return { code: 'I: Grid', kind: 'input', spec: null }
  const spec = findPrimitive(name)
  if (spec) return { code: signatureText(spec), kind: 'primitive', spec }
  const constant = CONSTANTS.get(name)
  if (constant === undefined) return null
  return { code: `${name} = ${valueText(constant, VALUE_CHARACTERS)}`, kind: 'constant', spec: null }
}
