import type { ThemeName } from '../state/theme.svelte'
import { LANGUAGE } from './language'
import { monaco } from './monaco'
import { applyTheme } from './theme'

/** Two programs side by side, what differs marked; neither can be changed. */
export interface ProgramDiff {
  show(before: string, after: string): void
  setTheme(name: ThemeName): void
  dispose(): void
}

export function createProgramDiff(node: HTMLElement, theme: ThemeName): ProgramDiff {
  applyTheme(theme)
  const original = monaco.editor.createModel('', LANGUAGE)
  const modified = monaco.editor.createModel('', LANGUAGE)
  const editor = monaco.editor.createDiffEditor(node, {
    readOnly: true,
    originalEditable: false,
    automaticLayout: true,
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: true,
    renderSideBySideInlineBreakpoint: 520,
    renderOverviewRuler: false,
    renderMarginRevertIcon: false,
    renderGutterMenu: false,
    minimap: { enabled: false },
    lineHeight: 20,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace',
    fontSize: 12,
    fontLigatures: false,
    lineNumbersMinChars: 2,
    lineDecorationsWidth: 12,
    glyphMargin: false,
    folding: false,
    padding: { top: 8, bottom: 8 },
    scrollBeyondLastLine: false,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    overviewRulerBorder: false,
    hideCursorInOverviewRuler: true,
    occurrencesHighlight: 'off',
    tabFocusMode: true,
    contextmenu: false,
    guides: { indentation: false },
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
    fixedOverflowWidgets: true,
  })
  // of our own: a diff editor keeps the one that it makes itself alive, which then compares models that are gone
  const viewModel = editor.createViewModel({ original, modified })
  editor.setModel(viewModel)
  // Monaco forgets the labels that it is given whenever it changes another option
  keepLabel(editor.getOriginalEditor(), 'Program compared with')
  keepLabel(editor.getModifiedEditor(), 'Chosen program')
  return {
    show(before, after) {
      if (original.getValue() !== before) original.setValue(before)
      if (modified.getValue() !== after) modified.setValue(after)
    },
    setTheme: applyTheme,
    dispose() {
      editor.dispose()
      viewModel.dispose()
      original.dispose()
      modified.dispose()
    },
  }
}

function keepLabel(editor: monaco.editor.ICodeEditor, ariaLabel: string): void {
  editor.updateOptions({ ariaLabel })
  editor.onDidChangeConfiguration((change) => {
    if (change.hasChanged(monaco.editor.EditorOption.ariaLabel)) editor.updateOptions({ ariaLabel })
  })
}
