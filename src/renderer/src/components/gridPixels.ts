import type { Cells } from './drawGrid'

/** What is drawn of a grid's cells. */
export interface CellPicture {
  readonly cells: Cells
  readonly palette: readonly string[]
  readonly background: string
  /** drawn between cells when a cell is wide enough; null for none */
  readonly gridLine: string | null
  /** true where a cell belongs to what is shown; the others are faint */
  readonly isShown: ((i: number, j: number) => boolean) | null
}

const FAINT = 0.16
const LINE_FROM_PX = 5
const UNKNOWN = '#ffffff'

/**
 * The cells of a grid and the lines between them as pixels, four bytes each. Writing them is many times faster than a
 * rectangle for every cell, above all without a GPU.
 */
export function gridPixels(picture: CellPicture, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const { cells, isShown } = picture
  const bytes = new Uint8ClampedArray(width * height * 4)
  const pixels = new Uint32Array(bytes.buffer)
  const [rows, cols] = [cells.length, cells[0]?.length ?? 0]
  if (rows === 0 || cols === 0) return bytes
  const background = parseColour(picture.background)
  const colours = picture.palette.map(parseColour)
  const faint = colours.map((colour) => pixelOf(mix(background, colour, FAINT)))
  const full = colours.map(pixelOf)
  const [nothing, unknown] = [pixelOf(background), pixelOf(parseColour(UNKNOWN))]
  const x = Array.from({ length: cols + 1 }, (_, j) => Math.round((j * width) / cols))
  const y = Array.from({ length: rows + 1 }, (_, i) => Math.round((i * height) / rows))
  cells.forEach((row, i) => {
    const [top = 0, bottom = 0] = [y[i], y[i + 1]]
    if (bottom === top) return
    row.forEach((colour, j) => {
      const seen = isShown && !isShown(i, j) ? faint : full
      pixels.fill(
        colour < 0 ? nothing : (seen[colour] ?? unknown),
        top * width + (x[j] ?? 0),
        top * width + (x[j + 1] ?? 0),
      )
    })
    for (let line = top + 1; line < bottom; line++) pixels.copyWithin(line * width, top * width, (top + 1) * width)
  })
  if (picture.gridLine && width / cols >= LINE_FROM_PX) {
    const line = parseColour(picture.gridLine)
    for (const j of x.slice(1, -1)) for (let at = j; at < pixels.length; at += width) blend(bytes, at, line)
    for (const i of y.slice(1, -1)) for (let at = i * width; at < (i + 1) * width; at++) blend(bytes, at, line)
  }
  return bytes
}

/** Red, green and blue to 255, opacity to 1. */
type Colour = readonly [red: number, green: number, blue: number, opacity: number]

/** `#` with three, four, six or eight digits, or `rgb(a)` with numbers: what palettes and a minified stylesheet hold. */
export function parseColour(text: string): Colour {
  const digits = /^#([\da-f]+)$/i.exec(text)?.[1]
  if (digits !== undefined) {
    const size = digits.length > 4 ? 2 : 1
    const part = (at: number): number => parseInt(digits.slice(at * size, (at + 1) * size).padStart(2, digits[at]), 16)
    return [part(0), part(1), part(2), digits.length === 4 * size ? part(3) / 255 : 1]
  }
  const [red, green, blue, opacity = 1] = (/^rgba?\(([^)]+)\)$/.exec(text)?.[1] ?? '').split(/[,/\s]+/).map(Number)
  if (red === undefined || green === undefined || blue === undefined) {
    throw new RangeError(`internal: the colour ${text} is neither #rrggbb nor rgb()`)
  }
  return [red, green, blue, opacity]
}

const mix = (under: Colour, over: Colour, opacity: number): Colour => [
  under[0] + (over[0] - under[0]) * opacity,
  under[1] + (over[1] - under[1]) * opacity,
  under[2] + (over[2] - under[2]) * opacity,
  1,
]

/** As canvas images hold it in memory, on the little-endian machines that there are. */
const pixelOf = ([red, green, blue]: Colour): number =>
  ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0

function blend(bytes: Uint8ClampedArray, pixel: number, colour: Colour): void {
  for (let part = 0; part < 3; part++) {
    const at = pixel * 4 + part
    const under = bytes[at] ?? 0
    bytes[at] = under + ((colour[part] ?? 0) - under) * colour[3]
  }
}
