import type { Rng } from '../../src/core/util/rng'
import {
  drawRows,
  flipSideways,
  flipUpsideDown,
  heightOf,
  quarterTurn,
  sameRows,
  tally,
  transpose,
  type Rows,
} from './rows'

/** A random colour for every cell, a repeated one more often; all occur where the grid has room for them. */
export function mosaic(rng: Rng, rows: number, cols: number, colours: readonly number[]): Rows {
  const different = new Set(colours).size
  for (;;) {
    const drawn = drawRows(rows, cols, () => rng.pick(colours))
    if (rows * cols < different * 2 || tally(drawn).length === different) return drawn
  }
}

/** `count` different colours out of `from`. */
export const pickColours = (rng: Rng, count: number, from: readonly number[] = BRIGHT): number[] =>
  rng.shuffle(from).slice(0, count)

/** A mosaic that every mirroring and turn changes, each in its own way: a demonstration shows which one it was. */
export function lopsidedMosaic(rng: Rng, rows: number, cols: number, colours: readonly number[]): Rows {
  for (;;) {
    const drawn = mosaic(rng, rows, cols, colours)
    const views = eightViews(drawn)
    if (views.every((view, k) => views.slice(k + 1).every((other) => !sameRows(view, other)))) return drawn
  }
}

export const BRIGHT: readonly number[] = [1, 2, 3, 4, 6, 7, 8, 9]

function eightViews(rows: Rows): Rows[] {
  const half = flipUpsideDown(flipSideways(rows))
  const views = [rows, flipSideways(rows), flipUpsideDown(rows), half]
  const turned = [quarterTurn(rows), transpose(rows), quarterTurn(half), transpose(half)]
  return heightOf(rows) === (rows[0]?.length ?? 0) ? [...views, ...turned] : views
}
