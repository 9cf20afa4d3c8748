import { Grid } from '../../grid/grid'
import { charge, checkSize } from '../meter'
import { gridOf, isTuple, tupleOf, type Value } from '../value'
import { isSame, iterate, tupleItems, zipRows } from './pythonRules'

/** The rows of a grid-like tuple that is not a Grid (ragged, or with values that are not small numbers). */
export function looseRows(grid: Value): (readonly Value[])[] {
  const rows = tupleItems(grid).map((row) => iterate(row))
  for (const row of rows) charge(row.length)
  return rows
}

/** As `looseRows` for primitives that slice or index rows: each must be a tuple. */
export function looseTuples(grid: Value): (readonly Value[])[] {
  const rows = tupleItems(grid).map((row) => tupleItems(row))
  for (const row of rows) charge(row.length)
  return rows
}

export function fromRows(rows: readonly (readonly Value[])[]): Value {
  return tupleOf(rows.map((row) => tupleOf(row)))
}

/**
 * A grid whose cell (i, j) is the source's cell at `start + i rowStep + j colStep` (row-major): crops, mirrors,
 * rotations and downscaling are all of this kind.
 */
export function strided(
  source: Grid,
  rows: number,
  cols: number,
  start: number,
  rowStep: number,
  colStep: number,
): Value {
  checkSize(rows * cols)
  charge(1 + ((rows * cols) >> 4))
  const cells = new Int8Array(rows * cols)
  let to = 0
  for (let i = 0; i < rows; i++) {
    let from = start + i * rowStep
    for (let j = 0; j < cols; j++, from += colStep) cells[to++] = source.cells[from] as number
  }
  return gridOf(rows, cols, cells)
}

const reversed = <V>(items: readonly V[]): V[] => items.slice().reverse()

export function rotateClockwise(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(zipRows(reversed(looseRows(grid))))
  const { rows, cols } = grid
  return strided(grid, cols, rows, (rows - 1) * cols, 1, -cols)
}

export function rotateHalf(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(reversed(looseTuples(grid)).map(reversed))
  const { rows, cols } = grid
  return strided(grid, rows, cols, rows * cols - 1, -cols, -1)
}

export function rotateAnticlockwise(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(reversed(zipRows(reversed(looseRows(grid))).map(reversed)))
  const { rows, cols } = grid
  return strided(grid, cols, rows, cols - 1, -1, cols)
}

/** Upside down; any tuple is reversed. */
export function mirrorRows(tuple: Value): Value {
  if (!(tuple instanceof Grid)) return tupleOf(reversed(tupleItems(tuple)))
  const { rows, cols } = tuple
  return strided(tuple, rows, cols, (rows - 1) * cols, -cols, 1)
}

/** Left to right. */
export function mirrorCols(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(looseTuples(grid).map(reversed))
  const { rows, cols } = grid
  return strided(grid, rows, cols, cols - 1, cols, -1)
}

/** Along the main diagonal. */
export function transpose(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(zipRows(looseRows(grid)))
  return strided(grid, grid.cols, grid.rows, 0, 1, grid.cols)
}

/** Along the other diagonal. */
export function antiTranspose(grid: Value): Value {
  if (!(grid instanceof Grid)) return fromRows(zipRows(reversed(looseTuples(grid)).map(reversed)))
  const { rows, cols } = grid
  return strided(grid, cols, rows, rows * cols - 1, -1, -cols)
}

/** Cells stretched to `high` rows and `wide` columns each. */
export function stretch(grid: Grid, high: number, wide: number): Value {
  const rows = grid.rows * Math.max(0, high)
  const cols = grid.cols * Math.max(0, wide)
  checkSize(rows * Math.max(1, cols))
  charge(1 + ((rows * cols) >> 4))
  const cells = new Int8Array(rows * cols)
  let to = 0
  for (let i = 0; i < grid.rows; i++) {
    const rowStart = to
    for (let j = 0; j < grid.cols; j++) {
      cells.fill(grid.at(i, j), to, to + Math.max(0, wide))
      to += Math.max(0, wide)
    }
    for (let copy = 1; copy < high; copy++, to += cols) cells.copyWithin(to, rowStart, rowStart + cols)
    if (high < 1) to = 0
  }
  return gridOf(rows, cols, cells)
}

/** Whether a value can be stored in a Grid. */
export const isColour = (value: Value): value is number => typeof value === 'number' && value >= -128 && value <= 127

interface UniformLines {
  readonly rows: readonly number[]
  readonly cols: readonly number[]
}

/** Rows and columns that hold one colour only. */
export function uniformLines(grid: Value): UniformLines {
  if (grid instanceof Grid) return uniformLinesOfGrid(grid)
  const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
  const isUniform = (line: readonly Value[]): boolean =>
    line.length > 0 && line.every((value) => isSame(value, line[0] as Value))
  return {
    rows: rows.flatMap((row, i) => (isUniform(row) ? [i] : [])),
    cols: zipRows(rows).flatMap((col, j) => (isUniform(col) ? [j] : [])),
  }
}

function uniformLinesOfGrid({ rows, cols, cells }: Grid): UniformLines {
  charge(1 + (cells.length >> 3))
  const isUniform = (start: number, step: number, length: number): boolean => {
    for (let k = 1; k < length; k++) if (cells[start + k * step] !== cells[start]) return false
    return length > 0
  }
  const lines = { rows: [] as number[], cols: [] as number[] }
  for (let i = 0; i < rows; i++) if (isUniform(i * cols, 1, cols)) lines.rows.push(i)
  for (let j = 0; j < cols; j++) if (isUniform(j, cols, rows)) lines.cols.push(j)
  return lines
}
