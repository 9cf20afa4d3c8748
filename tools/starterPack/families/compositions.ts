import type { Rng } from '../../../src/core/util/rng'
import { lopsidedMosaic, mosaic, pickColours } from '../mosaic'
import {
  at,
  beside,
  blank,
  cutOut,
  drawRows,
  flipSideways,
  flipUpsideDown,
  heightOf,
  mapColours,
  quarterTurn,
  stacked,
  widthOf,
  type Rows,
} from '../rows'
import { paintAll, scatter } from '../scatter'
import { raggedBlob, spriteOf } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

const drawSwappedHalves =
  (halves: 'left and right' | 'top and bottom') =>
  (rng: Rng): DrawnPair => {
    const [a = 1, b = 2, c = 3, d = 4] = pickColours(rng, 4)
    const rows = rng.between(2, 4)
    const cols = rng.between(2, 4)
    const first = mosaic(rng, rows, cols, [a, b])
    const second = mosaic(rng, rows, cols, [c, d])
    const join = halves === 'left and right' ? beside : stacked
    return { input: join(first, second), output: join(second, first) }
  }

/** Two panels of one size with a grey line between them, and what comes of laying one on the other. */
const drawPanelPair =
  (
    colours: readonly [left: readonly number[], right: readonly number[]],
    lay: (left: number, right: number) => number,
    direction: 'beside' | 'stacked' = 'beside',
  ) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(3, 5)
    const cols = rng.between(3, 5)
    const left = mosaic(rng, rows, cols, colours[0])
    const right = mosaic(rng, rows, cols, colours[1])
    const output = drawRows(rows, cols, (i, j) => lay(at(left, i, j), at(right, i, j)))
    const changed = output.flat().filter((colour, k) => colour !== left.flat()[k]).length
    if (changed < 2 || output.flat().every((colour) => colour === 0)) return null
    return {
      input:
        direction === 'beside'
          ? [left, blank(rows, 1, 5), right].reduce(beside)
          : [left, blank(1, cols, 5), right].reduce(stacked),
      output,
    }
  }

/** A colourful patch on black; the output is made from the patch alone. */
const drawFromPatch =
  (change: (rows: Rows) => Rows) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(6, 8)
    const cols = rng.between(6, 8)
    const patch = mosaic(rng, rng.between(2, 3), rng.between(2, 3), pickColours(rng, 3))
    const placed = scatter(rng, rows, cols, [spriteOf(patch)])
    return placed && { input: paintAll(blank(rows, cols), placed), output: change(patch) }
  }

const doubled = (rows: Rows): Rows =>
  drawRows(heightOf(rows) * 2, widthOf(rows) * 2, (i, j) => at(rows, Math.floor(i / 2), Math.floor(j / 2)))

function drawLargestMirrored(rng: Rng): DrawnPair | null {
  const rows = rng.between(7, 9)
  const cols = rng.between(7, 9)
  const colours = pickColours(rng, 3)
  const sizes = [6, rng.between(3, 4), rng.between(3, 4)]
  const placed = scatter(
    rng,
    rows,
    cols,
    sizes.map((size, k) => raggedBlob(rng, size, colours[k] ?? 1)),
  )
  const largest = placed?.[0]
  if (!placed || !largest) return null
  const input = paintAll(blank(rows, cols), placed)
  const piece = cutOut(input, largest.top, largest.left, largest.height, largest.width)
  return { input, output: beside(piece, flipSideways(piece)) }
}

function drawRecolouredAndTurned(rng: Rng): DrawnPair {
  const [other = 1] = pickColours(rng, 1, [1, 3, 6, 8])
  const input = lopsidedMosaic(rng, rng.between(3, 5), rng.between(3, 5), [0, 2, other])
  return { input, output: flipUpsideDown(mapColours(input, (colour) => (colour === 2 ? 4 : colour))) }
}

function drawHalfTurned(rng: Rng): DrawnPair {
  const [a = 1, b = 2, c = 3, d = 4] = pickColours(rng, 4)
  const rows = rng.between(2, 3)
  const cols = rng.between(3, 5)
  const upper = lopsidedMosaic(rng, rows, cols, [a, b])
  return { input: stacked(upper, mosaic(rng, rows, cols, [c, d])), output: quarterTurn(upper) }
}

