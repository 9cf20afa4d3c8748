import type { editor, languages, Position } from 'monaco-editor/editor'
import { definitionAt, occurrencesAt } from '../language/occurrences'
import { monaco } from './monaco'
import { rangeOf } from './places'

/** The line that assigns the variable at the cursor. */
export function goToDefinition(model: editor.ITextModel, position: Position): languages.Definition | null {
  const found = definitionAt(model.getValue(), model.getOffsetAt(position))
  return found && { uri: model.uri, range: rangeOf(model, found.span) }
}

/** Every place of the name at the cursor. */
export function findReferences(model: editor.ITextModel, position: Position): languages.Location[] {
  return occurrencesAt(model.getValue(), model.getOffsetAt(position)).map(({ span }) => ({
    uri: model.uri,
    range: rangeOf(model, span),
  }))
}

/** The same, to be lit up while the cursor is there: where it is assigned, and where it is used. */
export function highlightOccurrences(model: editor.ITextModel, position: Position): languages.DocumentHighlight[] {
  const kinds = monaco.languages.DocumentHighlightKind
  return occurrencesAt(model.getValue(), model.getOffsetAt(position)).map(({ span, isWrite }) => ({
    range: rangeOf(model, span),
    kind: isWrite ? kinds.Write : kinds.Read,
  }))
}
