/** Between cards, and round all of them. */
export const GAP = 8
export const PADDING = 8
/** room for the arrow between input and output */
export const ARROW_PX = 24
/** border and padding of a card, on each side */
const CHROME_PX = 7
const CAPTION_PX = { one: 22, two: 32 } as const

/** Where cards and their grids stand in a row of the gallery, CSS pixels. */
export interface GalleryLayout {
  readonly width: number
  /** side of a thumbnail */
  readonly thumbPx: number
  /** demonstration input and output, or the input alone */
  readonly showsOutput: boolean
  readonly columns: number
  readonly cardPx: number
  readonly rowPx: number
  /** of the grids, from the row's top */
  readonly gridTop: number
}

/** As many cards side by side as fit, sharing the width that is left. */
export function galleryLayout(shape: Pick<GalleryLayout, 'width' | 'thumbPx' | 'showsOutput'>): GalleryLayout {
  const { width, thumbPx, showsOutput } = shape
  const leastPx = gridsPx(shape) + 2 * CHROME_PX
  const columns = Math.max(1, Math.floor((width - 2 * PADDING + GAP) / (leastPx + GAP)))
  return {
    ...shape,
    columns,
    cardPx: (width - 2 * PADDING - (columns - 1) * GAP) / columns,
    rowPx: thumbPx + 2 * CHROME_PX + (showsOutput ? CAPTION_PX.one : CAPTION_PX.two) + GAP,
    gridTop: GAP / 2 + CHROME_PX,
  }
}

/** Left edge of a card in its row. */
export const cardLeft = ({ cardPx }: GalleryLayout, column: number): number => PADDING + column * (cardPx + GAP)

/** Left edge of a card's first thumbnail in its row. */
export const gridLeft = (layout: GalleryLayout, column: number): number =>
  cardLeft(layout, column) + (layout.cardPx - gridsPx(layout)) / 2

const gridsPx = ({ thumbPx, showsOutput }: Pick<GalleryLayout, 'thumbPx' | 'showsOutput'>): number =>
  showsOutput ? 2 * thumbPx + ARROW_PX : thumbPx
