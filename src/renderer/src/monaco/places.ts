import type { editor, IRange } from 'monaco-editor/editor'
import type { TextEdit } from '../language/textEdit'
import { monaco } from './monaco'

/** The range of offsets of the model's text. */
export function rangeOf(model: editor.ITextModel, { start, end }: { start: number; end: number }): IRange {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

/** Edits of the model's text as Monaco makes them, all in one step of undo. */
export function workspaceEdit(model: editor.ITextModel, edits: readonly TextEdit[]) {
  return {
    edits: edits.map((edit) => ({
      resource: model.uri,
      textEdit: { range: rangeOf(model, edit), text: edit.text },
      versionId: model.getVersionId(),
    })),
  }
}
