import { gridPixels, type CellPicture } from './gridPixels'
import { inkOn } from './palette'

/** Rows of colours 0-9; -1 is "no cell" (an object drawn on nothing). */
export type Cells = readonly (readonly number[])[]

/** A line between corners of cells, counted in cells: from row `i1`, column `j1` to row `i2`, column `j2`. */
export type Edge = readonly [i1: number, j1: number, i2: number, j2: number]

export interface GridPicture extends CellPicture {
  /** cells to outline, as [i, j] */
  readonly outlined: readonly (readonly [number, number])[]
  readonly outline: string
  /** lines drawn over everything, as round objects */
  readonly edges: readonly Edge[]
  readonly edge: string
  /** write each cell's number where it is large enough */
  readonly digits: boolean
}

const DIGIT_FROM_PX = 9

/** CSS size of a picture that fits a box, with cells of at most `maxCellPx`. */
export function fitGrid(
  rows: number,
  cols: number,
  box: { width: number; height: number; maxCellPx: number; ratio: number },
): { width: number; height: number } {
  const exact = Math.min(box.width / cols, box.height / rows, box.maxCellPx) * box.ratio
  const cell = exact >= 2 ? Math.floor(exact) : exact // whole device pixels are crisp; tiny cells may share one
  return {
    width: Math.max(1, Math.round(cell * cols)) / box.ratio,
    height: Math.max(1, Math.round(cell * rows)) / box.ratio,
  }
}

/** Draws into the whole canvas (device pixels). */
export function drawGrid(context: CanvasRenderingContext2D, picture: GridPicture): void {
  const { width, height } = context.canvas
  const rows = picture.cells.length
  const cols = picture.cells[0]?.length ?? 0
  context.clearRect(0, 0, width, height)
  if (rows === 0 || cols === 0) return
  context.putImageData(new ImageData(gridPixels(picture, width, height), width, height), 0, 0)
  const x = (j: number): number => Math.round((j * width) / cols)
  const y = (i: number): number => Math.round((i * height) / rows)
  const cellPx = width / cols
  if (picture.digits && cellPx >= DIGIT_FROM_PX) drawDigits(context, picture, cellPx)
  const lineWidth = Math.max(1, Math.round(cellPx * 0.14))
  for (const [i, j] of picture.outlined) {
    // a light and a dark ring, so that the outline is seen on every colour
    ring(context, x(j), y(i), x(j + 1) - x(j), y(i + 1) - y(i), lineWidth + 1, '#ffffff')
    ring(context, x(j), y(i), x(j + 1) - x(j), y(i + 1) - y(i), lineWidth, picture.outline)
  }
  const strokes = [
    { colour: '#ffffff', px: lineWidth + 2 },
    { colour: picture.edge, px: lineWidth },
  ]
  for (const { colour, px } of picture.edges.length > 0 ? strokes : []) {
    context.strokeStyle = colour
    context.lineWidth = px
    context.lineCap = 'square'
    context.beginPath()
    for (const [i1, j1, i2, j2] of picture.edges) {
      context.moveTo(x(j1), y(i1))
      context.lineTo(x(j2), y(i2))
    }
    context.stroke()
  }
}

function drawDigits(context: CanvasRenderingContext2D, { cells, palette, isShown }: GridPicture, cellPx: number): void {
  context.font = `${Math.round(cellPx * 0.55)}px sans-serif`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  cells.forEach((row, i) =>
    row.forEach((colour, j) => {
      if (colour < 0 || (isShown && !isShown(i, j))) return
      context.fillStyle = inkOn(palette[colour] ?? '#ffffff')
      context.fillText(String(colour), (j + 0.5) * cellPx, (i + 0.54) * cellPx)
    }),
  )
}

function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  w: number,
  h: number,
  px: number,
  colour: string,
): void {
  context.strokeStyle = colour
  context.lineWidth = px
  context.strokeRect(x + px / 2, y + px / 2, Math.max(0, w - px), Math.max(0, h - px))
}

/** Cells (i, j) where two grids differ, row-major; null when their sizes differ. */
export function diffCells(cells: Cells, wanted: Cells): [number, number][] | null {
  if (cells.length !== wanted.length || cells[0]?.length !== wanted[0]?.length) return null
  return cells.flatMap((row, i) =>
    row.flatMap((colour, j): [number, number][] => (wanted[i]?.[j] === colour ? [] : [[i, j]])),
  )
}
