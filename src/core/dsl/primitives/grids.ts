import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, checkSize, failure } from '../meter'
import { EMPTY_TUPLE, gridOf, isTuple, pairOf, tupleOf, type Value } from '../value'
import { primitive } from './define'
import {
  fromRows,
  looseRows,
  looseTuples,
  rotateAnticlockwise,
  rotateClockwise,
  rotateHalf,
  stretch,
  strided,
  uniformLines,
} from './gridRules'
import { cornerOf } from './measures'
import { gridShape, heightOf, widthOf } from './patch'
import {
  addValues,
  asNumber,
  floorDivide,
  floorModulo,
  itemAt,
  iterate,
  lengthOf,
  sliceBounds,
  tupleItems,
} from './pythonRules'

const NO_CELL = failure('the grid is not rectangular')

/** grid[i : i + height] with columns [j : j + width]; negative starts count from the end, as in a Python slice. */
function cropped(grid: Value, start: Value, dims: Value): Value {
  const i = asNumber(itemAt(start, 0))
  const { 0: top, 1: bottom } = sliceBounds(lengthOf(grid), i, i + asNumber(itemAt(dims, 0)))
  const rows = grid instanceof Grid ? null : tupleItems(grid)
  if (top === bottom) return EMPTY_TUPLE
  const j = asNumber(itemAt(start, 1))
  const width = asNumber(itemAt(dims, 1))
  if (grid instanceof Grid) {
    const { 0: left, 1: right } = sliceBounds(grid.cols, j, j + width)
    return strided(grid, bottom - top, right - left, top * grid.cols + left, grid.cols, 1)
  }
  return fromRows(
    (rows ?? []).slice(top, bottom).map((row) => {
      const items = tupleItems(row)
      return items.slice(...sliceBounds(items.length, j, j + width))
    }),
  )
}

/** Rows [from : to]. */
function rowsBetween(tuple: Value, from: number, to: number): Value {
  if (tuple instanceof Grid) return strided(tuple, to - from, tuple.cols, from * tuple.cols, tuple.cols, 1)
  return tupleOf(tupleItems(tuple).slice(from, to))
}

const topHalf = (grid: Value): Value => rowsBetween(grid, 0, lengthOf(grid) >> 1)

function bottomHalf(grid: Value): Value {
  const rows = lengthOf(grid)
  return rowsBetween(grid, (rows >> 1) + (rows & 1), rows)
}

/** Splits along the columns (or rows) into n crops; where n does not divide the length, one line lies between. */
function split(grid: Value, n: Value, isHorizontal: boolean): Value {
  const { 0: rows, 1: cols } = gridShape(grid)
  const count = asNumber(n)
  const length = isHorizontal ? cols : rows
  const part = floorDivide(length, count)
  const gap = floorModulo(length, count) === 0 ? 0 : 1
  checkSize(count)
  const parts: Value[] = []
  for (let k = 0; k < count; k++) {
    const at = part * k + k * gap
    charge(1)
    parts.push(
      isHorizontal
        ? cropped(grid, pairOf(0, at), pairOf(rows, part))
        : cropped(grid, pairOf(at, 0), pairOf(part, cols)),
    )
  }
  return tupleOf(parts)
}

function joinedSideBySide(a: Value, b: Value): Value {
  if (!(a instanceof Grid) || !(b instanceof Grid)) {
    const left = iterate(a)
    const right = iterate(b)
    return tupleOf(left.slice(0, right.length).map((row, i) => addValues(row, right[i] as Value)))
  }
  const rows = Math.min(a.rows, b.rows)
  const cols = a.cols + b.cols
  checkSize(rows * cols)
  charge(1 + ((rows * cols) >> 4))
  const cells = new Int8Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    cells.set(a.cells.subarray(i * a.cols, (i + 1) * a.cols), i * cols)
    cells.set(b.cells.subarray(i * b.cols, (i + 1) * b.cols), i * cols + a.cols)
  }
  return gridOf(rows, cols, cells)
}

function stacked(a: Value, b: Value): Value {
  if (!(a instanceof Grid) || !(b instanceof Grid) || a.cols !== b.cols) return addValues(a, b)
  checkSize(a.rows + b.rows)
  checkSize(a.cells.length + b.cells.length)
  charge(1 + ((a.cells.length + b.cells.length) >> 4))
  const cells = new Int8Array(a.cells.length + b.cells.length)
  cells.set(a.cells)
  cells.set(b.cells, a.cells.length)
  return gridOf(a.rows + b.rows, a.cols, cells)
}

function stretchedSideways(grid: Value, factor: Value): Value {
  if (grid instanceof Grid) return grid.cols === 0 ? grid : stretch(grid, 1, asNumber(factor))
  const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
  if (rows.every((row) => row.length === 0)) return fromRows(rows)
  const times = Math.max(0, asNumber(factor))
  for (const row of rows) checkSize(row.length * times)
  return fromRows(rows.map((row) => row.flatMap((value) => new Array<Value>(times).fill(value))))
}

