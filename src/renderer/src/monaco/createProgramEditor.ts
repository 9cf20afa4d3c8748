import type { Diagnostic } from '../../../core/errors/diagnostic'
import type { ThemeName } from '../state/theme.svelte'
import { changeBetween } from './changeBetween'
import { LANGUAGE, registerLanguage } from './language'
import { monaco } from './monaco'
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
}

const LINE_PX = 24
/** room under each line for a picture of its value, while the whole program fits the pane */
const PICTURE_PX = 60
const PADDING_PX = 8

export function createProgramEditor(node: HTMLElement, options: EditorOptions): ProgramEditor {
  registerLanguage()
  applyTheme(options.theme)
  const model = monaco.editor.createModel(options.text, LANGUAGE)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
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
    focusLine(line) {
      editor.setPosition({ lineNumber: line, column: model.getLineMaxColumn(Math.min(line, model.getLineCount())) })
      editor.revealLine(line)
      editor.focus()
    },
    focus: () => editor.focus(),
    dispose() {
      editor.dispose()
      model.dispose()
    },
  }
}

/** Room for pictures under every line that has a value while the program is short; none when it is long. */
class PictureZones {
  /** line -> the room under it */
  private readonly nodes = new Map<number, readonly HTMLElement[]>()
  private ids: string[] = []
  private markedLine = 1

  constructor(private readonly editor: ReturnType<typeof monaco.editor.create>) {}

  heightUnder(line: number): number {
    return this.nodes.has(line) ? PICTURE_PX : 0
  }

  /** `linesMoved`: lines came or went, so that a zone may hang under another line than before */
  update(linesMoved: boolean): void {
    const model = this.editor.getModel()
    if (!model) return
    const count = model.getLineCount()
    const withValue = Array.from({ length: count }, (_, k) => k + 1).filter((line) =>
      HAS_VALUE.test(model.getLineContent(line)),
    )
    const needed = count * LINE_PX + withValue.length * PICTURE_PX + 2 * PADDING_PX
    const wanted = needed <= this.editor.getLayoutInfo().height ? withValue : []
    const isSame = wanted.length === this.nodes.size && wanted.every((line) => this.nodes.has(line))
    if (isSame && !linesMoved) return
    this.editor.changeViewZones((accessor) => {
      for (const id of this.ids) accessor.removeZone(id)
      this.nodes.clear()
      this.ids = wanted.map((line) => {
        const [domNode, marginDomNode] = [pictureRoom(), pictureRoom()]
        this.nodes.set(line, [domNode, marginDomNode])
        return accessor.addZone({ afterLineNumber: line, heightInPx: PICTURE_PX, domNode, marginDomNode })
      })
    })
    this.mark(this.markedLine)
  }

  /** The room of the cursor's line is coloured like the line. */
  mark(line: number): void {
    this.nodes.get(this.markedLine)?.forEach((node) => node.classList.remove('current'))
    this.markedLine = line
    this.nodes.get(line)?.forEach((node) => node.classList.add('current'))
  }
}

function pictureRoom(): HTMLElement {
  const node = document.createElement('div')
  node.className = 'picture-room'
  return node
}

/** A line that assigns something, even if it cannot be read yet. */
const HAS_VALUE = /^[^#]*\w[^#]*=/

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
