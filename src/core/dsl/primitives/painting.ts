import { colOfCode, colourOfCode, rowOfCode } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, failure } from '../meter'
import { CELLS, FrozenSet, type Value } from '../value'
import { extremeColour } from './colours'
import { primitive } from './define'
import { fromRows, isColour, looseRows } from './gridRules'
import { gridShape, loosePositions, positionCodes } from './patch'
import { shifted } from './patches'
import { isSame, itemAt, iterate, unpackNumbers, unpackPair } from './pythonRules'

const SHORT_ROW = failure('the grid is not rectangular')

/** The grid with `value` at the positions of a patch that are on it; where `under` is given only on cells of it. */
function filled(grid: Value, value: Value, patch: Value, under?: Value): Value {
  const codes = grid instanceof Grid && isColour(value) ? positionCodes(patch) : null
  if (codes === null) {
    return drawn(
      grid,
      loosePositions(patch).map(([i, j]) => [value, i, j] as const),
      under,
    )
  }
  const { rows, cols, cells } = grid as Grid
  charge(1 + ((cells.length + codes.length) >> 4))
  const result = cells.slice()
  for (let k = 0; k < codes.length; k++) {
    const i = rowOfCode(codes[k] as number)
    const j = colOfCode(codes[k] as number)
    if (i < 0 || i >= rows || j < 0 || j >= cols) continue
    const at = i * cols + j
    if (under === undefined || result[at] === under) result[at] = value as number
  }
  return new Grid(rows, cols, result)
}

/** The grid with the cells of an object drawn on it; where `under` is given only on cells of it. */
function painted(grid: Value, object: Value, under?: Value): Value {
  const isPacked = object instanceof FrozenSet && (object.kind === CELLS || object.size === 0)
  if (!(grid instanceof Grid)) return drawn(grid, looseCells(object), under)
  if (!isPacked) return paintedLoose(grid, iterate(object), under) ?? drawn(grid, looseCells(object), under)
  const { rows, cols, cells } = grid
  const { codes } = object
  charge(1 + ((cells.length + codes.length) >> 4))
  const result = cells.slice()
  for (let k = 0; k < codes.length; k++) {
    const i = rowOfCode(codes[k] as number)
    const j = colOfCode(codes[k] as number)
    if (i < 0 || i >= rows || j < 0 || j >= cols) continue
    const at = i * cols + j
    if (under === undefined || result[at] === under) result[at] = colourOfCode(codes[k] as number)
  }
  return new Grid(rows, cols, result)
}

/** Cells in a tuple, say, on a grid; null where one of them has no colour that a grid holds. */
function paintedLoose({ rows, cols, cells }: Grid, strokes: readonly Value[], under?: Value): Value | null {
  charge(strokes.length)
  const result = cells.slice()
  for (let k = 0; k < strokes.length; k++) {
    const { 0: colour, 1: position } = unpackPair(strokes[k] as Value)
    const { 0: i, 1: j } = unpackNumbers(position)
    if (i < 0 || i >= rows || j < 0 || j >= cols) continue
    if (!isColour(colour)) return null
    const at = i * cols + j
    if (under === undefined || result[at] === under) result[at] = colour
  }
  return new Grid(rows, cols, result)
}

type Stroke = readonly [value: Value, i: number, j: number]

function looseCells(object: Value): Stroke[] {
  const items = iterate(object)
  charge(items.length)
  return items.map((cell) => {
    const { 0: value, 1: position } = unpackPair(cell)
    const { 0: i, 1: j } = unpackNumbers(position)
    return [value, i, j]
  })
}

/** The general case: any grid-like tuple, any values. */
function drawn(grid: Value, strokes: readonly Stroke[], under?: Value): Value {
  const { 0: height, 1: width } = gridShape(grid)
  const rows = looseRows(grid).map((row) => row.slice())
  for (const [value, i, j] of strokes) {
    if (i < 0 || i >= height || j < 0 || j >= width) continue
    const row = rows[i] as Value[]
    if (j >= row.length) throw SHORT_ROW
    if (under === undefined || isSame(row[j] as Value, under)) row[j] = value
  }
  return fromRows(rows)
}

