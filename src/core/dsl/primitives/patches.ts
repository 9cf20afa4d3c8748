import { colOfCode, isPackableColour, packCell, rowOfCode, withColour } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, checkSize, failure } from '../meter'
import { cellsOf, EMPTY_SET, isTuple, pairOf, setOf, tupleOf, type Value } from '../value'
import { primitive } from './define'
import { antiTranspose, looseRows, looseTuples, mirrorCols, mirrorRows, stretch, transpose } from './gridRules'
import { boundsOf, gridShape, loosePositions, mapPatch, positionCodes, positionsOf } from './patch'
import { asNumber, iterate, itemAt, lengthOf, unpackNumbers, unpackPair } from './pythonRules'

const EMPTY_PATCH = failure('the patch is empty')

export function shifted(patch: Value, directions: Value): Value {
  if (lengthOf(patch) === 0) return patch
  const { 0: di, 1: dj } = unpackNumbers(directions)
  return mapPatch(patch, { ii: 1, ij: 0, i0: di, ji: 0, jj: 1, j0: dj })
}

export function normalized(patch: Value): Value {
  if (lengthOf(patch) === 0) return patch
  const { top, left } = boundsOf(patch)
  return mapPatch(patch, { ii: 1, ij: 0, i0: 0 - top, ji: 0, jj: 1, j0: 0 - left })
}

function requireCells(patch: Value): void {
  if (lengthOf(patch) === 0) throw EMPTY_PATCH
}

function mirroredVertically(piece: Value): Value {
  if (isTuple(piece)) return mirrorCols(piece)
  requireCells(piece)
  const { left, right } = boundsOf(piece)
  return mapPatch(piece, { ii: 1, ij: 0, i0: 0, ji: 0, jj: -1, j0: left + right })
}

function mirroredHorizontally(piece: Value): Value {
  if (isTuple(piece)) return mirrorRows(piece)
  requireCells(piece)
  const { top, bottom } = boundsOf(piece)
  return mapPatch(piece, { ii: -1, ij: 0, i0: top + bottom, ji: 0, jj: 1, j0: 0 })
}

function mirroredDiagonally(piece: Value): Value {
  if (isTuple(piece)) return transpose(piece)
  requireCells(piece)
  const { top, left } = boundsOf(piece)
  return mapPatch(piece, { ii: 0, ij: 1, i0: top - left, ji: 1, jj: 0, j0: left - top })
}

function mirroredAntidiagonally(piece: Value): Value {
  if (isTuple(piece)) return antiTranspose(piece)
  return mirroredVertically(mirroredDiagonally(mirroredVertically(piece)))
}

function recoloured(value: Value, patch: Value): Value {
  const codes = typeof value === 'number' && isPackableColour(value) ? positionCodes(patch) : null
  if (codes === null) {
    return setOf(iterate(positionsOf(patch)).map((position) => tupleOf([value, position])))
  }
  charge(1 + (codes.length >> 4))
  const cells = new Int32Array(codes.length)
  for (let k = 0; k < cells.length; k++) cells[k] = withColour(value as number, codes[k] as number)
  return cellsOf(cells)
}

/** The cells of a grid at the positions of a patch, as far as they are on the grid. */
function objectAt(patch: Value, grid: Value): Value {
  const { 0: rows, 1: cols } = gridShape(grid)
  const codes = positionCodes(patch)
  if (codes !== null && grid instanceof Grid) {
    charge(1 + (codes.length >> 4))
    const cells = new Int32Array(codes.length)
    let count = 0
    for (let k = 0; k < codes.length; k++) {
      const i = rowOfCode(codes[k] as number)
      const j = colOfCode(codes[k] as number)
      if (i >= 0 && i < rows && j >= 0 && j < cols) {
        cells[count++] = withColour(grid.cells[i * cols + j] as number, codes[k] as number)
      }
    }
    return cellsOf(cells.slice(0, count))
  }
  const cells: Value[] = []
  for (const [i, j] of loosePositions(patch)) {
    if (i < 0 || i >= rows || j < 0 || j >= cols) continue
    cells.push(tupleOf([itemAt(itemAt(grid, i), j), pairOf(i, j)]))
  }
  return setOf(cells)
}

