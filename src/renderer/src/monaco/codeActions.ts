import type { editor, IRange, languages, Range } from 'monaco-editor/editor'
import { quickFixesIn } from '../language/quickFixes'
import { monaco } from './monaco'
import { rangeOf, workspaceEdit } from './places'

/** Quick fixes for what is underlined where the cursor is. */
export function codeActionsIn(
  model: editor.ITextModel,
  range: Range,
  { markers }: languages.CodeActionContext,
): languages.CodeActionList {
  const [start, end] = [range.getStartPosition(), range.getEndPosition()].map((place) => model.getOffsetAt(place))
  const actions = quickFixesIn(model.getValue(), start ?? 0, end ?? 0).map((fix) => ({
    title: fix.title,
    kind: 'quickfix',
    isPreferred: fix.isPreferred,
    diagnostics: markers.filter((marker) =>
      monaco.Range.equalsRange(rangeOf(model, fix.diagnostic.span), rangeIn(marker)),
    ),
    edit: workspaceEdit(model, fix.edits),
  }))
  return { actions, dispose: () => undefined }
}

const rangeIn = ({ startLineNumber, startColumn, endLineNumber, endColumn }: editor.IMarkerData): IRange => ({
  startLineNumber,
  startColumn,
  endLineNumber,
  endColumn,
})
