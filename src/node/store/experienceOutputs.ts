import { Grid } from '../../core/grid/grid'
import { InternalError } from '../../core/util/internalError'

/**
 * The realised outputs of an experience as one compact block: for each pair its index, rows, columns (a byte each) and
 * the cells, two to a byte, row-major, the first in the high half. Valid ARC grids only: colours 0-9, sides up to 30.
 */
export function encodeOutputs(pairIndices: readonly number[], outputs: readonly Grid[]): Uint8Array {
  if (pairIndices.length !== outputs.length)
    throw new InternalError('an experience needs one output for each pair index')
  const size = outputs.reduce((sum, grid) => sum + 3 + Math.ceil(grid.cells.length / 2), 0)
  const bytes = new Uint8Array(size)
  let at = 0
  outputs.forEach((grid, k) => {
    if (!grid.isValidArc()) throw new InternalError('only valid grids go to the replay buffer')
    bytes[at++] = pairIndices[k] as number
    bytes[at++] = grid.rows
    bytes[at++] = grid.cols
    for (let c = 0; c < grid.cells.length; c += 2) {
      bytes[at++] = ((grid.cells[c] as number) << 4) | (grid.cells[c + 1] ?? 0)
    }
  })
  return bytes
}

export function decodeOutputs(bytes: Uint8Array): { pairIndices: number[]; outputs: Grid[] } {
  const pairIndices: number[] = []
  const outputs: Grid[] = []
  let at = 0
  while (at < bytes.length) {
    const index = bytes[at++] as number
    const rows = bytes[at++] as number
    const cols = bytes[at++] as number
    const cells = new Int8Array(rows * cols)
    for (let c = 0; c < cells.length; c += 2) {
      const both = bytes[at++] as number
      cells[c] = both >> 4
      if (c + 1 < cells.length) cells[c + 1] = both & 15
    }
    pairIndices.push(index)
    outputs.push(new Grid(rows, cols, cells))
  }
  return { pairIndices, outputs }
}
