import type { editor, languages, Position } from 'monaco-editor/editor'
import { CONSTANTS, findPrimitive } from '../../../core/dsl/primitives'
import { valueText } from '../../../core/dsl/eval/valueView'
import { variablesAbove } from './completion'
import { describePrimitive, signatureText } from './describePrimitive'

export function hoverAt(model: editor.ITextModel, position: Position): languages.Hover | null {
  const word = model.getWordAtPosition(position)
  if (!word) return null
  const parts = describeName(word.word, model.getValue())
  return parts && { contents: parts.map((value) => ({ value })) }
}

function describeName(name: string, text: string): string[] | null {
  const variable = variablesAbove(text, Number.MAX_SAFE_INTEGER).find((one) => one.name === name)
  if (variable) return [code(`${name}: ${variable.type}`)]
  if (name === 'I') return [code('I: Grid'), 'The input of the pair.']
  const spec = findPrimitive(name)
  if (spec) return [code(signatureText(spec)), describePrimitive(spec)]
  const constant = CONSTANTS.get(name)
  return constant === undefined ? null : [code(`${name} = ${valueText(constant, 80)}`)]
}

const code = (text: string): string => `\`\`\`codeit-dsl\n${text}\n\`\`\``
