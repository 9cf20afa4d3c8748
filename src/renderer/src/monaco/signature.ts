import type { editor, languages, Position } from 'monaco-editor/editor'
import { findPrimitive } from '../../../core/dsl/primitives'
import { callAt } from './callAt'
import { signatureText } from './describePrimitive'

export function signatureAt(model: editor.ITextModel, position: Position): languages.SignatureHelpResult | null {
  const call = callAt(model.getLineContent(position.lineNumber).slice(0, position.column - 1))
  const spec = call && findPrimitive(call.name)
  if (!call || !spec) return null
  return {
    value: {
      signatures: [
        {
          label: signatureText(spec),
          documentation: spec.summary,
          parameters: spec.params.map((name, k) => ({ label: `${name}: ${spec.args[k] ?? 'Any'}` })),
        },
      ],
      activeSignature: 0,
      activeParameter: call.argument,
    },
    dispose: () => undefined,
  }
}