/** All cells of a grid as an object. */
export function objectOfGrid(grid: Value): Value {
  if (!(grid instanceof Grid)) {
    const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
    return setOf(rows.flatMap((row, i) => row.map((value, j) => tupleOf([value, pairOf(i, j)]))))
  }
  const { rows, cols } = grid
  charge(1 + ((rows * cols) >> 4))
  const codes = new Int32Array(rows * cols)
  for (let i = 0, k = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++, k++) codes[k] = packCell(grid.cells[k] as number, i, j)
  }
  return cellsOf(codes)
}

function upscaled(element: Value, factor: Value): Value {
  if (isTuple(element)) return upscaledGrid(element, factor)
  if (lengthOf(element) === 0) return EMPTY_SET
  const { top, left } = boundsOf(element)
  const times = Math.max(0, asNumber(factor))
  checkSize(lengthOf(element) * times * times)
  charge(lengthOf(element) * times * times)
  const cells: Value[] = []
  for (const cell of iterate(element)) {
    const { 0: colour, 1: position } = unpackPair(cell)
    const { 0: i, 1: j } = unpackNumbers(position)
    const baseI = top + (i - top) * times
    const baseJ = left + (j - left) * times
    for (let di = 0; di < times; di++) {
      for (let dj = 0; dj < times; dj++) cells.push(tupleOf([colour, pairOf(baseI + di, baseJ + dj)]))
    }
  }
  return setOf(cells)
}

function upscaledGrid(grid: Value, factor: Value): Value {
  if (grid instanceof Grid) {
    const times = asNumber(factor)
    return stretch(grid, times, times)
  }
  const rows = looseTuples(grid)
  if (rows.length === 0) return tupleOf([])
  const times = Math.max(0, asNumber(factor))
  checkSize(rows.reduce((sum, row) => sum + Math.max(1, row.length), 0) * times * times)
  const wide = rows.map((row) => tupleOf(row.flatMap((value) => new Array<Value>(times).fill(value))))
  return tupleOf(wide.flatMap((row) => new Array<Value>(times).fill(row)))
}

const STEP_DOWN = {
  args: [
    {
      s: [
        [0, 0],
        [0, 1],
      ],
    },
    [1, 0],
  ],
  gives: {
    s: [
      [1, 0],
      [1, 1],
    ],
  },
}

const onPiece = {
  params: ['piece'],
  args: [T.piece],
  returns: T.piece,
  out: { sameAs: 0 },
  cost: 'O(|piece|)',
} as const
const mirrorErrors = ['an empty patch has no middle']

