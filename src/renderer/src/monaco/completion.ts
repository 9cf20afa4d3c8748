import type { editor, languages, Position } from 'monaco-editor/editor'
import { findPrimitive } from '../../../core/dsl/primitives'
import { completionsAt, type Completion } from '../language/complete'
import { describePrimitive } from '../language/describePrimitive'
import { monaco } from './monaco'
import { rangeOf } from './places'

/** Names for the cursor's place, in the order of how well they fit. */
export function completeAt(model: editor.ITextModel, position: Position): languages.CompletionList {
  const completions = completionsAt(model.getValue(), model.getOffsetAt(position))
  const range = rangeOf(model, completions)
  return {
    suggestions: completions.items.map((item, k) => ({
      label: { label: item.label, description: item.type },
      kind: kindOf(item),
      detail: item.detail,
      insertText: item.insert,
      sortText: String(k).padStart(4, '0'),
      range,
      ...followUp(item),
    })),
  }
}

/** Documentation is written only for the item that is looked at. */
export function documentItem(item: languages.CompletionItem): languages.CompletionItem {
  const spec = findPrimitive(typeof item.label === 'string' ? item.label : item.label.label)
  return spec ? { ...item, documentation: { value: describePrimitive(spec) } } : item
}

function kindOf({ kind }: Completion): languages.CompletionItemKind {
  const kinds = monaco.languages.CompletionItemKind
  return { variable: kinds.Variable, constant: kinds.Constant, primitive: kinds.Function }[kind]
}

/** What comes next: the arguments of a call, the value of a line. */
function followUp({ insert }: Completion): Partial<languages.CompletionItem> {
  if (insert.endsWith('($0)')) {
    return {
      insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
      command: { id: 'editor.action.triggerParameterHints', title: 'Parameters' },
    }
  }
  return insert.endsWith('= ') ? { command: { id: 'editor.action.triggerSuggest', title: 'Names' } } : {}
}
