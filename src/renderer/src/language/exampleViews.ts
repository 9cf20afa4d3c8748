import { viewValue, type ValueView } from '../../../core/dsl/eval/valueView'
import { primitiveValue } from '../../../core/dsl/primitives'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'
import type { DslType } from '../../../core/dsl/dslType'
import { valueFromJson, type ValueJson } from '../../../core/dsl/value'

/** The first example of a primitive, its values ready to draw. */
export interface ExampleViews {
  readonly args: readonly ValueView[]
  /** what the function that it gives is called with; empty where it gives no function */
  readonly then: readonly ValueView[]
  readonly gives: ValueView
}

export function exampleViews({ examples, args, returns }: PrimitiveSpec): ExampleViews | null {
  const [example] = examples
  const gives = example && viewOf(example.gives, example.then ? 'Any' : returns)
  if (!example || !gives) return null
  const given = example.args.map((arg, k) => viewOf(arg, args[k] ?? 'Any'))
  const then = (example.then ?? []).map((arg) => viewOf(arg, 'Any'))
  if (![...given, ...then].every((view) => view !== null)) return null
  return { args: given.filter((view) => view !== null), then: then.filter((view) => view !== null), gives }
}

function viewOf(json: ValueJson, type: DslType): ValueView | null {
  const value = valueFromJson(json, primitiveValue)
  return value.ok ? viewValue(value.value, type) : null
}
