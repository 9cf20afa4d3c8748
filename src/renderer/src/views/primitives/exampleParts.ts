import { primitiveValue, type Example, type PrimitiveSpec } from '../../../../core/dsl/primitives'
import type { DslType } from '../../../../core/dsl/dslType'
import { viewValue, type ValueView } from '../../../../core/dsl/eval/valueView'
import { valueFromJson, type ValueJson } from '../../../../core/dsl/value'
import { InternalError } from '../../../../core/util/internalError'
import type { Cells } from '../../components/drawGrid'
import { pictureOf, textOf, type Picture } from '../../components/valuePicture'

/** An argument or the result of an example. */
export interface ExamplePart {
  readonly name: string
  readonly label: string
  readonly picture: Picture | null
  /** what stands in place of a picture */
  readonly text: string
}

export interface ExampleParts {
  readonly args: readonly ExamplePart[]
  /** where the primitive makes a function: what that is called with */
  readonly then: readonly ExamplePart[]
  readonly result: ExamplePart
}

/** An example of a primitive to draw. Patches lie on the grid among its arguments, else all in one frame. */
export function exampleParts(spec: PrimitiveSpec, example: Example): ExampleParts {
  const args = example.args.map((json, k) => viewOf(json, spec.args[k]))
  const then = (example.then ?? []).map((json) => viewOf(json))
  const result = viewOf(example.gives, example.then ? 'Any' : spec.returns)
  const views = [...args, ...then, result]
  const ground = args.flatMap((view) => (view.kind === 'grid' ? [view.rows] : []))[0] ?? frameOf(views)
  const part = (view: ValueView, name: string): ExamplePart => {
    const picture = pictureOf(view, ground)
    return { name, label: view.label, picture, text: picture ? '' : textOf(view) }
  }
  return {
    args: args.map((view, k) => part(view, spec.params[k] ?? '')),
    then: then.map((view) => part(view, 'called with')),
    result: part(result, 'result'),
  }
}

function viewOf(json: ValueJson, type?: DslType): ValueView {
  const value = valueFromJson(json, primitiveValue)
  if (!value.ok) throw new InternalError(`an example does not read: ${value.error.message}`)
  return viewValue(value.value, type)
}

/** No cells, as many as every patch among the values needs; the picture itself grows for negative places. */
function frameOf(views: readonly ValueView[]): Cells {
  const cells = views.flatMap((view) =>
    view.kind === 'patch' ? view.cells : view.kind === 'patches' ? view.patches.flat() : [],
  )
  const rows = Math.max(0, ...cells.map(([, i]) => i + 1))
  const cols = Math.max(0, ...cells.map(([, , j]) => j + 1))
  return Array.from({ length: rows }, () => Array.from({ length: cols }, () => -1))
}
