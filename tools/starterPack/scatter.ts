import type { Rng } from '../../src/core/util/rng'
import type { Rows } from './rows'
import { spriteHeight, spriteWidth, type Cell, type Sprite } from './sprites'

/** A sprite at its place; `cells` are in the grid's coordinates. */
export interface Placed {
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
  readonly cells: readonly Cell[]
}

export interface ScatterOptions {
  /** Free cells between the bounding boxes of any two sprites. */
  readonly gap?: number
  /** Free cells towards the top, right, bottom and left edge. */
  readonly room?: readonly [top: number, right: number, bottom: number, left: number]
}

/** Random places without overlap, or null where they do not fit or would leave the background in the minority. */
export function scatter(
  rng: Rng,
  rows: number,
  cols: number,
  sprites: readonly Sprite[],
  { gap = 1, room: [top, right, bottom, left] = [0, 0, 0, 0] }: ScatterOptions = {},
): Placed[] | null {
  if (sprites.reduce((sum, sprite) => sum + sprite.length, 0) * 2 >= rows * cols) return null
  const placed: Placed[] = []
  for (const sprite of sprites) {
    const height = spriteHeight(sprite)
    const width = spriteWidth(sprite)
    const lastTop = rows - bottom - height
    const lastLeft = cols - right - width
    if (lastTop < top || lastLeft < left) return null
    let spot: Placed | null = null
    for (let attempt = 0; attempt < 40 && spot === null; attempt++) {
      const candidate = place(sprite, rng.between(top, lastTop), rng.between(left, lastLeft))
      if (placed.every((other) => areApart(candidate, other, gap))) spot = candidate
    }
    if (spot === null) return null
    placed.push(spot)
  }
  return placed
}

export function place(sprite: Sprite, top: number, left: number): Placed {
  return {
    top,
    left,
    height: spriteHeight(sprite),
    width: spriteWidth(sprite),
    cells: moved(sprite, top, left),
  }
}

export const moved = (cells: readonly Cell[], di: number, dj: number): Cell[] =>
  cells.map(({ i, j, colour }) => ({ i: i + di, j: j + dj, colour }))

export const recoloured = (cells: readonly Cell[], colour: number): Cell[] =>
  cells.map(({ i, j }) => ({ i, j, colour }))

/** A copy of the grid with the cells drawn on it; cells outside are left out. */
export function paintCells(rows: Rows, cells: readonly Cell[]): Rows {
  const copy = rows.map((row) => row.slice())
  for (const { i, j, colour } of cells) {
    const row = copy[i]
    if (row && j >= 0 && j < row.length) row[j] = colour
  }
  return copy
}

export const paintAll = (rows: Rows, placed: readonly Placed[]): Rows =>
  paintCells(
    rows,
    placed.flatMap((one) => one.cells),
  )

/** The cells of a bounding box, grown by `grow` cells on each side. */
export function boxCells({ top, left, height, width }: Placed, colour: number, grow = 0): Cell[] {
  const cells: Cell[] = []
  for (let i = top - grow; i < top + height + grow; i++)
    for (let j = left - grow; j < left + width + grow; j++) cells.push({ i, j, colour })
  return cells
}

/** The one-cell border of a bounding box, grown by `grow` cells on each side. */
export const ringCells = (one: Placed, colour: number, grow = 0): Cell[] =>
  boxCells(one, colour, grow).filter(
    ({ i, j }) =>
      i === one.top - grow ||
      j === one.left - grow ||
      i === one.top + one.height - 1 + grow ||
      j === one.left + one.width - 1 + grow,
  )

function areApart(a: Placed, b: Placed, gap: number): boolean {
  return (
    a.top >= b.top + b.height + gap ||
    b.top >= a.top + a.height + gap ||
    a.left >= b.left + b.width + gap ||
    b.left >= a.left + a.width + gap
  )
}
