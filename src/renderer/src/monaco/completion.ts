import type { editor, languages, Position } from 'monaco-editor/editor'
import { checkSource } from '../../../core/dsl/check/checkSource'
import { CONSTANTS, PRIMITIVES } from '../../../core/dsl/primitives'
import { valueText } from '../../../core/dsl/eval/valueView'
import { placeOf } from './callAt'
import { describePrimitive, signatureText } from './describePrimitive'
import { monaco } from './monaco'

/** Variables assigned above a line, with their types. */
export function variablesAbove(text: string, line: number): { name: string; type: string }[] {
  const { program, types, written } = checkSource(text)
  return program.statements.flatMap(({ target, span }, k) =>
    span.line < line && !written.has(target.text) ? [{ name: target.text, type: types[k] ?? 'Any' }] : [],
  )
}

export function completeAt(model: editor.ITextModel, position: Position): languages.CompletionList {
  const word = model.getWordUntilPosition(position)
  const line = model.getLineContent(position.lineNumber)
  const before = line.slice(0, position.column - 1)
  if (/#/.test(before)) return { suggestions: [] }
  const place = placeOf(before)
  const range = new monaco.Range(position.lineNumber, word.startColumn, position.lineNumber, word.endColumn)
  const kinds = monaco.languages.CompletionItemKind
  if (place === 'target') return { suggestions: targets(model.getValue(), position.lineNumber, range) }

  const variables = [{ name: 'I', type: 'Grid' }, ...variablesAbove(model.getValue(), position.lineNumber)]
  const hasCall = /^\w*\s*\(/.test(line.slice(position.column - 1))
  const suggestions: languages.CompletionItem[] = variables.map(({ name, type }, k) => ({
    label: name,
    kind: kinds.Variable,
    detail: type,
    insertText: name,
    // the newest variable first: it is the likeliest argument
    sortText: `${place === 'argument' ? '0' : '2'}${String(999 - k).padStart(3, '0')}`,
    range,
  }))
  for (const spec of Object.values(PRIMITIVES)) {
    const insertsCall = place === 'callee' && !hasCall
    suggestions.push({
      label: spec.name,
      kind: kinds.Function,
      detail: signatureText(spec).slice(spec.name.length),
      documentation: { value: describePrimitive(spec) },
      insertText: insertsCall ? `${spec.name}($0)` : spec.name,
      ...(insertsCall
        ? {
            insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
            command: { id: 'editor.action.triggerParameterHints', title: 'Parameters' },
          }
        : {}),
      sortText: `${place === 'callee' ? '1' : '3'}${spec.name}`,
      range,
    })
  }
  if (place === 'argument') {
    for (const [name, value] of CONSTANTS) {
      const detail = valueText(value, 40)
      suggestions.push({ label: name, kind: kinds.Constant, detail, insertText: name, sortText: `2${name}`, range })
    }
  }
  return { suggestions }
}

/** The next free variable, and O. */
function targets(text: string, line: number, range: InstanceType<typeof monaco.Range>): languages.CompletionItem[] {
  const taken = new Set(variablesAbove(text, Number.MAX_SAFE_INTEGER).map(({ name }) => name))
  let next = 1
  while (taken.has(`x${next}`)) next++
  const isFree = !taken.has('O') || line === 1
  return [`x${next}`, ...(isFree ? ['O'] : [])].map((name, k) => ({
    label: `${name} = `,
    filterText: name,
    kind: monaco.languages.CompletionItemKind.Variable,
    insertText: `${name} = `,
    sortText: String(k),
    range,
  }))
}