export const PATCHES = {
  toindices: primitive({
    summary: 'The positions of a patch.',
    params: ['patch'],
    args: [T.patch],
    returns: T.indices,
    shape: 'colours dropped; Indices stay as they are',
    cost: 'O(|patch|)',
    examples: [
      {
        args: [
          {
            s: [
              [3, [0, 1]],
              [3, [1, 1]],
            ],
          },
        ],
        gives: {
          s: [
            [0, 1],
            [1, 1],
          ],
        },
      },
    ],
    impl: positionsOf,
  }),
  recolor: primitive({
    summary: 'Gives all cells of a patch one colour.',
    params: ['value', 'patch'],
    args: [T.integer, T.patch],
    returns: T.object,
    shape: 'the same positions',
    cost: 'O(|patch|)',
    examples: [{ args: [5, { s: [[0, 1]] }], gives: { s: [[5, [0, 1]]] } }],
    impl: recoloured,
  }),
  shift: primitive({
    summary: 'Moves a patch by a vector.',
    params: ['patch', 'directions'],
    args: [T.patch, T.integerTuple],
    returns: T.patch,
    out: { sameAs: 0 },
    shape: '|out| = |patch|; colours kept; never clipped',
    cost: 'O(|patch|)',
    examples: [STEP_DOWN],
    impl: shifted,
  }),
  normalize: primitive({
    summary: 'Moves a patch so that its upper left corner is the origin.',
    params: ['patch'],
    args: [T.patch],
    returns: T.patch,
    out: { sameAs: 0 },
    shape: '|out| = |patch|; an empty patch stays',
    cost: 'O(|patch|)',
    examples: [
      {
        args: [
          {
            s: [
              [3, 5],
              [4, 5],
            ],
          },
        ],
        gives: {
          s: [
            [0, 0],
            [1, 0],
          ],
        },
      },
    ],
    impl: normalized,
  }),
  hmirror: primitive({
    ...onPiece,
    summary: 'Turns a piece upside down.',
    shape: 'a patch stays in its box',
    errors: mirrorErrors,
    examples: [
      {
        args: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        gives: [
          [3, 4],
          [1, 2],
        ],
      },
    ],
    impl: mirroredHorizontally,
  }),
  vmirror: primitive({
    ...onPiece,
    summary: 'Swaps left and right.',
    shape: 'a patch stays in its box',
    errors: mirrorErrors,
    examples: [
      {
        args: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        gives: [
          [2, 1],
          [4, 3],
        ],
      },
    ],
    impl: mirroredVertically,
  }),
  dmirror: primitive({
    ...onPiece,
    summary: 'Swaps rows and columns (mirror along the main diagonal).',
    shape: 'a patch keeps its upper left corner',
    errors: mirrorErrors,
    examples: [
      {
        args: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        gives: [
          [1, 3],
          [2, 4],
        ],
      },
    ],
    impl: mirroredDiagonally,
  }),
  cmirror: primitive({
    ...onPiece,
    summary: 'Mirrors along the other diagonal.',
    shape: 'a patch keeps its upper right corner',
    errors: mirrorErrors,
    examples: [
      {
        args: [
          [
            [1, 2],
            [3, 4],
          ],
        ],
        gives: [
          [4, 2],
          [3, 1],
        ],
      },
    ],
    impl: mirroredAntidiagonally,
  }),
  upscale: primitive({
    summary: 'Makes each cell a square block.',
    params: ['element', 'factor'],
    args: [T.element, T.integer],
    returns: T.element,
    out: { sameAs: 0 },
    shape: 'both sides times factor; an object keeps its upper left corner',
    cost: 'O(cells factor²)',
    examples: [
      {
        args: [[[1, 2]], 2],
        gives: [
          [1, 1, 2, 2],
          [1, 1, 2, 2],
        ],
      },
    ],
    impl: upscaled,
  }),
  toobject: primitive({
    summary: 'The cells of a grid at the positions of a patch.',
    params: ['patch', 'grid'],
    args: [T.patch, T.grid],
    returns: T.object,
    shape: 'positions outside the grid are dropped',
    errors: ['the grid has no row'],
    cost: 'O(|patch|)',
    examples: [
      {
        args: [
          {
            s: [
              [0, 1],
              [5, 5],
            ],
          },
          [
            [1, 2],
            [3, 4],
          ],
        ],
        gives: { s: [[2, [0, 1]]] },
      },
    ],
    impl: objectAt,
  }),
  asobject: primitive({
    summary: 'All cells of a grid as an object.',
    params: ['grid'],
    args: [T.grid],
    returns: T.object,
    shape: '|out| = rows columns',
    cost: 'O(cells)',
    examples: [
      {
        args: [[[1, 2]]],
        gives: {
          s: [
            [1, [0, 0]],
            [2, [0, 1]],
          ],
        },
      },
    ],
    impl: objectOfGrid,
  }),
}
