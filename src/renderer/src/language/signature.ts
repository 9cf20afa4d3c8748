import { findPrimitive } from '../../../core/dsl/primitives'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'
import { cursorPlace } from './cursorPlace'
import { lineAt } from './textEdit'
import { termOfText, variablesAbove } from './variables'

/** How what is called at the cursor is called. */
export interface CallHelp {
  readonly label: string
  readonly summary: string
  /** parts of the label */
  readonly parameters: readonly string[]
  readonly active: number
}

/** objects(grid: Grid, univalued: Boolean ...) -> Objects */
export function signatureText(spec: PrimitiveSpec): string {
  return `${spec.name}(${parametersOf(spec).join(', ')}) -> ${spec.returns}`
}

const parametersOf = ({ params, args }: PrimitiveSpec): string[] =>
  params.map((name, k) => `${name}: ${args[k] ?? 'Any'}`)

/** The signature of the innermost call around the cursor: of a primitive, or of a variable that holds a function. */
export function signatureAt(text: string, offset: number): CallHelp | null {
  const line = lineAt(text, offset)
  const place = cursorPlace(line.text, offset - line.start)
  if (place.kind !== 'argument' || place.site.callee === '') return null
  const { callee, argument } = place.site
  const variables = variablesAbove(text, line.number)
  const spec = variables.some(({ name }) => name === callee) ? null : findPrimitive(callee)
  if (spec) {
    return { label: signatureText(spec), summary: spec.summary, parameters: parametersOf(spec), active: argument }
  }
  const args = termOfText(callee, variables).signature?.args
  if (!args) return null
  const parameters = args.map((type, k) => `argument ${k + 1}: ${type}`)
  const label = `${callee}(${parameters.join(', ')})`
  return { label, summary: `A function of ${args.length}.`, parameters, active: argument }
}