function stretchedDownwards(grid: Value, factor: Value): Value {
  if (grid instanceof Grid) return stretch(grid, asNumber(factor), 1)
  const rows = iterate(grid)
  if (rows.length === 0) return EMPTY_TUPLE
  const times = Math.max(0, asNumber(factor))
  checkSize(rows.length * times)
  return tupleOf(rows.flatMap((row) => new Array<Value>(times).fill(row)))
}

function downscaled(grid: Value, factor: Value): Value {
  const { 0: rows, 1: cols } = gridShape(grid)
  const step = Math.abs(asNumber(factor))
  floorModulo(rows, step) // fails for zero
  if (grid instanceof Grid) {
    return strided(grid, Math.ceil(rows / step), Math.ceil(cols / step), 0, step * cols, step)
  }
  const kept = looseTuples(grid)
    .filter((_, i) => i % step === 0)
    .map((row) =>
      Array.from({ length: cols }, (_, j) => j)
        .filter((j) => j % step === 0)
        .map((j) => cellOf(row, j)),
    )
  return fromRows(kept)
}

function cellOf(row: readonly Value[], j: number): Value {
  const value = row[j]
  if (value === undefined) throw NO_CELL
  return value
}

function compressed(grid: Value): Value {
  const { rows, cols } = uniformLines(grid)
  if (grid instanceof Grid) return withoutLines(grid, new Set(rows), new Set(cols))
  const kept = (isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)).filter((_, i) => !rows.includes(i))
  return fromRows(kept.map((row) => row.filter((_, j) => !cols.includes(j))))
}

function withoutLines(grid: Grid, rows: ReadonlySet<number>, cols: ReadonlySet<number>): Value {
  const cells = new Int8Array((grid.rows - rows.size) * (grid.cols - cols.size))
  let to = 0
  for (let i = 0; i < grid.rows; i++) {
    if (rows.has(i)) continue
    for (let j = 0; j < grid.cols; j++) if (!cols.has(j)) cells[to++] = grid.at(i, j)
  }
  return gridOf(grid.rows - rows.size, grid.cols - cols.size, cells)
}

function trimmed(grid: Value): Value {
  if (grid instanceof Grid) {
    const { rows, cols } = grid
    return rows < 3 ? EMPTY_TUPLE : strided(grid, rows - 2, Math.max(0, cols - 2), cols + 1, cols, 1)
  }
  return fromRows(
    tupleItems(grid)
      .slice(1, -1)
      .map((row) => tupleItems(row).slice(1, -1)),
  )
}

const A = [
  [1, 2],
  [3, 4],
]

const onGrid = { params: ['grid'], args: [T.grid], returns: T.grid, cost: 'O(cells)' } as const
const scaling = {
  params: ['grid', 'factor'],
  args: [T.grid, T.integer],
  returns: T.grid,
  cost: 'O(cells of the result)',
} as const
const joining = { params: ['a', 'b'], args: [T.grid, T.grid], returns: T.grid, cost: 'O(cells)' } as const
const splitting = {
  params: ['grid', 'n'],
  args: [T.grid, T.integer],
  returns: T.tuple,
  out: T.containerContainer,
  errors: ['n is zero', 'the grid has no row'],
  cost: 'O(cells)',
} as const

