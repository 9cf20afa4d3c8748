import { packPosition } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, checkSize, failure } from '../meter'
import { EMPTY_TUPLE, gridOf, indicesOf, isTuple, pairOf, setOf, tupleOf, type Value } from '../value'
import { primitive } from './define'
import { fromRows, isColour, looseRows } from './gridRules'
import { gridShape } from './patch'
import { asNumber, isSame, itemAt, iterate, lengthOf, tupleItems, unpackNumbers } from './pythonRules'

const NO_CELL = failure('the grids do not have the same shape')

function cellOf(row: readonly Value[], j: number): Value {
  const value = row[j]
  if (value === undefined) throw NO_CELL
  return value
}

function matchedCells(a: Value, b: Value, fallback: Value): Value {
  const { 0: rows, 1: cols } = gridShape(a)
  if (a instanceof Grid && b instanceof Grid && isColour(fallback)) {
    if (b.rows < rows || b.cols < cols) throw NO_CELL
    charge(1 + ((rows * cols) >> 4))
    const cells = new Int8Array(rows * cols)
    for (let i = 0, k = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++, k++) {
        const value = a.cells[k] as number
        cells[k] = value === b.cells[i * b.cols + j] ? value : fallback
      }
    }
    return gridOf(rows, cols, cells)
  }
  charge(rows * cols)
  const result: Value[][] = []
  for (let i = 0; i < rows; i++) {
    const left = tupleItems(itemAt(a, i))
    const row: Value[] = []
    for (let j = 0; j < cols; j++) {
      const value = cellOf(left, j)
      row.push(isSame(value, itemAt(itemAt(b, i), j)) ? value : fallback)
    }
    result.push(row)
  }
  return fromRows(result)
}

/** A grid with cells replaced: from -> to pairs; other values than small numbers make it a plain tuple. */
function substituted(grid: Value, pairs: readonly (readonly [Value, Value])[]): Value {
  if (grid instanceof Grid && pairs.every(([, to]) => isColour(to))) {
    charge(1 + (grid.cells.length >> 4))
    const cells = grid.cells.slice()
    for (let k = 0; k < cells.length; k++) {
      for (const [from, to] of pairs) {
        if (grid.cells[k] === from) {
          cells[k] = to as number
          break
        }
      }
    }
    return new Grid(grid.rows, grid.cols, cells)
  }
  const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
  return fromRows(rows.map((row) => row.map((value) => pairs.find(([from]) => isSame(value, from))?.[1] ?? value)))
}

function positionsOfColour(grid: Value, value: Value): Value {
  if (!(grid instanceof Grid)) {
    const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
    return setOf(rows.flatMap((row, i) => row.flatMap((cell, j) => (isSame(cell, value) ? [pairOf(i, j)] : []))))
  }
  const { rows, cols, cells } = grid
  charge(1 + (cells.length >> 4))
  const codes = new Int32Array(cells.length)
  let count = 0
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, k++) if (cells[k] === value) codes[count++] = packPosition(i, j)
  }
  return indicesOf(codes.slice(0, count))
}

/** All positions of a grid. */
function allPositions(grid: Value): Value {
  const height = lengthOf(grid)
  if (height === 0) return setOf([])
  const { 0: rows, 1: cols } = gridShape(grid)
  checkSize(rows * cols)
  charge(1 + ((rows * cols) >> 4))
  const codes = new Int32Array(rows * cols)
  for (let i = 0, k = 0; i < rows; i++) for (let j = 0; j < cols; j++) codes[k++] = packPosition(i, j)
  return indicesOf(codes)
}

/** A grid of one colour. */
function canvas(value: Value, dimensions: Value): Value {
  const rows = asNumber(itemAt(dimensions, 0))
  if (rows <= 0) return EMPTY_TUPLE
  const cols = Math.max(0, asNumber(itemAt(dimensions, 1)))
  checkSize(rows * Math.max(1, cols))
  charge(1 + ((rows * cols) >> 6))
  if (isColour(value)) return new Grid(rows, cols, new Int8Array(rows * cols).fill(value))
  const row = tupleOf(new Array<Value>(cols).fill(value))
  return tupleOf(new Array<Value>(rows).fill(row))
}

