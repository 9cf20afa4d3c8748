import { isPackableCoord, packPosition } from '../../grid/cellCode'
import { T } from '../dslType'
import { charge, checkSize } from '../meter'
import { EMPTY_SET, indicesOf, pairOf, setOf, tupleOf, type FrozenSet, type Value } from '../value'
import { differenceOf } from './containers'
import { primitive } from './define'
import { cornerOf } from './measures'
import { boundsOf, positionSet, positionsOf, type Bounds } from './patch'
import { addValues, asNumber, asSet, itemAt, lengthOf, multiplyValues, unpackNumbers } from './pythonRules'

/** A frontier runs across the largest grid that ARC allows. */
const FRONTIER_LENGTH = 30

/** Longer than the diagonal of any grid. */
const SHOT_LENGTH = 42

/** Positions on a straight line (row, column or diagonal) between two points, both included; else none. */
function lineBetween(a: Value, b: Value): FrozenSet {
  const { 0: ai, 1: aj } = unpackNumbers(a)
  const { 0: bi, 1: bj } = unpackNumbers(b)
  const di = bi - ai
  const dj = bj - aj
  if (di !== 0 && dj !== 0 && Math.abs(di) !== Math.abs(dj)) return EMPTY_SET
  const steps = Math.max(Math.abs(di), Math.abs(dj))
  checkSize(steps + 1)
  charge(1 + (steps >> 2))
  const si = Math.sign(di)
  const sj = Math.sign(dj)
  return positionSet(
    steps + 1,
    (k) => ai + k * si,
    (k) => aj + k * sj,
  )
}

/** All positions of a box. */
function boxPositions({ top, left, bottom, right }: Bounds): FrozenSet {
  const count = (bottom - top + 1) * (right - left + 1)
  checkSize(count)
  charge(1 + (count >> 4))
  if (![top, left, bottom, right].every(isPackableCoord)) {
    const positions: Value[] = []
    for (let i = top; i <= bottom; i++) for (let j = left; j <= right; j++) positions.push(pairOf(i, j))
    return setOf(positions)
  }
  const codes = new Int32Array(count)
  for (let i = top, k = 0; i <= bottom; i++) for (let j = left; j <= right; j++) codes[k++] = packPosition(i, j)
  return indicesOf(codes)
}

/** The outline of a box; its sides may be given in any order. */
function outline(a: Bounds): FrozenSet {
  const top = Math.min(a.top, a.bottom)
  const bottom = Math.max(a.top, a.bottom)
  const left = Math.min(a.left, a.right)
  const right = Math.max(a.left, a.right)
  const length = bottom - top + right - left
  checkSize(length)
  charge(1 + (length >> 1))
  const height = bottom - top + 1
  const width = right - left + 1
  // the left and right side, then the upper and lower one
  return positionSet(
    2 * (height + width),
    (k) => (k < 2 * height ? top + (k >> 1) : k & 1 ? bottom : top),
    (k) => (k < 2 * height ? (k & 1 ? right : left) : left + ((k - 2 * height) >> 1)),
  )
}

function grown(patch: Value, by: number): FrozenSet {
  const { top, left, bottom, right } = boundsOf(patch)
  return outline({ top: top - by, left: left - by, bottom: bottom + by, right: right + by })
}

const backdrop = (patch: Value): FrozenSet => (lengthOf(patch) === 0 ? EMPTY_SET : boxPositions(boundsOf(patch)))

function boxWithout(patch: Value): Value {
  return lengthOf(patch) === 0 ? EMPTY_SET : differenceOf(backdrop(patch), asSet(positionsOf(patch)))
}

/** Row and column offsets in ascending order of position, so that nothing needs sorting. */
interface Offsets {
  readonly di: readonly number[]
  readonly dj: readonly number[]
}

const SIDES: Offsets = { di: [-1, 0, 0, 1], dj: [0, -1, 1, 0] }
const DIAGONALS: Offsets = { di: [-1, -1, 1, 1], dj: [-1, 1, -1, 1] }
const AROUND: Offsets = { di: [-1, -1, -1, 0, 0, 1, 1, 1], dj: [-1, 0, 1, -1, 1, -1, 0, 1] }

function around(location: Value, { di, dj }: Offsets): FrozenSet {
  const i = asNumber(itemAt(location, 0))
  const j = asNumber(itemAt(location, 1))
  return positionSet(
    di.length,
    (k) => i + (di[k] as number),
    (k) => j + (dj[k] as number),
  )
}

const range = (length: number): number[] => Array.from({ length }, (_, k) => k)

const onLocation = { params: ['location'], args: [T.integerTuple], returns: T.indices } as const
const onLoc = { params: ['loc'], args: [T.integerTuple], returns: T.indices } as const
const onPatch = { params: ['patch'], args: [T.patch], returns: T.indices } as const
const CORNERS = {
  s: [
    [0, 0],
    [2, 2],
  ],
}
const RING = {
  s: [
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 2],
    [2, 0],
    [2, 1],
    [2, 2],
  ],
}