export const GRIDS = {
  rot90: primitive({
    ...onGrid,
    summary: 'Turns a grid a quarter clockwise.',
    shape: '(rows, columns) -> (columns, rows)',
    examples: [
      {
        args: [A],
        gives: [
          [3, 1],
          [4, 2],
        ],
      },
    ],
    impl: rotateClockwise,
  }),
  rot180: primitive({
    ...onGrid,
    summary: 'Turns a grid by half.',
    shape: 'the same shape',
    examples: [
      {
        args: [A],
        gives: [
          [4, 3],
          [2, 1],
        ],
      },
    ],
    impl: rotateHalf,
  }),
  rot270: primitive({
    ...onGrid,
    summary: 'Turns a grid a quarter anticlockwise.',
    shape: '(rows, columns) -> (columns, rows)',
    examples: [
      {
        args: [A],
        gives: [
          [2, 4],
          [1, 3],
        ],
      },
    ],
    impl: rotateAnticlockwise,
  }),
  hupscale: primitive({
    ...scaling,
    summary: 'Repeats each column.',
    shape: 'columns times factor',
    examples: [
      {
        args: [A, 2],
        gives: [
          [1, 1, 2, 2],
          [3, 3, 4, 4],
        ],
      },
    ],
    impl: stretchedSideways,
  }),
  vupscale: primitive({
    ...scaling,
    summary: 'Repeats each row.',
    shape: 'rows times factor',
    examples: [
      {
        args: [A, 2],
        gives: [
          [1, 2],
          [1, 2],
          [3, 4],
          [3, 4],
        ],
      },
    ],
    impl: stretchedDownwards,
  }),
  downscale: primitive({
    ...scaling,
    summary: 'Keeps every factor-th row and column, the first ones included.',
    shape: 'rows and columns divided by factor, rounded up',
    errors: ['the factor is zero', 'the grid has no row'],
    examples: [
      {
        args: [
          [
            [1, 1, 2],
            [1, 1, 2],
            [3, 3, 4],
          ],
          2,
        ],
        gives: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    impl: downscaled,
  }),
  hconcat: primitive({
    ...joining,
    summary: 'Puts two grids side by side.',
    shape: 'as many rows as the lower one; columns add up',
    examples: [
      {
        args: [A, [[5], [6]]],
        gives: [
          [1, 2, 5],
          [3, 4, 6],
        ],
      },
    ],
    impl: joinedSideBySide,
  }),
  vconcat: primitive({
    ...joining,
    summary: 'Puts the first grid on top of the second.',
    shape: 'rows add up; of different widths it is no valid grid',
    examples: [
      {
        args: [A, [[5, 6]]],
        gives: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    ],
    impl: stacked,
  }),
  crop: primitive({
    summary: 'Cuts a rectangle out of a grid.',
    params: ['grid', 'start', 'dims'],
    args: [T.grid, T.integerTuple, T.integerTuple],
    returns: T.grid,
    shape: 'clipped at the border; a negative start counts from the end',
    cost: 'O(cells of the result)',
    examples: [
      {
        args: [
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
          [0, 1],
          [2, 2],
        ],
        gives: [
          [2, 3],
          [5, 6],
        ],
      },
    ],
    impl: cropped,
  }),
  subgrid: primitive({
    summary: 'The part of a grid in the box around a patch.',
    params: ['patch', 'grid'],
    args: [T.patch, T.grid],
    returns: T.grid,
    shape: 'crop(grid, ulcorner(patch), shape(patch))',
    errors: ['the patch is empty'],
    cost: 'O(|patch| + cells of the result)',
    examples: [
      {
        args: [
          {
            s: [
              [0, 1],
              [1, 1],
            ],
          },
          A,
        ],
        gives: [[2], [4]],
      },
    ],
    impl: (patch, grid) => cropped(grid, cornerOf(patch, 'ul'), pairOf(heightOf(patch), widthOf(patch))),
  }),
  hsplit: primitive({
    ...splitting,
    summary: 'Splits a grid into n parts side by side.',
    shape: 'columns / n wide; one column between the parts is skipped where n does not divide',
    examples: [{ args: [[[1, 2, 3, 4]], 2], gives: [[[1, 2]], [[3, 4]]] }],
    impl: (grid, n) => split(grid, n, true),
  }),
  vsplit: primitive({
    ...splitting,
    summary: 'Splits a grid into n parts one below the other.',
    shape: 'rows / n high; one row between the parts is skipped where n does not divide',
    examples: [{ args: [[[1], [0], [3]], 2], gives: [[[1]], [[3]]] }],
    impl: (grid, n) => split(grid, n, false),
  }),
  tophalf: primitive({
    ...onGrid,
    summary: 'The upper half.',
    shape: 'rows / 2, rounded down',
    examples: [{ args: [[[1], [2], [3]]], gives: [[1]] }],
    impl: topHalf,
  }),
  bottomhalf: primitive({
    ...onGrid,
    summary: 'The lower half.',
    shape: 'rows / 2, rounded down: a middle row belongs to no half',
    examples: [{ args: [[[1], [2], [3]]], gives: [[3]] }],
    impl: bottomHalf,
  }),
  lefthalf: primitive({
    ...onGrid,
    summary: 'The left half.',
    shape: 'columns / 2, rounded down',
    examples: [{ args: [[[1, 2, 3]]], gives: [[1]] }],
    impl: (grid) => rotateAnticlockwise(topHalf(rotateClockwise(grid))),
  }),
  righthalf: primitive({
    ...onGrid,
    summary: 'The right half.',
    shape: 'columns / 2, rounded down: a middle column belongs to no half',
    examples: [{ args: [[[1, 2, 3]]], gives: [[3]] }],
    impl: (grid) => rotateAnticlockwise(bottomHalf(rotateClockwise(grid))),
  }),
  trim: primitive({
    ...onGrid,
    summary: 'Removes the outer ring of cells.',
    shape: 'rows - 2, columns - 2',
    examples: [
      {
        args: [
          [
            [1, 1, 1],
            [1, 5, 1],
            [1, 1, 1],
          ],
        ],
        gives: [[5]],
      },
    ],
    impl: trimmed,
  }),
  compress: primitive({
    ...onGrid,
    summary: 'Removes the rows and columns that hold one colour only.',
    shape: 'what is left of the grid',
    examples: [
      {
        args: [
          [
            [1, 0, 2],
            [0, 0, 0],
            [3, 0, 4],
          ],
        ],
        gives: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    impl: compressed,
  }),
}
