import { formatSource } from '../../../core/dsl/check/checkSource'
import { CONSTANTS, PRIMITIVE_NAMES } from '../../../core/dsl/primitives'
import { codeActionsIn } from './codeActions'
import { completeAt, documentItem } from './completion'
import { hoverAt } from './hover'
import { monaco } from './monaco'
import { findReferences, goToDefinition, highlightOccurrences } from './navigation'
import { renameProvider } from './renaming'
import { signatureHelpAt } from './signature'

export const LANGUAGE = 'codeit-dsl'

/**
 * Tells Monaco of the language, once. What is known of a text is said by `language/`, from the primitives' descriptors; the
 * files beside this one put it into Monaco's words.
 */
export function registerLanguage(): void {
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
    resolveCompletionItem: documentItem,
  })
  monaco.languages.registerHoverProvider(LANGUAGE, { provideHover: hoverAt })
  monaco.languages.registerSignatureHelpProvider(LANGUAGE, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp: signatureHelpAt,
  })
  monaco.languages.registerCodeActionProvider(
    LANGUAGE,
    { provideCodeActions: codeActionsIn },
    { providedCodeActionKinds: ['quickfix'] },
  )
  monaco.languages.registerRenameProvider(LANGUAGE, renameProvider)
  monaco.languages.registerDefinitionProvider(LANGUAGE, { provideDefinition: goToDefinition })
  monaco.languages.registerReferenceProvider(LANGUAGE, { provideReferences: findReferences })
  monaco.languages.registerDocumentHighlightProvider(LANGUAGE, { provideDocumentHighlights: highlightOccurrences })
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
