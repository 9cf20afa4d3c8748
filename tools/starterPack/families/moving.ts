import type { Rng } from '../../../src/core/util/rng'
import { pickColours } from '../mosaic'
import { blank } from '../rows'
import { moved, paintAll, paintCells, scatter, type Placed, type ScatterOptions } from '../scatter'
import { blob, lopsidedBlob, raggedBlob } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** One shape on an empty grid moves by (di, dj). */
const drawShiftedShape =
  (di: number, dj: number) =>
  (rng: Rng): DrawnPair | null => {
    const scene = loneShape(rng, {
      room: [Math.max(0, -di), Math.max(0, dj), Math.max(0, di), Math.max(0, -dj)],
    })
    return scene && { input: scene.input, output: paintCells(scene.empty, moved(scene.shape.cells, di, dj)) }
  }

function loneShape(rng: Rng, options: ScatterOptions) {
  const rows = rng.between(5, 8)
  const cols = rng.between(5, 8)
  const [colour = 1] = pickColours(rng, 1)
  const placed = scatter(rng, rows, cols, [raggedBlob(rng, rng.between(3, 5), colour)], options)
  const shape = placed?.[0]
  if (!shape) return null
  const empty = blank(rows, cols)
  return { empty, shape, input: paintAll(empty, [shape]) }
}

/** The copy touches the shape: below it or to its right. */
const drawCopy =
  (direction: 'below' | 'right') =>
  (rng: Rng, index: number): DrawnPair | null => {
    const scene = loneShape(rng, {})
    if (!scene) return null
    const { shape, input, empty } = scene
    if (shape.height === shape.width) return null // else height and width would do equally well
    const distance = direction === 'below' ? shape.height : shape.width
    if (index < 2 && distance !== index + 2) return null // and so would a fixed number
    if (distance === shape.cells[0]?.colour) return null // or the number of its colour
    const di = direction === 'below' ? shape.height : 0
    const dj = direction === 'right' ? shape.width : 0
    if (shape.top + di + shape.height > empty.length) return null
    if (shape.left + dj + shape.width > (empty[0]?.length ?? 0)) return null
    return { input, output: paintCells(input, moved(shape.cells, di, dj)) }
  }

const WALL = 5
const SLIDER = 2

/** A red shape slides until it touches the grey wall, which stands on another side in each demonstration. */
function drawSlideToWall(rng: Rng, index: number): DrawnPair | null {
  const rows = rng.between(6, 8)
  const cols = rng.between(6, 8)
  const side = index % 4
  const isWall = (i: number, j: number): boolean => [i === rows - 1, j === cols - 1, i === 0, j === 0][side] ?? false
  const empty = blank(rows, cols).map((row, i) => row.map((_, j) => (isWall(i, j) ? WALL : 0)))
  const placed = scatter(rng, rows, cols, [raggedBlob(rng, rng.between(3, 4), SLIDER)], { room: [1, 1, 1, 1] })
  const shape = placed?.[0]
  if (!shape) return null
  const way = [
    rows - 1 - (shape.top + shape.height),
    cols - 1 - (shape.left + shape.width),
    shape.top - 1,
    shape.left - 1,
  ][side]
  const [di, dj] = [
    [1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ][side] as [number, number]
  const steps = way ?? 0
  return {
    input: paintAll(empty, [shape]),
    output: paintCells(empty, moved(shape.cells, di * steps, dj * steps)),
  }
}

/** Three shapes of different sizes; the smallest goes up by one. */
function drawSmallestUp(rng: Rng): DrawnPair | null {
  const rows = rng.between(7, 9)
  const cols = rng.between(7, 9)
  const colours = pickColours(rng, 3)
  const sizes = [rng.between(1, 2), rng.between(3, 4), rng.between(5, 6)]
  const placed = scatter(
    rng,
    rows,
    cols,
    sizes.map((size, k) => blob(rng, size, colours[k] ?? 1)),
    { room: [1, 0, 0, 0] },
  )
  const [smallest, ...others] = placed ?? []
  if (!smallest) return null
  const empty = blank(rows, cols)
  const raised: Placed = { ...smallest, cells: moved(smallest.cells, -1, 0) }
  return { input: paintAll(empty, [smallest, ...others]), output: paintAll(empty, [raised, ...others]) }
}

function drawToTopLeft(rng: Rng): DrawnPair | null {
  const size = rng.between(5, 7)
  const [colour = 1] = pickColours(rng, 1)
  const shape = scatter(rng, size, size, [lopsidedBlob(rng, rng.between(4, 5), colour)])?.[0]
  if (!shape || (shape.top === 0 && shape.left === 0)) return null
  const empty = blank(size, size)
  return {
    input: paintAll(empty, [shape]),
    output: paintCells(empty, moved(shape.cells, -shape.top, -shape.left)),
  }
}

export const movingTasks: readonly TaskDesign[] = [
  {
    id: 'moving-down-one',
    split: 'training',
    family: 'moving',
    summary: 'The shape moves down by one cell.',
    tags: ['move', 'single object'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = first(x1)', 'O = move(I, x2, DOWN)'],
    draw: drawShiftedShape(1, 0),
  },
  {
    id: 'moving-right-two',
    split: 'evaluation',
    distance: 'near',
    family: 'moving',
    summary: 'The shape moves right by two cells.',
    tags: ['move', 'single object'],
    draw: drawShiftedShape(0, 2),
  },
  {
    id: 'moving-diagonally',
    split: 'evaluation',
    distance: 'near',
    family: 'moving',
    summary: 'The shape moves one cell up and one to the right.',
    tags: ['move', 'single object', 'diagonal'],
    draw: drawShiftedShape(-1, 1),
  },
  {
    id: 'moving-copy-below',
    split: 'training',
    family: 'moving',
    summary: 'A copy of the shape is set directly below it.',
    tags: ['copy', 'single object'],
    program: [
      'x1 = objects(I, T, F, T)',
      'x2 = first(x1)',
      'x3 = height(x2)',
      'x4 = toivec(x3)',
      'x5 = shift(x2, x4)',
      'O = paint(I, x5)',
    ],
    draw: drawCopy('below'),
  },
  {
    id: 'moving-copy-right',
    split: 'evaluation',
    distance: 'middle',
    family: 'moving',
    summary: 'A copy of the shape is set directly to its right.',
    tags: ['copy', 'single object'],
    draw: drawCopy('right'),
  },
  {
    id: 'moving-slide-to-wall',
    split: 'training',
    family: 'moving',
    summary: 'The red shape slides until it touches the grey wall.',
    tags: ['move', 'contact'],
    trainPairs: 4,
    testPairs: 2,
    program: [
      'x1 = ofcolor(I, TWO)',
      'x2 = ofcolor(I, FIVE)',
      'x3 = gravitate(x1, x2)',
      'x4 = toobject(x1, I)',
      'O = move(I, x4, x3)',
    ],
    draw: drawSlideToWall,
  },
  {
    id: 'moving-smallest-up',
    split: 'evaluation',
    distance: 'middle',
    family: 'moving',
    summary: 'The smallest shape moves up by one cell.',
    tags: ['move', 'smallest'],
    draw: drawSmallestUp,
  },
  {
    id: 'moving-to-top-left',
    split: 'evaluation',
    distance: 'near',
    family: 'moving',
    summary: 'The shape goes into the top left corner.',
    tags: ['move', 'single object'],
    draw: drawToTopLeft,
  },
]
