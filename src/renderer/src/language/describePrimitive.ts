import { valueFromJson, type ValueJson } from '../../../core/dsl/value'
import { primitiveValue } from '../../../core/dsl/primitives'
import { valueText } from '../../../core/dsl/eval/valueView'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'

const EXAMPLE_CHARACTERS = 120

/** Everything a hover says, as Markdown. */
export function describePrimitive(spec: PrimitiveSpec): string {
  const [example] = spec.examples
  return [
    spec.summary,
    `*${escape(spec.shape)}*`,
    example ? `\`${exampleText(spec, example)}\`` : '',
    spec.errors.length > 0 ? `Fails: ${escape(spec.errors.join('; '))}` : '',
    spec.deviation ? `Differs from the reference: ${escape(spec.deviation)}` : '',
    `${spec.cost}, ${spec.source}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** add(1, 2) = 3 */
export function exampleText(spec: PrimitiveSpec, example: PrimitiveSpec['examples'][number]): string {
  const call = `${spec.name}(${example.args.map(jsonText).join(', ')})`
  const applied = example.then ? `${call}(${example.then.map(jsonText).join(', ')})` : call
  return `${applied} = ${jsonText(example.gives)}`
}

/** A value of an example in the DSL's notation. */
function jsonText(json: ValueJson): string {
  const value = valueFromJson(json, primitiveValue)
  return value.ok ? valueText(value.value, EXAMPLE_CHARACTERS) : JSON.stringify(json)
}

const escape = (text: string): string => text.replace(/[\\`*_{}[\]<>|]/g, '\\$&')
