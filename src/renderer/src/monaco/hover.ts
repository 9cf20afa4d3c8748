import type { editor, languages, Position } from 'monaco-editor/editor'
import type { ValueView } from '../../../core/dsl/eval/valueView'
import type { PrimitiveSpec } from '../../../core/dsl/primitives/define'
import { textOf } from '../components/valuePicture'
import { describeName } from '../language/describeName'
import { describePrimitive } from '../language/describePrimitive'
import { exampleViews } from '../language/exampleViews'
import { nameAt } from '../language/occurrences'
import { imageMarkdown, surroundingsOf, type EditorSurroundings } from './surroundings'
import { rangeOf } from './places'

/** Of a variable its type and its value on the pair that is looked at, of a primitive its documentation and an example drawn. */
export function hoverAt(model: editor.ITextModel, position: Position): languages.Hover | null {
  const text = model.getValue()
  const name = nameAt(text, model.getOffsetAt(position))
  const description = name && describeName(name.text, text)
  if (!name || !description) return null
  const known = surroundingsOf(model)
  const parts = [`\`\`\`codeit-dsl\n${description.code}\n\`\`\``]
  if (description.kind === 'variable' || description.kind === 'input') parts.push(...valueParts(name.text, known))
  if (description.spec) parts.push(...exampleParts(description.spec, known), describePrimitive(description.spec))
  return { range: rangeOf(model, name.span), contents: parts.map((value) => ({ value })) }
}

function valueParts(name: string, known: EditorSurroundings | null): string[] {
  const shown = known?.valueOf(name)
  if (!known || !shown) return []
  const image = known.draw(shown.view, shown.input)
  const label = `${shown.view.label} on ${shown.where}`
  return image ? [label, imageMarkdown(image, `${name} on ${shown.where}`)] : [label, codeSpan(textOf(shown.view))]
}

/** `arguments -> result`, each as a picture where there is one. */
function exampleParts(spec: PrimitiveSpec, known: EditorSurroundings | null): string[] {
  const example = known && exampleViews(spec)
  if (!known || !example) return []
  const views = [...example.args, ...example.then]
  const grid = views.find((view) => view.kind === 'grid')
  const input = grid?.kind === 'grid' ? grid.rows : []
  let drawn = 0
  const written = (view: ValueView): string => {
    const image = known.draw(view, input)
    if (image) drawn++
    return image ? imageMarkdown(image, view.label) : codeSpan(textOf(view))
  }
  const row = `${views.map(written).join(' &nbsp; ')} &nbsp; → &nbsp; ${written(example.gives)}`
  return drawn > 0 ? [row] : []
}

const codeSpan = (text: string): string => `\`${text.replaceAll('`', "'")}\``
