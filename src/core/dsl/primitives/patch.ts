import {
  colOfCode,
  isPackableCoord,
  packPosition,
  positionOfCode,
  rowOfCode,
  withColour,
  colourOfCode,
} from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { charge, failure } from '../meter'
import {
  CELLS,
  cellsOf,
  FrozenSet,
  GENERIC,
  INDICES,
  indicesOf,
  isTuple,
  pairOf,
  setOf,
  tupleOf,
  type Value,
} from '../value'
import { iterate, itemAt, lengthOf, unpackNumbers, unpackPair } from './pythonRules'

const EMPTY_PATCH = failure('the patch is empty')
const NO_CODES = new Int32Array(0)

/** Whether the elements of a non-empty patch are cells (colour, (row, column)) rather than positions. */
export function holdsCells(patch: Value): boolean {
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) return patch.kind === CELLS
  return isTuple(itemAt(iterate(patch)[0] as Value, 1))
}

/** The positions of a patch: a set for an Object, the patch itself for Indices (which may be a tuple). */
export function positionsOf(patch: Value): Value {
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) {
    return patch.kind === INDICES ? patch : indicesOf(positionCodes(patch) as Int32Array)
  }
  if (lengthOf(patch) === 0) return setOf([])
  if (!holdsCells(patch)) return patch
  return setOf(iterate(patch).map((cell) => unpackPair(cell)[1]))
}

/**
 * Packed positions of a patch, or null where it is not packed. Those of an Object are in the order of its cells and
 * repeat where cells of two colours share a position.
 */
export function positionCodes(patch: Value): Int32Array | null {
  if (!(patch instanceof FrozenSet)) return null
  if (patch.kind === INDICES) return patch.codes
  if (patch.kind === GENERIC) return patch.size === 0 ? NO_CODES : null
  charge(patch.codes.length >> 4)
  const codes = new Int32Array(patch.codes.length)
  for (let k = 0; k < codes.length; k++) codes[k] = positionOfCode(patch.codes[k] as number)
  return codes
}

/** The positions of a patch as pairs of numbers, each once unless the patch is a tuple. */
export function loosePositions(patch: Value): (readonly [number, number])[] {
  const items = iterate(positionsOf(patch))
  charge(items.length)
  return items.map(unpackNumbers)
}

export interface Bounds {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
}

/** The bounding box of a patch; fails on an empty one. */
export function boundsOf(patch: Value): Bounds {
  let top = Infinity
  let left = Infinity
  let bottom = -Infinity
  let right = -Infinity
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) {
    const { codes } = patch
    charge(1 + (codes.length >> 4))
    for (let k = 0; k < codes.length; k++) {
      const i = rowOfCode(codes[k] as number)
      const j = colOfCode(codes[k] as number)
      if (i < top) top = i
      if (i > bottom) bottom = i
      if (j < left) left = j
      if (j > right) right = j
    }
  } else {
    const positions = loosePositions(patch)
    if (positions.length === 0) throw EMPTY_PATCH
    for (const [i, j] of positions) {
      top = Math.min(top, i)
      bottom = Math.max(bottom, i)
      left = Math.min(left, j)
      right = Math.max(right, j)
    }
  }
  return { top, left, bottom, right }
}

/** (i, j) -> (ii i + ij j + i0, ji i + jj j + j0) */
export interface AffineMap {
  readonly ii: number
  readonly ij: number
  readonly i0: number
  readonly ji: number
  readonly jj: number
  readonly j0: number
}

/** A patch with every position mapped and colours kept; always a set. The patch is not empty. */
export function mapPatch(patch: Value, map: AffineMap): FrozenSet {
  if (patch instanceof FrozenSet && patch.kind !== GENERIC) {
    const mapped = mapCodes(patch, map)
    if (mapped) return patch.kind === CELLS ? cellsOf(mapped) : indicesOf(mapped)
  }
  const items = iterate(patch)
  charge(items.length)
  const move = (position: Value): Value => {
    const { 0: i, 1: j } = unpackNumbers(position)
    return pairOf(map.ii * i + map.ij * j + map.i0, map.ji * i + map.jj * j + map.j0)
  }
  if (!holdsCells(patch)) return setOf(items.map(move))
  return setOf(
    items.map((cell) => {
      const { 0: colour, 1: position } = unpackPair(cell)
      return tupleOf([colour, move(position)])
    }),
  )
}

function mapCodes(patch: FrozenSet, map: AffineMap): Int32Array | null {
  const { codes, kind } = patch
  const { ii, ij, i0, ji, jj, j0 } = map
  charge(1 + (codes.length >> 3))
  const mapped = new Int32Array(codes.length)
  for (let k = 0; k < codes.length; k++) {
    const code = codes[k] as number
    const i = rowOfCode(code)
    const j = colOfCode(code)
    const toI = ii * i + ij * j + i0
    const toJ = ji * i + jj * j + j0
    if (!isPackableCoord(toI) || !isPackableCoord(toJ)) return null
    const position = packPosition(toI, toJ)
    mapped[k] = kind === CELLS ? withColour(colourOfCode(code), position) : position
  }
  return mapped
}

/** The set of the positions (rowAt(k), colAt(k)) for k < count, packed where they fit. */
export function positionSet(count: number, rowAt: (k: number) => number, colAt: (k: number) => number): FrozenSet {
  const codes = new Int32Array(count)
  for (let k = 0; k < count; k++) {
    const i = rowAt(k)
    const j = colAt(k)
    if (!isPackableCoord(i) || !isPackableCoord(j)) {
      return setOf(Array.from({ length: count }, (_, at) => pairOf(rowAt(at), colAt(at))))
    }
    codes[k] = packPosition(i, j)
  }
  return indicesOf(codes)
}

/** Rows and columns of a grid-like tuple: its number of rows and the length of its first row. */
export function gridShape(grid: Value): readonly [number, number] {
  if (grid instanceof Grid) return [grid.rows, grid.cols]
  const rows = lengthOf(grid)
  return [rows, lengthOf(itemAt(grid, 0))]
}

/** The height of a patch, or the number of rows of a grid. */
export function heightOf(piece: Value): number {
  const count = lengthOf(piece)
  if (count === 0 || isTuple(piece)) return count
  const { top, bottom } = boundsOf(piece)
  return bottom - top + 1
}

/** The width of a patch, or the number of columns of a grid. */
export function widthOf(piece: Value): number {
  if (lengthOf(piece) === 0) return 0
  if (isTuple(piece)) return lengthOf(itemAt(piece, 0))
  const { left, right } = boundsOf(piece)
  return right - left + 1
}
