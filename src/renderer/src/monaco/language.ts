import { formatSource } from '../../../core/dsl/check/checkSource'
import { CONSTANTS, PRIMITIVE_NAMES } from '../../../core/dsl/primitives'
import { completeAt } from './completion'
import { hoverAt } from './hover'
import { monaco } from './monaco'
import { signatureAt } from './signature'

export const LANGUAGE = 'codeit-dsl'

let isRegistered = false

/** Highlighting, completion, hover, signature help and formatting, all read from the primitives' descriptors. */
export function registerLanguage(): void {
  if (isRegistered) return
  isRegistered = true
  monaco.languages.register({ id: LANGUAGE })
  monaco.languages.setLanguageConfiguration(LANGUAGE, {
    comments: { lineComment: '#' },
    brackets: [['(', ')']],
    autoClosingPairs: [{ open: '(', close: ')' }],
    surroundingPairs: [{ open: '(', close: ')' }],
  })
  monaco.languages.setMonarchTokensProvider(LANGUAGE, {
    primitives: [...PRIMITIVE_NAMES],
    constants: [...CONSTANTS.keys()],
    tokenizer: {
      root: [
        [/\b[IO]\b/, 'keyword'],
        [/[a-zA-Z_]\w*/, { cases: { '@primitives': 'function', '@constants': 'constant', '@default': 'variable' } }],
        [/-?\d+/, 'number'],
        [/#.*/, 'comment'],
        [/[()=,]/, 'delimiter'],
      ],
    },
  })
  monaco.languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: ['=', '(', ',', ' '],
    provideCompletionItems: completeAt,
  })
  monaco.languages.registerHoverProvider(LANGUAGE, { provideHover: hoverAt })
  monaco.languages.registerSignatureHelpProvider(LANGUAGE, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp: signatureAt,
  })
  monaco.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
    displayName: 'CodeIt',
    provideDocumentFormattingEdits(model) {
      const text = formatSource(model.getValue())
      return text === null ? [] : [{ range: model.getFullModelRange(), text }]
    },
  })
  // Monaco's own key on Linux is another one; one key everywhere
  monaco.editor.addKeybindingRule({
    keybinding: monaco.KeyMod.Shift | monaco.KeyMod.Alt | monaco.KeyCode.KeyF,
    command: 'editor.action.formatDocument',
    when: 'editorTextFocus',
  })
}