export const LINES = {
  dneighbors: primitive({
    ...onLoc,
    summary: 'The four positions beside a position.',
    shape: '|out| = 4, never clipped',
    examples: [
      {
        args: [[1, 1]],
        gives: {
          s: [
            [0, 1],
            [1, 0],
            [1, 2],
            [2, 1],
          ],
        },
      },
    ],
    impl: (location) => around(location, SIDES),
  }),
  ineighbors: primitive({
    ...onLoc,
    summary: 'The four positions diagonally beside a position.',
    shape: '|out| = 4, never clipped',
    examples: [
      {
        args: [[1, 1]],
        gives: {
          s: [
            [0, 0],
            [0, 2],
            [2, 0],
            [2, 2],
          ],
        },
      },
    ],
    impl: (location) => around(location, DIAGONALS),
  }),
  neighbors: primitive({
    ...onLoc,
    summary: 'The eight positions around a position.',
    shape: '|out| = 8, never clipped',
    examples: [{ args: [[1, 1]], gives: RING }],
    impl: (location) => around(location, AROUND),
  }),
  connect: primitive({
    summary: 'The straight line between two positions.',
    params: ['a', 'b'],
    args: [T.integerTuple, T.integerTuple],
    returns: T.indices,
    shape: 'both ends included; empty unless on one row, column or diagonal',
    cost: 'O(|out|)',
    examples: [
      {
        args: [
          [0, 0],
          [2, 2],
        ],
        gives: {
          s: [
            [0, 0],
            [1, 1],
            [2, 2],
          ],
        },
      },
    ],
    impl: lineBetween,
  }),
  shoot: primitive({
    summary: 'The line from a position in a direction.',
    params: ['start', 'direction'],
    args: [T.integerTuple, T.integerTuple],
    returns: T.indices,
    shape: `${SHOT_LENGTH} steps long, start included`,
    cost: 'O(|out|)',
    examples: [
      {
        args: [
          [0, 0],
          [0, 0],
        ],
        gives: { s: [[0, 0]] },
      },
    ],
    impl: (start, direction) => lineBetween(start, tupleOf([aim(start, direction, 0), aim(start, direction, 1)])),
  }),
  vfrontier: primitive({
    ...onLocation,
    summary: 'The column through a position.',
    shape: `rows 0 to ${FRONTIER_LENGTH - 1}`,
    examples: [{ args: [[3, 5]], gives: { s: range(FRONTIER_LENGTH).map((i) => [i, 5]) } }],
    impl: (location) => setOf(range(FRONTIER_LENGTH).map((i) => tupleOf([i, itemAt(location, 1)]))),
  }),
  hfrontier: primitive({
    ...onLocation,
    summary: 'The row through a position.',
    shape: `columns 0 to ${FRONTIER_LENGTH - 1}`,
    examples: [{ args: [[3, 5]], gives: { s: range(FRONTIER_LENGTH).map((j) => [3, j]) } }],
    impl: (location) => setOf(range(FRONTIER_LENGTH).map((j) => tupleOf([itemAt(location, 0), j]))),
  }),
  corners: primitive({
    ...onPatch,
    summary: 'The corners of the box around a patch.',
    shape: 'one to four positions',
    cost: 'O(|patch|)',
    examples: [
      {
        args: [CORNERS],
        gives: {
          s: [
            [0, 0],
            [0, 2],
            [2, 0],
            [2, 2],
          ],
        },
      },
    ],
    impl: (patch) =>
      setOf([cornerOf(patch, 'ul'), cornerOf(patch, 'ur'), cornerOf(patch, 'll'), cornerOf(patch, 'lr')]),
  }),
  box: primitive({
    ...onPatch,
    summary: 'The outline of the box around a patch.',
    shape: 'an empty patch stays as it is',
    cost: 'O(|patch| + |out|)',
    examples: [{ args: [CORNERS], gives: RING }],
    impl: (patch) => (lengthOf(patch) === 0 ? patch : grown(patch, 0)),
  }),
  inbox: primitive({
    ...onPatch,
    summary: 'The outline one cell inside the box around a patch.',
    shape: 'of a box too small to have an inside, the outline of the crossed-over sides',
    errors: ['the patch is empty'],
    cost: 'O(|patch| + |out|)',
    examples: [{ args: [CORNERS], gives: { s: [[1, 1]] } }],
    impl: (patch) => grown(patch, -1),
  }),
  outbox: primitive({
    ...onPatch,
    summary: 'The outline one cell outside the box around a patch.',
    shape: 'never clipped',
    errors: ['the patch is empty'],
    cost: 'O(|patch| + |out|)',
    examples: [{ args: [{ s: [[1, 1]] }], gives: RING }],
    impl: (patch) => grown(patch, 1),
  }),
  backdrop: primitive({
    ...onPatch,
    summary: 'All positions of the box around a patch.',
    shape: '|out| = height width; empty for an empty patch',
    cost: 'O(|patch| + |out|)',
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
        gives: {
          s: [
            [0, 0],
            [0, 1],
            [1, 0],
            [1, 1],
          ],
        },
      },
    ],
    impl: backdrop,
  }),
  delta: primitive({
    ...onPatch,
    summary: 'The positions of the box around a patch that are not its own.',
    shape: 'backdrop without the patch',
    cost: 'O(|patch| + |out|)',
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [1, 1],
            ],
          },
        ],
        gives: {
          s: [
            [0, 1],
            [1, 0],
          ],
        },
      },
    ],
    impl: boxWithout,
  }),
}

function aim(start: Value, direction: Value, axis: 0 | 1): Value {
  return addValues(itemAt(start, axis), multiplyValues(SHOT_LENGTH, itemAt(direction, axis)))
}
