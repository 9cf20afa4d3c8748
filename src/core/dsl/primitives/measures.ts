import { colOfCode, rowOfCode } from '../../grid/cellCode'
import { T } from '../dslType'
import { charge, failure } from '../meter'
import { FrozenSet, GENERIC, isTuple, pairOf, tupleOf, type Value } from '../value'
import { primitive } from './define'
import {
  boundsOf,
  gridShape,
  heightOf,
  loosePositions,
  mapPatch,
  positionCodes,
  positionsOf,
  widthOf,
  type Bounds,
} from './patch'
import {
  addValues,
  asNumber,
  extreme,
  floorDivide,
  fromBoolean,
  iterate,
  lengthOf,
  unpackPair,
  zipRows,
} from './pythonRules'

const EMPTY_PATCH = failure('the patch is empty')
const TOO_MANY_COLUMNS = failure('a position has more than two parts')

type Corner = 'ul' | 'ur' | 'll' | 'lr'

/** A corner of the bounding box; the empty tuple for an empty patch. */
export function cornerOf(patch: Value, corner: Corner): Value {
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) {
    const { top, left, bottom, right } = boundsOf(patch)
    return pairOf(corner[0] === 'u' ? top : bottom, corner[1] === 'l' ? left : right)
  }
  const columns = zipRows(iterate(positionsOf(patch)).map(iterate))
  const wantsGreatest = [corner[0] === 'l', corner[1] === 'r']
  if (corner !== 'ul' && corner !== 'lr' && columns.length > 2) throw TOO_MANY_COLUMNS
  charge(lengthOf(patch))
  return tupleOf(columns.map((column, k) => extreme(column, wantsGreatest[k] ?? corner === 'lr') as Value))
}

/** Whether two patches have cells in a common row (or column). */
function shareLine(a: Value, b: Value, axis: 0 | 1): boolean {
  const left = linesOf(a, axis)
  for (const line of linesOf(b, axis)) if (left.has(line)) return true
  return false
}

function linesOf(patch: Value, axis: 0 | 1): Set<number> {
  const lines = new Set<number>()
  const codes = positionCodes(patch)
  if (codes === null) for (const position of loosePositions(patch)) lines.add(position[axis])
  else {
    charge(1 + (codes.length >> 3))
    for (const code of codes) lines.add(axis === 0 ? rowOfCode(code) : colOfCode(code))
  }
  return lines
}

/** The least city-block distance between a cell of one patch and a cell of the other. */
export function distanceBetween(a: Value, b: Value): number {
  const left = coordinates(a)
  const right = coordinates(b)
  if (left.length === 0 || right.length === 0) throw EMPTY_PATCH
  charge(1 + ((left.length * right.length) >> 6))
  let least = Infinity
  for (let p = 0; p < left.length; p += 2) {
    const i = left[p] as number
    const j = left[p + 1] as number
    for (let q = 0; q < right.length; q += 2) {
      const distance = Math.abs(i - (right[q] as number)) + Math.abs(j - (right[q + 1] as number))
      if (distance < least) {
        least = distance
        if (least === 0) return 0
      }
    }
  }
  return least
}

/** i0, j0, i1, j1 ... */
function coordinates(patch: Value): ArrayLike<number> {
  const codes = positionCodes(patch)
  if (codes === null) return loosePositions(patch).flat()
  const flat = new Int32Array(codes.length * 2)
  for (let k = 0; k < codes.length; k++) {
    flat[2 * k] = rowOfCode(codes[k] as number)
    flat[2 * k + 1] = colOfCode(codes[k] as number)
  }
  return flat
}

function centerOf(patch: Value): readonly [number, number] {
  const { top, left } = boundsOf(patch)
  return [top + floorDivide(heightOf(patch), 2), left + floorDivide(widthOf(patch), 2)]
}

function centerOfMass(patch: Value): Value {
  const columns = zipRows(iterate(positionsOf(patch)).map(iterate))
  charge(lengthOf(patch))
  return tupleOf(
    columns.map((column) =>
      floorDivide(asNumber(column.reduce((sum: Value, n) => addValues(sum, n), 0)), lengthOf(patch)),
    ),
  )
}

