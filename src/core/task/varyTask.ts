import { COLOURS, Grid } from '../grid/grid'
import type { Rng } from '../util/rng'
import type { Pair, Task } from './task'

/** A symmetry of the square after which colours are exchanged; plain data, so that it travels between threads. */
export interface Variation {
  readonly mirror: boolean
  /** quarter turns clockwise, 0 to 3 */
  readonly turns: number
  /** new colour of each of the ten */
  readonly colours: readonly number[]
}

/** Any of the eight symmetries; black, which most tasks have as background, stays, the other colours are shuffled. */
export function drawVariation(rng: Rng): Variation {
  const others = rng.shuffle(Array.from({ length: COLOURS - 1 }, (_, k) => k + 1))
  return { mirror: rng.int(2) === 1, turns: rng.int(4), colours: [0, ...others] }
}

/** The demonstrations of a task under a variation; it has no test pairs, for nothing is to be scored on it. */
export function varyTask(task: Task, variation: Variation): Task {
  const vary = ({ input, output }: Pair): Pair => ({
    input: varyGrid(input, variation),
    output: varyGrid(output, variation),
  })
  return { id: task.id, train: task.train.map(vary), test: [] }
}

export function varyGrid(grid: Grid, { mirror, turns, colours }: Variation): Grid {
  let { rows, cols } = grid
  let cells = grid.cells.map((cell) => colours[cell] ?? cell)
  if (mirror) {
    const from = cells
    cells = from.map((_, k) => from[k - (k % cols) + (cols - 1 - (k % cols))] as number)
  }
  for (let turn = 0; turn < turns; turn++) {
    const from = cells
    const [wasRows, wasCols] = [rows, cols]
    rows = wasCols
    cols = wasRows
    cells = from.map((_, k) => from[(wasRows - 1 - (k % cols)) * wasCols + Math.floor(k / cols)] as number)
  }
  return new Grid(rows, cols, cells)
}
