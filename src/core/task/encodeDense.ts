import type { Grid } from '../grid/grid'
import type { Pair } from './task'

/** Dense text of a grid, every cell: `HxW 0 0 1; 0 2 0`. It exists to be compared with the sparse text. */
export function encodeGridDense(grid: Grid): string {
  const rows = grid.toRows().map((row) => row.join(' '))
  return `${grid.rows}x${grid.cols} ${rows.join('; ')}`
}

/** All inputs joined by `|`, a newline, all outputs joined by `|`, as in the sparse encoding. */
export function encodeDense(pairs: readonly Pair[]): string {
  const inputs = pairs.map((pair) => encodeGridDense(pair.input))
  const outputs = pairs.map((pair) => encodeGridDense(pair.output))
  return `${inputs.join('|')}\n${outputs.join('|')}`
}