function relativePosition(a: Value, b: Value): Value {
  const { 0: ai, 1: aj } = centerOf(positionsOf(a))
  const { 0: bi, 1: bj } = centerOf(positionsOf(b))
  const right = aj < bj ? 1 : -1
  if (ai === bi) return pairOf(0, right)
  return pairOf(ai < bi ? 1 : -1, aj === bj ? 0 : right)
}

/** No grid is wider: a patch that has not met its destination after so many steps will not. */
const MAX_FALL = 42

function gravitate(source: Value, destination: Value): Value {
  const { 0: si, 1: sj } = centerOf(source)
  const { 0: di, 1: dj } = centerOf(destination)
  const isVertical = shareLine(source, destination, 1)
  const i = isVertical ? (si < di ? 1 : -1) : 0
  const j = isVertical ? 0 : sj < dj ? 1 : -1
  const step = { ii: 1, ij: 0, i0: i, ji: 0, jj: 1, j0: j }
  let falling = source
  let steps = 0
  while (steps < MAX_FALL && distanceBetween(falling, destination) !== 1) {
    falling = mapPatch(falling, step)
    steps++
  }
  return pairOf(i * steps + 0, j * steps + 0)
}

type Edge = keyof Bounds

/** A side of the box around a patch; for positions that are no numbers by their own order. */
function edgeOf(patch: Value, edge: Edge): Value {
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) return boundsOf(patch)[edge]
  const axis = edge === 'top' || edge === 'bottom' ? 0 : 1
  const line = iterate(positionsOf(patch)).map((position) => unpackPair(position)[axis])
  charge(line.length)
  const found = extreme(line, edge === 'bottom' || edge === 'right')
  if (found === undefined) throw EMPTY_PATCH
  return found
}

function touchesBorder(patch: Value, grid: Value): boolean {
  if (edgeOf(patch, 'top') === 0 || edgeOf(patch, 'left') === 0) return true
  if (edgeOf(patch, 'bottom') === lengthOf(grid) - 1) return true
  return edgeOf(patch, 'right') === gridShape(grid)[1] - 1
}

const onPiece = { params: ['piece'], args: [T.piece], cost: 'O(|piece|)' } as const
const onPatch = { params: ['patch'], args: [T.patch], cost: 'O(|patch|)' } as const
const onPatches = { params: ['a', 'b'], args: [T.patch, T.patch] } as const
const FAILS_EMPTY = ['the patch is empty']

const L_SHAPE = {
  s: [
    [1, 2],
    [2, 2],
    [2, 3],
  ],
}

