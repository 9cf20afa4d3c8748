import { DEFAULT_BUDGET, meteredApart } from '../../dsl/meter'
import { PRIMITIVES, type PrimitiveName } from '../../dsl/primitives'
import { pairOf, type Value } from '../../dsl/value'
import { Grid, MAX_SIDE } from '../../grid/grid'
import { InternalError } from '../../util/internalError'
import { positionsIn, type Position, type Region } from './region'

/**
 * Edits of one grid: each gives a new grid and leaves the old one alone; where nothing changes it is the old one itself.
 * What the DSL can do is done by its primitives.
 */

/** Cells in one colour; those outside of the grid are left out. */
export function paintCells(grid: Grid, positions: readonly Position[], colour: number): Grid {
  const cells = grid.cells.slice()
  for (const [i, j] of positions) if (isInside(grid, i, j)) cells[i * grid.cols + j] = colour
  return sameOr(grid, new Grid(grid.rows, grid.cols, cells))
}

/** A rectangle in one colour. */
export function paintRegion(grid: Grid, region: Region, colour: number): Grid {
  return paintCells(grid, positionsIn(region), colour)
}

/** The cell and all cells of its colour that are joined to it by sides, in another colour. */
export function fillFrom(grid: Grid, start: Position, colour: number): Grid {
  if (!isInside(grid, ...start)) return grid
  const own = grid.at(...start)
  if (own === colour) return grid
  const cells = grid.cells.slice()
  const open: Position[] = [start]
  for (let next = open.pop(); next; next = open.pop()) {
    const [i, j] = next
    if (!isInside(grid, i, j) || cells[i * grid.cols + j] !== own) continue
    cells[i * grid.cols + j] = colour
    open.push([i - 1, j], [i + 1, j], [i, j - 1], [i, j + 1])
  }
  return new Grid(grid.rows, grid.cols, cells)
}

/** Every cell of one colour in another. */
export function recolour(grid: Grid, from: number, to: number): Grid {
  return sameOr(grid, apply('replace', grid, from, to))
}

/** Other numbers of rows and columns, 1 to 30: the upper left part stays, new cells are black. */
export function resizeGrid(grid: Grid, rows: number, cols: number): Grid {
  const side = (length: number): number => Math.max(1, Math.min(MAX_SIDE, Math.trunc(length)))
  const empty = new Grid(side(rows), side(cols), new Int8Array(side(rows) * side(cols)))
  return sameOr(grid, pasteGrid(empty, grid, [0, 0]))
}

/** The cells of a rectangle as a grid of their own; the rectangle lies inside the grid. */
export function cropGrid(grid: Grid, { top, left, rows, cols }: Region): Grid {
  return sameOr(grid, apply('crop', grid, pairOf(top, left), pairOf(rows, cols)))
}

/** A smaller or larger grid laid over this one from a cell on; what sticks out is cut off. */
export function pasteGrid(grid: Grid, patch: Grid, [top, left]: Position): Grid {
  const cells = grid.cells.slice()
  for (let i = 0; i < patch.rows; i++) {
    for (let j = 0; j < patch.cols; j++) {
      if (isInside(grid, top + i, left + j)) cells[(top + i) * grid.cols + left + j] = patch.at(i, j)
    }
  }
  return sameOr(grid, new Grid(grid.rows, grid.cols, cells))
}

/** Turns by a quarter or half, and mirrors, by the names that they have in the DSL. */
export const TURNS = [
  'rot90',
  'rot270',
  'rot180',
  'hmirror',
  'vmirror',
  'dmirror',
] as const satisfies readonly PrimitiveName[]
export type Turn = (typeof TURNS)[number]

export function turnGrid(grid: Grid, turn: Turn): Grid {
  return sameOr(grid, apply(turn, grid))
}

/** Turns a part of a grid in place; null where the turned part has another shape. */
export function turnRegion(grid: Grid, region: Region, turn: Turn): Grid | null {
  const turned = turnGrid(cropGrid(grid, region), turn)
  const isSameShape = turned.rows === region.rows && turned.cols === region.cols
  return isSameShape ? pasteGrid(grid, turned, [region.top, region.left]) : null
}

function apply(name: PrimitiveName, grid: Grid, b: Value = null, c: Value = null): Grid {
  const result = meteredApart(DEFAULT_BUDGET, () => PRIMITIVES[name].impl(grid, b, c, null))
  if (!(result instanceof Grid)) throw new InternalError(`${name} of a grid gave no grid`)
  return result
}

const isInside = ({ rows, cols }: Grid, i: number, j: number): boolean => i >= 0 && j >= 0 && i < rows && j < cols
const sameOr = (before: Grid, after: Grid): Grid => (after.equals(before) ? before : after)
