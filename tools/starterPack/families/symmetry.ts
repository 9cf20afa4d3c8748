import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import {
  at,
  blank,
  cutOut,
  drawRows,
  flipSideways,
  flipUpsideDown,
  sameRows,
  tally,
  transpose,
  type Rows,
} from '../rows'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Half a pattern on black is completed by its mirror image; the given half changes from pair to pair. */
const drawCompleted =
  (direction: 'sideways' | 'upside down') =>
  (rng: Rng, index: number): DrawnPair | null => {
    const rows = rng.between(4, 6)
    const half = rng.between(2, 4)
    const colours = pickColours(rng, 2)
    const pattern = connectedPattern(rng, rows, half, colours)
    if (!pattern) return null
    const gap = blank(rows, half)
    const given = index % 2 === 0 ? joined(pattern, gap) : joined(gap, flipSideways(pattern))
    const whole = joined(pattern, flipSideways(pattern))
    return direction === 'sideways'
      ? { input: given, output: whole }
      : { input: transpose(given), output: transpose(whole) }
  }

const joined = (left: Rows, right: Rows): Rows => left.map((row, i) => [...row, ...(right[i] ?? [])])

/** About a third of the cells, reaching the inner edge, so that the halves meet. */
function connectedPattern(rng: Rng, rows: number, cols: number, colours: readonly number[]): Rows | null {
  const pattern = drawRows(rows, cols, () => (rng.int(5) < 2 ? rng.pick(colours) : 0))
  const coloured = pattern.flat().filter((colour) => colour !== 0).length
  const meets = pattern.filter((row) => row.at(-1) !== 0).length
  const isSparse = coloured * 2 < rows * cols && coloured >= 4
  return isSparse && meets >= 2 && tally(pattern).length === 3 ? pattern : null
}

/** A quarter of a pattern becomes the whole of it. */
function drawFourfold(rng: Rng): DrawnPair | null {
  const half = rng.between(3, 4)
  const pattern = drawRows(half, half, () => (rng.int(5) < 2 ? rng.int(2) : 0))
  const colours = pickColours(rng, 2)
  const coloured = pattern.map((row) => row.map((cell) => (cell === 0 ? 0 : rng.pick(colours))))
  const count = coloured.flat().filter((colour) => colour !== 0).length
  if (count < 3 || count * 2 >= half * half || sameRows(coloured, transpose(coloured))) return null
  const side = half * 2
  return {
    input: drawRows(side, side, (i, j) => (i < half && j < half ? at(coloured, i, j) : 0)),
    output: drawRows(side, side, (i, j) => at(coloured, Math.min(i, side - 1 - i), Math.min(j, side - 1 - j))),
  }
}

interface Hidden {
  readonly whole: Rows
  readonly covered: Rows
  readonly top: number
  readonly left: number
  readonly height: number
  readonly width: number
}

/** A grid that equals its mirror image top to bottom, with an azure patch over part of one half. */
function hideInHalf(rng: Rng): Hidden {
  const half = rng.between(3, 4)
  const cols = rng.between(5, 7)
  const upper = mosaic(rng, half, cols, pickColours(rng, 3, [1, 2, 3, 4, 6, 7]))
  const whole = [...upper, ...flipUpsideDown(upper)]
  const height = rng.between(2, half)
  const width = rng.between(2, 3)
  const top = rng.int(2) === 0 ? rng.int(half - height + 1) : half + rng.int(half - height + 1)
  const left = rng.int(cols - width + 1)
  const covered = whole.map((row, i) =>
    row.map((colour, j) => (i >= top && i < top + height && j >= left && j < left + width ? 8 : colour)),
  )
  return { whole, covered, top, left, height, width }
}

function drawRepaired(rng: Rng): DrawnPair {
  const { covered, whole } = hideInHalf(rng)
  return { input: covered, output: whole }
}

function drawRepairedSideways(rng: Rng): DrawnPair {
  const { covered, whole } = hideInHalf(rng)
  return { input: transpose(covered), output: transpose(whole) }
}

function drawHiddenPatch(rng: Rng): DrawnPair {
  const { covered, whole, top, left, height, width } = hideInHalf(rng)
  return { input: transpose(covered), output: transpose(cutOut(whole, top, left, height, width)) }
}

/** Blue for a grid that equals its mirror image left to right, azure for one that does not. */
function drawVerdict(rng: Rng, index: number): DrawnPair | null {
  const rows = rng.between(3, 5)
  const cols = rng.between(3, 5)
  const colours = pickColours(rng, 2, [2, 3, 4, 6])
  const even = mosaic(rng, rows, cols, [0, ...colours])
  const symmetric = drawRows(rows, cols, (i, j) => at(even, i, Math.min(j, cols - 1 - j)))
  if (index % 2 === 0) return { input: symmetric, output: blank(1, 1, 1) }
  const upright = drawRows(rows, cols, (i, j) => at(even, Math.min(i, rows - 1 - i), j))
  const odd = index % 4 === 1 ? upright : even
  return sameRows(odd, flipSideways(odd)) ? null : { input: odd, output: blank(1, 1, 8) }
}

export const symmetryTasks: readonly TaskDesign[] = [
  {
    id: 'symmetry-complete',
    split: 'training',
    family: 'symmetry',
    summary: 'The missing half is drawn as the mirror image, left to right.',
    tags: ['mirror', 'complete'],
    program: ['x1 = vmirror(I)', 'x2 = asobject(x1)', 'O = underpaint(I, x2)'],
    draw: drawCompleted('sideways'),
  },
  {
    id: 'symmetry-complete-upright',
    split: 'evaluation',
    distance: 'near',
    family: 'symmetry',
    summary: 'The missing half is drawn as the mirror image, top to bottom.',
    tags: ['mirror', 'complete'],
    draw: drawCompleted('upside down'),
  },
  {
    id: 'symmetry-complete-fourfold',
    split: 'evaluation',
    distance: 'far',
    family: 'symmetry',
    summary: 'One quarter is mirrored into the other three.',
    tags: ['mirror', 'complete'],
    draw: drawFourfold,
  },
  {
    id: 'symmetry-repair',
    split: 'training',
    family: 'symmetry',
    summary: 'The azure patch is repaired from the mirror image, top to bottom.',
    tags: ['mirror', 'repair'],
    program: ['x1 = ofcolor(I, EIGHT)', 'x2 = hmirror(I)', 'x3 = toobject(x1, x2)', 'O = paint(I, x3)'],
    draw: drawRepaired,
  },
  {
    id: 'symmetry-repair-sideways',
    split: 'evaluation',
    distance: 'near',
    family: 'symmetry',
    summary: 'The azure patch is repaired from the mirror image, left to right.',
    tags: ['mirror', 'repair'],
    draw: drawRepairedSideways,
  },
  {
    id: 'symmetry-hidden-patch',
    split: 'evaluation',
    distance: 'middle',
    family: 'symmetry',
    summary: 'What the azure patch hides, read from the mirror image.',
    tags: ['mirror', 'crop'],
    draw: drawHiddenPatch,
  },
  {
    id: 'symmetry-verdict',
    split: 'evaluation',
    distance: 'far',
    family: 'symmetry',
    summary: 'Blue where the grid equals its mirror image, left to right; azure where not.',
    tags: ['mirror', 'decision'],
    trainPairs: 4,
    testPairs: 2,
    draw: drawVerdict,
  },
]