function drawPeeledAndTiled(rng: Rng): DrawnPair {
  const [frame = 1, ...inside] = pickColours(rng, 3)
  const content = mosaic(rng, rng.between(2, 4), rng.between(2, 4), [0, ...inside])
  const input = drawRows(heightOf(content) + 2, widthOf(content) + 2, (i, j) => content[i - 1]?.[j - 1] ?? frame)
  return { input, output: beside(content, content) }
}

export const compositionsTasks: readonly TaskDesign[] = [
  {
    id: 'compositions-swap-halves',
    split: 'training',
    family: 'compositions',
    summary: 'The left and the right half change places.',
    tags: ['half', 'swap'],
    program: ['x1 = lefthalf(I)', 'x2 = righthalf(I)', 'O = hconcat(x2, x1)'],
    draw: drawSwappedHalves('left and right'),
  },
  {
    id: 'compositions-swap-top-bottom',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'The top and the bottom half change places.',
    tags: ['half', 'swap'],
    draw: drawSwappedHalves('top and bottom'),
  },
  {
    id: 'compositions-cut-away',
    split: 'training',
    family: 'compositions',
    summary: 'Red in the right panel cuts holes into the left panel.',
    tags: ['panels', 'logic'],
    program: ['x1 = lefthalf(I)', 'x2 = righthalf(I)', 'x3 = ofcolor(x2, TWO)', 'O = fill(x1, ZERO, x3)'],
    draw: drawPanelPair(
      [
        [0, 1, 1],
        [0, 2],
      ],
      (left, right) => (right === 2 ? 0 : left),
    ),
  },
  {
    id: 'compositions-overlay',
    split: 'evaluation',
    distance: 'near',
    family: 'compositions',
    summary: 'Red in the right panel is laid over the left panel.',
    tags: ['panels', 'layers'],
    draw: drawPanelPair(
      [
        [0, 4],
        [0, 0, 2],
      ],
      (left, right) => (right === 2 ? 2 : left),
    ),
  },
  {
    id: 'compositions-agreement',
    split: 'training',
    family: 'compositions',
    summary: 'Where the two panels agree the colour stays, elsewhere black.',
    tags: ['panels', 'logic'],
    program: ['x1 = lefthalf(I)', 'x2 = righthalf(I)', 'O = cellwise(x1, x2, ZERO)'],
    draw: drawPanelPair(
      [
        [3, 6],
        [3, 6],
      ],
      (left, right) => (left === right ? left : 0),
    ),
  },
  {
    id: 'compositions-agreement-stacked',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'Where the upper and the lower panel agree the colour stays, elsewhere black.',
    tags: ['panels', 'logic'],
    draw: drawPanelPair(
      [
        [1, 8],
        [1, 8],
      ],
      (left, right) => (left === right ? left : 0),
      'stacked',
    ),
  },
  {
    id: 'compositions-shared-cells',
    split: 'training',
    family: 'compositions',
    summary: 'The left panel, with green where both panels are blue.',
    tags: ['panels', 'logic'],
    program: [
      'x1 = lefthalf(I)',
      'x2 = righthalf(I)',
      'x3 = ofcolor(x1, ONE)',
      'x4 = ofcolor(x2, ONE)',
      'x5 = intersection(x3, x4)',
      'O = fill(x1, THREE, x5)',
    ],
    draw: drawPanelPair(
      [
        [0, 1],
        [0, 1],
      ],
      (left, right) => (left === 1 && right === 1 ? 3 : left),
    ),
  },
  {
    id: 'compositions-crop-and-double',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'The colourful patch is cut out and becomes twice as large.',
    tags: ['crop', 'scale'],
    draw: drawFromPatch(doubled),
  },
  {
    id: 'compositions-largest-mirrored',
    split: 'evaluation',
    distance: 'far',
    family: 'compositions',
    summary: 'The largest shape is cut out, its mirror image beside it.',
    tags: ['largest', 'crop', 'mirror'],
    draw: drawLargestMirrored,
  },
  {
    id: 'compositions-recolour-and-mirror',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'Red becomes yellow and the grid is turned over top to bottom.',
    tags: ['colours', 'mirror'],
    draw: drawRecolouredAndTurned,
  },
  {
    id: 'compositions-half-and-rotate',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'The top half, turned a quarter clockwise.',
    tags: ['half', 'rotate'],
    draw: drawHalfTurned,
  },
  {
    id: 'compositions-peel-and-tile',
    split: 'evaluation',
    distance: 'middle',
    family: 'compositions',
    summary: 'The frame is peeled off and the content set side by side twice.',
    tags: ['frame', 'tile'],
    draw: drawPeeledAndTiled,
  },
]
