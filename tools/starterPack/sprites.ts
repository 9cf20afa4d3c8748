import type { Rng } from '../../src/core/util/rng'
import type { Rows } from './rows'

export interface Cell {
  readonly i: number
  readonly j: number
  readonly colour: number
}

/** A small drawing whose bounding box starts at (0, 0). */
export type Sprite = readonly Cell[]

export const spriteHeight = (sprite: Sprite): number => Math.max(...sprite.map((cell) => cell.i)) + 1

export const spriteWidth = (sprite: Sprite): number => Math.max(...sprite.map((cell) => cell.j)) + 1

/** Every cell of a drawn rectangle. */
export const spriteOf = (rows: Rows): Sprite => rows.flatMap((row, i) => row.map((colour, j) => ({ i, j, colour })))

export function solid(rows: number, cols: number, colour: number): Sprite {
  const cells: Cell[] = []
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) cells.push({ i, j, colour })
  return cells
}

/** Only the border of a rectangle. */
export const hollow = (rows: number, cols: number, colour: number): Sprite =>
  solid(rows, cols, colour).filter(({ i, j }) => i === 0 || j === 0 || i === rows - 1 || j === cols - 1)

/** A random edge-connected shape of `size` cells within a square box. */
export function blob(rng: Rng, size: number, colour: number, box = 3): Sprite {
  const taken = new Set<number>([rng.int(box) * box + rng.int(box)])
  while (taken.size < size) {
    const from = rng.pick([...taken])
    const [di, dj] = rng.pick(SIDES)
    const i = Math.floor(from / box) + di
    const j = (from % box) + dj
    if (i >= 0 && j >= 0 && i < box && j < box) taken.add(i * box + j)
  }
  const places = [...taken].sort((a, b) => a - b).map((key) => ({ i: Math.floor(key / box), j: key % box }))
  const top = Math.min(...places.map((place) => place.i))
  const left = Math.min(...places.map((place) => place.j))
  return places.map(({ i, j }) => ({ i: i - top, j: j - left, colour }))
}

/** A blob that does not fill its bounding box. */
export function raggedBlob(rng: Rng, size: number, colour: number, box = 3): Sprite {
  for (;;) {
    const sprite = blob(rng, size, colour, box)
    if (spriteHeight(sprite) * spriteWidth(sprite) > sprite.length) return sprite
  }
}

/** A blob that is not its own mirror image, neither sideways nor upside down. */
export function lopsidedBlob(rng: Rng, size: number, colour: number, box = 3): Sprite {
  for (;;) {
    const sprite = blob(rng, size, colour, box)
    const bottom = spriteHeight(sprite) - 1
    const right = spriteWidth(sprite) - 1
    const has = (i: number, j: number): boolean => sprite.some((cell) => cell.i === i && cell.j === j)
    if (sprite.some(({ i, j }) => !has(i, right - j)) && sprite.some(({ i, j }) => !has(bottom - i, j))) return sprite
  }
}

const SIDES: readonly (readonly [number, number])[] = [
  [0, 1],
  [1, 0],
  [0, -1],
  [-1, 0],
]