function colourAt(grid: Value, location: Value): Value {
  const { 0: i, 1: j } = unpackNumbers(location)
  const { 0: rows, 1: cols } = gridShape(grid)
  if (i < 0 || i >= rows || j < 0 || j >= cols) return null
  return grid instanceof Grid ? grid.at(i, j) : itemAt(itemAt(grid, i), j)
}

const A = [
  [1, 2],
  [3, 4],
]

export const GRID_CELLS = {
  cellwise: primitive({
    summary: 'Keeps the cells in which two grids agree.',
    params: ['a', 'b', 'fallback'],
    args: [T.grid, T.grid, T.integer],
    returns: T.grid,
    shape: 'the shape of a; fallback where they differ',
    errors: ['b is smaller than a'],
    cost: 'O(cells)',
    examples: [
      {
        args: [
          A,
          [
            [1, 0],
            [3, 0],
          ],
          9,
        ],
        gives: [
          [1, 9],
          [3, 9],
        ],
      },
    ],
    impl: matchedCells,
  }),
  replace: primitive({
    summary: 'Replaces a colour by another.',
    params: ['grid', 'replacee', 'replacer'],
    args: [T.grid, T.integer, T.integer],
    returns: T.grid,
    shape: 'the same shape',
    cost: 'O(cells)',
    examples: [
      {
        args: [A, 1, 7],
        gives: [
          [7, 2],
          [3, 4],
        ],
      },
    ],
    impl: (grid, from, to) => substituted(grid, [[from, to]]),
  }),
  switch: primitive({
    summary: 'Exchanges two colours.',
    params: ['grid', 'a', 'b'],
    args: [T.grid, T.integer, T.integer],
    returns: T.grid,
    shape: 'the same shape',
    cost: 'O(cells)',
    examples: [
      {
        args: [A, 1, 4],
        gives: [
          [4, 2],
          [3, 1],
        ],
      },
    ],
    impl: (grid, a, b) =>
      substituted(grid, [
        [a, b],
        [b, a],
      ]),
  }),
  canvas: primitive({
    summary: 'A grid of one colour.',
    params: ['value', 'dimensions'],
    args: [T.integer, T.integerTuple],
    returns: T.grid,
    shape: '(rows, columns) = dimensions',
    cost: 'O(cells)',
    examples: [{ args: [3, [1, 2]], gives: [[3, 3]] }],
    impl: canvas,
  }),
  index: primitive({
    summary: 'The colour at a position.',
    params: ['grid', 'loc'],
    args: [T.grid, T.integerTuple],
    returns: T.integer,
    shape: 'no value outside the grid',
    errors: ['the grid has no row'],
    examples: [
      { args: [A, [1, 0]], gives: 3 },
      { args: [A, [2, 0]], gives: null },
    ],
    impl: colourAt,
  }),
  asindices: primitive({
    summary: 'All positions of a grid.',
    params: ['grid'],
    args: [T.grid],
    returns: T.indices,
    shape: '|out| = rows columns',
    cost: 'O(cells)',
    examples: [
      {
        args: [[[1, 2]]],
        gives: {
          s: [
            [0, 0],
            [0, 1],
          ],
        },
      },
    ],
    impl: allPositions,
  }),
  ofcolor: primitive({
    summary: 'The positions of a colour.',
    params: ['grid', 'value'],
    args: [T.grid, T.integer],
    returns: T.indices,
    shape: 'empty where the colour does not occur',
    cost: 'O(cells)',
    examples: [
      {
        args: [
          [
            [1, 2],
            [2, 0],
          ],
          2,
        ],
        gives: {
          s: [
            [0, 1],
            [1, 0],
          ],
        },
      },
    ],
    impl: positionsOfColour,
  }),
}
