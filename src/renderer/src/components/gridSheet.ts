import type { Cells } from './drawGrid'

/** A pair and what it is called: train 1, test 2 ... */
export interface NamedPair {
  readonly name: string
  readonly input: Cells
  readonly output: Cells
}

/** Where everything of a picture of pairs stands, in pixels; written as SVG or drawn as PNG. */
export interface GridSheet {
  readonly title: string
  readonly width: number
  readonly height: number
  readonly cellPx: number
  readonly grids: readonly { readonly x: number; readonly y: number; readonly cells: Cells }[]
  /** baseline of the text */
  readonly captions: readonly { readonly x: number; readonly y: number; readonly text: string }[]
  /** tip of an arrow to the right */
  readonly arrows: readonly { readonly x: number; readonly y: number }[]
}

export const ARROW_PX = 20
const CELL_PX = 20
const MARGIN_PX = 16
const CAPTION_PX = 22
const GAP_PX = 40

/** Pairs one below the other, input left of output; outputs stand in one column. */
export function gridSheet(title: string, pairs: readonly NamedPair[]): GridSheet {
  const widthOf = (cells: Cells): number => (cells[0]?.length ?? 0) * CELL_PX
  const inputPx = Math.max(0, ...pairs.map(({ input }) => widthOf(input)))
  const outputPx = Math.max(0, ...pairs.map(({ output }) => widthOf(output)))
  const outputX = MARGIN_PX + inputPx + GAP_PX
  const grids: GridSheet['grids'][number][] = []
  const captions: GridSheet['captions'][number][] = []
  const arrows: GridSheet['arrows'][number][] = []
  let y = MARGIN_PX
  for (const { name, input, output } of pairs) {
    captions.push({ x: MARGIN_PX, y: y + 14, text: `${name}: ${sizeText(input)}` })
    captions.push({ x: outputX, y: y + 14, text: sizeText(output) })
    y += CAPTION_PX
    const heightPx = Math.max(input.length, output.length) * CELL_PX
    grids.push({ x: MARGIN_PX, y, cells: input }, { x: outputX, y, cells: output })
    arrows.push({ x: outputX - (GAP_PX - ARROW_PX) / 2, y: y + heightPx / 2 })
    y += heightPx + MARGIN_PX
  }
  return { title, width: outputX + outputPx + MARGIN_PX, height: y, cellPx: CELL_PX, grids, captions, arrows }
}

/** 3x7: rows by columns. */
export function sizeText(cells: Cells): string {
  return `${cells.length}x${cells[0]?.length ?? 0}`
}
