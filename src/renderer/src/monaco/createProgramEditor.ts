import type { Diagnostic } from '../../../core/errors/diagnostic'
import type { ThemeName } from '../state/theme.svelte'
import { changeBetween } from './changeBetween'
import { rememberSurroundings, type EditorSurroundings } from './surroundings'
import { LANGUAGE } from './language'
import { monaco } from './monaco'
import { LINE_PX, PADDING_PX, PictureZones } from './pictureZones'
import { applyTheme } from './theme'

/** Where the lines of the text are on the screen; a line's value is drawn beside it. */
export interface EditorLayout {
  readonly scrollTop: number
  /** top and height of each line, pixels from the first line's top; index 0 is line 1 */
  readonly lines: readonly { readonly top: number; readonly height: number }[]
}

export interface ProgramEditor {
  setText(text: string): void
  setTheme(name: ThemeName): void
  setMarkers(markers: readonly EditorMarker[]): void
  /** puts the cursor on a line; the keyboard stays where it is */
  showLine(line: number): void
  focusLine(line: number): void
  focus(): void
  dispose(): void
}

export interface EditorMarker {
  readonly severity: Diagnostic['severity']
  readonly message: string
  readonly line: number
  /** null: the whole line */
  readonly column: { readonly start: number; readonly end: number } | null
}

export interface EditorOptions {
  readonly text: string
  readonly theme: ThemeName
  readonly onChange: (text: string) => void
  readonly onCursor: (line: number, word: string) => void
  readonly onLayout: (layout: EditorLayout) => void
  /** the person wants to step through the values beside the lines */
  readonly onStep: () => void
  readonly surroundings: EditorSurroundings
}

export function createProgramEditor(node: HTMLElement, options: EditorOptions): ProgramEditor {
  applyTheme(options.theme)
  const model = monaco.editor.createModel(options.text, LANGUAGE)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  rememberSurroundings(model, options.surroundings)
  const editor = monaco.editor.create(node, {
    model,
    ariaLabel: 'Program',
    automaticLayout: true,
    minimap: { enabled: false },
    lineHeight: LINE_PX,
    fontFamily: '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, monospace',
    fontSize: 13,
    fontLigatures: false,
    padding: { top: PADDING_PX, bottom: PADDING_PX },
    lineNumbersMinChars: 3,
    lineDecorationsWidth: 8,
    glyphMargin: false,
    renderFinalNewline: 'on',
    folding: false,
    renderLineHighlight: 'all',
    renderLineHighlightOnlyWhenFocus: false,
    scrollBeyondLastLine: false,
    overviewRulerLanes: 0,
    hideCursorInOverviewRuler: true,
    scrollbar: { verticalScrollbarSize: 8, horizontalScrollbarSize: 8 },
    wordBasedSuggestions: 'off',
    suggest: { showIcons: true, preview: false },
    tabFocusMode: true, // a program needs no indentation; Tab goes on to the next control
    fixedOverflowWidgets: true,
    guides: { indentation: false },
    occurrencesHighlight: 'singleFile',
    quickSuggestions: { other: true, comments: false, strings: false },
  })
  const zones = new PictureZones(editor)
  const tellLayout = (): void => options.onLayout(layoutOf(editor, zones))
  const tellCursor = (): void => {
    const position = editor.getPosition()
    if (position) zones.mark(position.lineNumber)
    if (position) options.onCursor(position.lineNumber, model.getWordAtPosition(position)?.word ?? '')
  }
  const update = (linesMoved = false): void => {
    zones.update(linesMoved)
    tellLayout()
  }
  editor.onDidChangeModelContent(({ changes }) => {
    options.onChange(model.getValue())
    update(changes.some(({ text, range }) => text.includes('\n') || range.startLineNumber !== range.endLineNumber))
  })
  editor.onDidChangeCursorPosition(tellCursor)
  editor.onDidScrollChange(tellLayout)
  editor.onDidLayoutChange(() => update())
  editor.onDidContentSizeChange(tellLayout) // a list of places opened between the lines
  const stepping = editor.addAction({
    id: 'codeit.stepThroughValues',
    label: 'Step Through the Values',
    keybindings: [monaco.KeyCode.F9],
    contextMenuGroupId: 'navigation',
    run: options.onStep,
  })
  const showLine = (line: number): void => {
    editor.setPosition({ lineNumber: line, column: model.getLineMaxColumn(Math.min(line, model.getLineCount())) })
    editor.revealLine(line)
  }
  update()
  tellCursor()

  return {
    setText(text) {
      const change = changeBetween(model.getValue(), text)
      if (!change) return
      const range = monaco.Range.fromPositions(model.getPositionAt(change.start), model.getPositionAt(change.end))
      editor.pushUndoStop()
      model.pushEditOperations([], [{ range, text: change.text }], () => null)
      editor.pushUndoStop()
    },
    setTheme: applyTheme,
    setMarkers: (markers) =>
      monaco.editor.setModelMarkers(
        model,
        'codeit',
        markers.map((one) => markerData(one, model)),
      ),
    showLine,
    focusLine(line) {
      showLine(line)
      editor.focus()
    },
    focus: () => editor.focus(),
    dispose() {
      stepping.dispose() // Monaco would keep it, and all that it knows, for ever
      editor.dispose()
      model.dispose()
    },
  }
}

function layoutOf(editor: ReturnType<typeof monaco.editor.create>, zones: PictureZones): EditorLayout {
  const count = editor.getModel()?.getLineCount() ?? 0
  const lines = Array.from({ length: count }, (_, k) => ({
    top: editor.getTopForLineNumber(k + 1),
    height: LINE_PX + zones.heightUnder(k + 1),
  }))
  return { scrollTop: editor.getScrollTop(), lines }
}

const SEVERITY = { error: 8, warning: 4, info: 2 } as const // monaco.MarkerSeverity

function markerData(marker: EditorMarker, model: ReturnType<typeof monaco.editor.createModel>) {
  const line = Math.min(Math.max(1, marker.line), model.getLineCount())
  const start = marker.column?.start ?? (model.getLineFirstNonWhitespaceColumn(line) || 1)
  const end = marker.column?.end ?? model.getLineMaxColumn(line)
  return {
    severity: SEVERITY[marker.severity],
    message: marker.message,
    startLineNumber: line,
    endLineNumber: line,
    startColumn: start,
    endColumn: Math.max(end, start + 1),
  }
}
