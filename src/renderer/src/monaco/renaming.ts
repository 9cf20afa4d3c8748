import type { editor, languages, Position } from 'monaco-editor/editor'
import { nameAt } from '../language/occurrences'
import { renameAt, renameRefusal } from '../language/rename'
import { surroundingsOf } from './surroundings'
import { monaco } from './monaco'
import { rangeOf, workspaceEdit } from './places'

/** F2: the variable at the cursor under another name, everywhere. */
export const renameProvider: languages.RenameProvider = {
  provideRenameEdits(model: editor.ITextModel, position: Position, newName: string) {
    const renamed = renameAt(model.getValue(), model.getOffsetAt(position), newName.trim())
    if ('reason' in renamed) {
      surroundingsOf(model)?.tell(renamed.reason) // Monaco alone only logs it
      return { edits: [], rejectReason: renamed.reason }
    }
    return workspaceEdit(model, renamed)
  },
  resolveRenameLocation(model, position) {
    const [text, offset] = [model.getValue(), model.getOffsetAt(position)]
    const name = nameAt(text, offset)
    const refusal = renameRefusal(text, offset)
    if (!name || refusal) {
      return { range: monaco.Range.fromPositions(position), text: '', rejectReason: refusal?.reason ?? '' }
    }
    return { range: rangeOf(model, name.span), text: name.text }
  },
}
