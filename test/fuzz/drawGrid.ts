import { Grid, MAX_SIDE } from '../../src/core/grid/grid'
import type { Rng } from '../../src/core/util/rng'

/** A valid ARC grid of at most `maxSide` rows and columns: noise, a few boxes on a background, or one colour. */
export function drawGrid(rng: Rng, maxSide: number): Grid {
  const rows = rng.between(1, maxSide)
  const cols = rng.between(1, maxSide)
  return drawGridOf(rng, rows, cols)
}

/** The largest grid that ARC allows. */
export const drawLargeGrid = (rng: Rng): Grid => drawGridOf(rng, MAX_SIDE, MAX_SIDE)

function drawGridOf(rng: Rng, rows: number, cols: number): Grid {
  const background = rng.int(10)
  const cells = new Int8Array(rows * cols).fill(background)
  const kind = rng.int(4)
  if (kind === 0) {
    const palette = Array.from({ length: rng.between(2, 10) }, () => rng.int(10))
    for (let k = 0; k < cells.length; k++) cells[k] = rng.pick(palette)
  } else if (kind < 3) {
    for (let box = rng.between(1, 8); box > 0; box--) {
      const colour = rng.int(10)
      const [top, left] = [rng.int(rows), rng.int(cols)]
      const [bottom, right] = [Math.min(rows, top + rng.between(1, 5)), Math.min(cols, left + rng.between(1, 5))]
      for (let i = top; i < bottom; i++) for (let j = left; j < right; j++) cells[i * cols + j] = colour
    }
  }
  return new Grid(rows, cols, cells)
}
