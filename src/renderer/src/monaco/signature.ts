import type { editor, languages, Position } from 'monaco-editor/editor'
import { signatureAt } from '../language/signature'

/** The signature of the call around the cursor. */
export function signatureHelpAt(model: editor.ITextModel, position: Position): languages.SignatureHelpResult | null {
  const help = signatureAt(model.getValue(), model.getOffsetAt(position))
  if (!help) return null
  const parameters = help.parameters.map((label) => ({ label }))
  return {
    value: {
      signatures: [{ label: help.label, documentation: help.summary, parameters }],
      activeSignature: 0,
      activeParameter: help.active,
    },
    dispose: () => undefined,
  }
}