export const MEASURES = {
  height: primitive({
    ...onPiece,
    summary: 'The number of rows of a grid or of the box around a patch.',
    returns: T.integer,
    shape: '0 for an empty piece',
    examples: [{ args: [L_SHAPE], gives: 2 }],
    impl: heightOf,
  }),
  width: primitive({
    ...onPiece,
    summary: 'The number of columns of a grid or of the box around a patch.',
    returns: T.integer,
    shape: '0 for an empty piece',
    examples: [{ args: [[[1, 2, 3]]], gives: 3 }],
    impl: widthOf,
  }),
  shape: primitive({
    ...onPiece,
    summary: 'Height and width.',
    returns: T.integerTuple,
    shape: '(rows, columns)',
    examples: [{ args: [[[1, 2, 3]]], gives: [1, 3] }],
    impl: (piece) => pairOf(heightOf(piece), widthOf(piece)),
  }),
  portrait: primitive({
    ...onPiece,
    summary: 'Whether a piece is higher than wide.',
    returns: T.boolean,
    shape: 'height > width',
    examples: [{ args: [[[1], [2]]], gives: true }],
    impl: (piece) => fromBoolean(heightOf(piece) > widthOf(piece)),
  }),
  square: primitive({
    ...onPiece,
    summary: 'Whether a grid is square, or a patch a filled square.',
    returns: T.boolean,
    shape: 'height = width, and for a patch no hole',
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [0, 1],
              [1, 0],
              [1, 1],
            ],
          },
        ],
        gives: true,
      },
    ],
    impl: (piece) => {
      if (isTuple(piece)) {
        const { 0: rows, 1: cols } = gridShape(piece)
        return fromBoolean(rows === cols)
      }
      const height = heightOf(piece)
      const width = widthOf(piece)
      return fromBoolean(height === width && height * width === lengthOf(piece))
    },
  }),
  vline: primitive({
    ...onPatch,
    summary: 'Whether a patch is a vertical line without gaps.',
    returns: T.boolean,
    shape: 'width 1 and height = |patch|',
    examples: [
      {
        args: [
          {
            s: [
              [1, 4],
              [2, 4],
            ],
          },
        ],
        gives: true,
      },
    ],
    impl: (patch) => fromBoolean(heightOf(patch) === lengthOf(patch) && widthOf(patch) === 1),
  }),
  hline: primitive({
    ...onPatch,
    summary: 'Whether a patch is a horizontal line without gaps.',
    returns: T.boolean,
    shape: 'height 1 and width = |patch|',
    examples: [
      {
        args: [
          {
            s: [
              [1, 4],
              [1, 6],
            ],
          },
        ],
        gives: false,
      },
    ],
    impl: (patch) => fromBoolean(widthOf(patch) === lengthOf(patch) && heightOf(patch) === 1),
  }),
  ulcorner: primitive({
    ...onPatch,
    summary: 'The upper left corner of the box around a patch.',
    returns: T.integerTuple,
    shape: '(least row, least column)',
    examples: [{ args: [L_SHAPE], gives: [1, 2] }],
    impl: (patch) => cornerOf(patch, 'ul'),
  }),
  urcorner: primitive({
    ...onPatch,
    summary: 'The upper right corner of the box around a patch.',
    returns: T.integerTuple,
    shape: '(least row, greatest column)',
    examples: [{ args: [L_SHAPE], gives: [1, 3] }],
    impl: (patch) => cornerOf(patch, 'ur'),
  }),
  llcorner: primitive({
    ...onPatch,
    summary: 'The lower left corner of the box around a patch.',
    returns: T.integerTuple,
    shape: '(greatest row, least column)',
    examples: [{ args: [L_SHAPE], gives: [2, 2] }],
    impl: (patch) => cornerOf(patch, 'll'),
  }),
  lrcorner: primitive({
    ...onPatch,
    summary: 'The lower right corner of the box around a patch.',
    returns: T.integerTuple,
    shape: '(greatest row, greatest column)',
    examples: [{ args: [L_SHAPE], gives: [2, 3] }],
    impl: (patch) => cornerOf(patch, 'lr'),
  }),
  uppermost: primitive({
    ...onPatch,
    summary: 'The row of the uppermost cell.',
    returns: T.integer,
    shape: 'least row',
    errors: FAILS_EMPTY,
    examples: [{ args: [L_SHAPE], gives: 1 }],
    impl: (patch) => edgeOf(patch, 'top'),
  }),
  lowermost: primitive({
    ...onPatch,
    summary: 'The row of the lowermost cell.',
    returns: T.integer,
    shape: 'greatest row',
    errors: FAILS_EMPTY,
    examples: [{ args: [L_SHAPE], gives: 2 }],
    impl: (patch) => edgeOf(patch, 'bottom'),
  }),
  leftmost: primitive({
    ...onPatch,
    summary: 'The column of the leftmost cell.',
    returns: T.integer,
    shape: 'least column',
    errors: FAILS_EMPTY,
    examples: [{ args: [L_SHAPE], gives: 2 }],
    impl: (patch) => edgeOf(patch, 'left'),
  }),
  rightmost: primitive({
    ...onPatch,
    summary: 'The column of the rightmost cell.',
    returns: T.integer,
    shape: 'greatest column',
    errors: FAILS_EMPTY,
    examples: [{ args: [L_SHAPE], gives: 3 }],
    impl: (patch) => edgeOf(patch, 'right'),
  }),
  center: primitive({
    ...onPatch,
    summary: 'The middle of the box around a patch.',
    returns: T.integerTuple,
    shape: 'upper left corner + shape / 2, rounded down',
    errors: FAILS_EMPTY,
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [2, 2],
            ],
          },
        ],
        gives: [1, 1],
      },
    ],
    impl: (patch) => {
      const { 0: i, 1: j } = centerOf(patch)
      return pairOf(i, j)
    },
  }),
  centerofmass: primitive({
    ...onPatch,
    summary: 'The mean position of the cells, rounded down.',
    returns: T.integerTuple,
    shape: '(mean row, mean column)',
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [0, 1],
              [3, 2],
            ],
          },
        ],
        gives: [1, 1],
      },
    ],
    impl: centerOfMass,
  }),
  hmatching: primitive({
    ...onPatches,
    summary: 'Whether two patches have cells in a common row.',
    returns: T.boolean,
    shape: 'some row holds cells of both',
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [[1, 0]] }, { s: [[1, 5]] }], gives: true }],
    impl: (a, b) => fromBoolean(shareLine(a, b, 0)),
  }),
  vmatching: primitive({
    ...onPatches,
    summary: 'Whether two patches have cells in a common column.',
    returns: T.boolean,
    shape: 'some column holds cells of both',
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [[1, 0]] }, { s: [[1, 5]] }], gives: false }],
    impl: (a, b) => fromBoolean(shareLine(a, b, 1)),
  }),
  manhattan: primitive({
    ...onPatches,
    summary: 'The least city-block distance between two patches.',
    returns: T.integer,
    shape: '0 where they overlap, 1 where they touch',
    errors: FAILS_EMPTY,
    cost: 'O(|a| |b|)',
    examples: [{ args: [{ s: [[0, 0]] }, { s: [[2, 3]] }], gives: 5 }],
    impl: distanceBetween,
  }),
  adjacent: primitive({
    ...onPatches,
    summary: 'Whether two patches touch side by side.',
    returns: T.boolean,
    shape: 'city-block distance 1',
    errors: FAILS_EMPTY,
    cost: 'O(|a| |b|)',
    examples: [{ args: [{ s: [[0, 0]] }, { s: [[0, 1]] }], gives: true }],
    impl: (a, b) => fromBoolean(distanceBetween(a, b) === 1),
  }),
  bordering: primitive({
    summary: 'Whether a patch touches the border of a grid.',
    params: ['patch', 'grid'],
    args: [T.patch, T.grid],
    returns: T.boolean,
    shape: 'its box reaches the first or last row or column',
    errors: FAILS_EMPTY,
    cost: 'O(|patch|)',
    examples: [
      {
        args: [
          { s: [[1, 1]] },
          [
            [0, 0, 0],
            [0, 0, 0],
            [0, 0, 0],
          ],
        ],
        gives: false,
      },
    ],
    impl: (patch, grid) => fromBoolean(touchesBorder(patch, grid)),
  }),
  position: primitive({
    ...onPatches,
    summary: 'The direction from one patch to another.',
    returns: T.integerTuple,
    shape: 'signs of the difference of the centers; (0, -1) where they coincide',
    errors: FAILS_EMPTY,
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [[0, 0]] }, { s: [[3, 3]] }], gives: [1, 1] }],
    impl: relativePosition,
  }),
  gravitate: primitive({
    summary: 'The vector that moves a patch until it touches another.',
    params: ['source', 'destination'],
    args: [T.patch, T.patch],
    returns: T.integerTuple,
    shape: 'vertical where they share a column, else horizontal; 42 steps at most',
    errors: FAILS_EMPTY,
    cost: 'O(42 |source| |destination|)',
    examples: [{ args: [{ s: [[0, 1]] }, { s: [[4, 1]] }], gives: [3, 0] }],
    impl: gravitate,
  }),
}