const covered = (grid: Value, patch: Value): Value => {
  itemAt(grid, 0)
  return filled(grid, extremeColour(grid, true), patch)
}

const GRID = [
  [0, 0],
  [0, 5],
]

const OVERLAP = 'Of cells that share a position the greatest colour is drawn last.'
const gridAndObject = { params: ['grid', 'obj'], args: [T.grid, T.object], returns: T.grid, cost: 'O(cells)' } as const
const gridAndPatch = {
  params: ['grid', 'value', 'patch'],
  args: [T.grid, T.integer, T.patch],
  returns: T.grid,
  cost: 'O(cells)',
} as const
const NO_ROW = ['the grid has no row']

export const PAINTING = {
  fill: primitive({
    ...gridAndPatch,
    summary: 'Gives the cells of a patch a colour.',
    shape: 'the same shape; positions outside the grid are ignored',
    errors: NO_ROW,
    examples: [
      {
        args: [
          GRID,
          3,
          {
            s: [
              [0, 1],
              [9, 9],
            ],
          },
        ],
        gives: [
          [0, 3],
          [0, 5],
        ],
      },
    ],
    impl: (grid, value, patch) => filled(grid, value, patch),
  }),
  paint: primitive({
    ...gridAndObject,
    summary: 'Draws an object on a grid.',
    shape: 'the same shape; cells outside the grid are ignored',
    errors: NO_ROW,
    order: 'orderSensitive',
    deviation: OVERLAP,
    examples: [
      {
        args: [GRID, { s: [[2, [1, 0]]] }],
        gives: [
          [0, 0],
          [2, 5],
        ],
      },
    ],
    impl: (grid, object) => painted(grid, object),
  }),
  underfill: primitive({
    ...gridAndPatch,
    summary: 'Gives the background cells of a patch a colour.',
    shape: 'only cells of the most common colour change',
    errors: NO_ROW,
    examples: [
      {
        args: [
          GRID,
          3,
          {
            s: [
              [0, 1],
              [1, 1],
            ],
          },
        ],
        gives: [
          [0, 3],
          [0, 5],
        ],
      },
    ],
    impl: (grid, value, patch) => filled(grid, value, patch, extremeColour(grid, true)),
  }),
  underpaint: primitive({
    ...gridAndObject,
    summary: 'Draws an object on the background cells of a grid.',
    shape: 'only cells of the most common colour change',
    errors: NO_ROW,
    order: 'orderSensitive',
    deviation: 'Of cells that share a position the least colour is drawn first and stays.',
    examples: [
      {
        args: [
          GRID,
          {
            s: [
              [2, [1, 0]],
              [2, [1, 1]],
            ],
          },
        ],
        gives: [
          [0, 0],
          [2, 5],
        ],
      },
    ],
    impl: (grid, object) => painted(grid, object, extremeColour(grid, true)),
  }),
  cover: primitive({
    summary: 'Removes a patch from a grid.',
    params: ['grid', 'patch'],
    args: [T.grid, T.patch],
    returns: T.grid,
    shape: 'its cells get the most common colour',
    errors: NO_ROW,
    cost: 'O(cells)',
    examples: [
      {
        args: [GRID, { s: [[1, 1]] }],
        gives: [
          [0, 0],
          [0, 0],
        ],
      },
    ],
    impl: covered,
  }),
  move: primitive({
    summary: 'Moves an object on a grid.',
    params: ['grid', 'obj', 'offset'],
    args: [T.grid, T.object, T.integerTuple],
    returns: T.grid,
    shape: 'its old cells get the most common colour',
    errors: NO_ROW,
    order: 'orderSensitive',
    cost: 'O(cells)',
    deviation: OVERLAP,
    examples: [
      {
        args: [GRID, { s: [[5, [1, 1]]] }, [-1, 0]],
        gives: [
          [0, 5],
          [0, 0],
        ],
      },
    ],
    impl: (grid, object, offset) => painted(covered(grid, object), shifted(object, offset)),
  }),
}
