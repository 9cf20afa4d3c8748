import type { monaco } from './monaco'

export const LINE_PX = 24
export const PADDING_PX = 8
/** room under each line for a picture of its value, while the whole program fits the pane */
const PICTURE_PX = 60

/** Room for pictures under every line that has a value while the program is short; none when it is long. */
export class PictureZones {
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
