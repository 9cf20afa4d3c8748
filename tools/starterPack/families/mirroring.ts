import type { Rng } from '../../../src/core/util/rng'
import { lopsidedMosaic, pickColours } from '../mosaic'
import { beside, blank, flipSideways, flipUpsideDown, quarterTurn, stacked, transpose, type Rows } from '../rows'
import { paintAll, paintCells, scatter } from '../scatter'
import { lopsidedBlob } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

interface MosaicSize {
  readonly low: number
  readonly high: number
  readonly square?: boolean
}

/** A mosaic and what becomes of the whole of it. */
const drawChanged =
  ({ low, high, square = false }: MosaicSize, change: (rows: Rows) => Rows) =>
  (rng: Rng): DrawnPair => {
    const rows = rng.between(low, high)
    const cols = square ? rows : rng.between(low, high)
    const input = lopsidedMosaic(rng, rows, cols, [0, ...pickColours(rng, rng.between(2, 3))])
    return { input, output: change(input) }
  }

const halfTurn = (rows: Rows): Rows => flipUpsideDown(flipSideways(rows))

const fourWays = (rows: Rows): Rows => {
  const upper = beside(rows, flipSideways(rows))
  return stacked(upper, flipUpsideDown(upper))
}

const pinwheel = (rows: Rows): Rows => {
  const upper = beside(rows, quarterTurn(rows))
  return stacked(upper, halfTurn(upper))
}

/** A shape turns over inside its own bounding box. */
const drawTurnedOver =
  (way: 'sideways' | 'upside down') =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(5, 8)
    const cols = rng.between(5, 8)
    const [colour = 1] = pickColours(rng, 1)
    const shape = scatter(rng, rows, cols, [lopsidedBlob(rng, rng.between(5, 8), colour, 4)])?.[0]
    if (!shape) return null
    const turned = shape.cells.map(({ i, j }) =>
      way === 'sideways'
        ? { i, j: 2 * shape.left + shape.width - 1 - j, colour }
        : { i: 2 * shape.top + shape.height - 1 - i, j, colour },
    )
    return { input: paintAll(blank(rows, cols), [shape]), output: paintCells(blank(rows, cols), turned) }
  }

export const mirroringTasks: readonly TaskDesign[] = [
  {
    id: 'mirroring-top-bottom',
    split: 'training',
    family: 'mirroring',
    summary: 'The grid is turned over top to bottom.',
    tags: ['whole grid', 'mirror'],
    program: ['O = hmirror(I)'],
    draw: drawChanged({ low: 3, high: 5 }, flipUpsideDown),
  },
  {
    id: 'mirroring-left-right',
    split: 'evaluation',
    distance: 'near',
    family: 'mirroring',
    summary: 'The grid is turned over left to right.',
    tags: ['whole grid', 'mirror'],
    draw: drawChanged({ low: 3, high: 6 }, flipSideways),
  },
  {
    id: 'mirroring-diagonal',
    split: 'training',
    family: 'mirroring',
    summary: 'The grid is mirrored at its diagonal: rows become columns.',
    tags: ['whole grid', 'mirror', 'diagonal'],
    program: ['O = dmirror(I)'],
    draw: drawChanged({ low: 3, high: 5 }, transpose),
  },
  {
    id: 'rotating-quarter',
    split: 'training',
    family: 'mirroring',
    summary: 'The grid makes a quarter turn clockwise.',
    tags: ['whole grid', 'rotate'],
    program: ['O = rot90(I)'],
    draw: drawChanged({ low: 3, high: 5 }, quarterTurn),
  },
  {
    id: 'rotating-half',
    split: 'evaluation',
    distance: 'near',
    family: 'mirroring',
    summary: 'The grid makes a half turn.',
    tags: ['whole grid', 'rotate'],
    draw: drawChanged({ low: 3, high: 5 }, halfTurn),
  },
  {
    id: 'mirroring-beside',
    split: 'training',
    family: 'mirroring',
    summary: 'The mirror image is set beside the grid.',
    tags: ['whole grid', 'mirror', 'concatenate'],
    program: ['x1 = vmirror(I)', 'O = hconcat(I, x1)'],
    draw: drawChanged({ low: 2, high: 4 }, (rows) => beside(rows, flipSideways(rows))),
  },
  {
    id: 'mirroring-below',
    split: 'evaluation',
    distance: 'middle',
    family: 'mirroring',
    summary: 'The mirror image is set below the grid.',
    tags: ['whole grid', 'mirror', 'concatenate'],
    draw: drawChanged({ low: 2, high: 4 }, (rows) => stacked(rows, flipUpsideDown(rows))),
  },
  {
    id: 'mirroring-four-ways',
    split: 'evaluation',
    distance: 'middle',
    family: 'mirroring',
    summary: 'The grid becomes one quarter of a kaleidoscope.',
    tags: ['whole grid', 'mirror', 'concatenate'],
    draw: drawChanged({ low: 2, high: 4 }, fourWays),
  },
  {
    id: 'rotating-pinwheel',
    split: 'evaluation',
    distance: 'far',
    family: 'mirroring',
    summary: 'Four copies, each turned a quarter further, form a pinwheel.',
    tags: ['whole grid', 'rotate', 'concatenate'],
    draw: drawChanged({ low: 2, high: 4, square: true }, pinwheel),
  },
  {
    id: 'mirroring-shape-sideways',
    split: 'training',
    family: 'mirroring',
    summary: 'The shape turns over left to right where it stands.',
    tags: ['single object', 'mirror'],
    program: [
      'x1 = objects(I, T, F, T)',
      'x2 = first(x1)',
      'x3 = cover(I, x2)',
      'x4 = vmirror(x2)',
      'O = paint(x3, x4)',
    ],
    draw: drawTurnedOver('sideways'),
  },
  {
    id: 'mirroring-shape-upside-down',
    split: 'evaluation',
    distance: 'near',
    family: 'mirroring',
    summary: 'The shape turns over top to bottom where it stands.',
    tags: ['single object', 'mirror'],
    draw: drawTurnedOver('upside down'),
  },
]
