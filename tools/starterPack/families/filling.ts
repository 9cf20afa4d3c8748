import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import { blank, drawRows, heightOf, widthOf } from '../rows'
import { boxCells, paintAll, paintCells, place, ringCells, scatter, type Placed, type ScatterOptions } from '../scatter'
import { hollow, raggedBlob, solid, type Cell, type Sprite } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

interface Scene {
  readonly low: number
  readonly high: number
  readonly sprites: (rng: Rng) => Sprite[]
  readonly options?: ScatterOptions
}

/** Sprites at random places; `added` cells appear in the output, beneath the sprites. */
const drawAdded =
  ({ low, high, sprites, options = {} }: Scene, added: (one: Placed) => readonly Cell[]) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(low, high)
    const cols = rng.between(low, high)
    const placed = scatter(rng, rows, cols, sprites(rng), options)
    if (!placed) return null
    const ground = blank(rows, cols)
    const below = paintCells(ground, placed.flatMap(added))
    return { input: paintAll(ground, placed), output: paintAll(below, placed) }
  }

const colourOf = (one: Placed): number => one.cells[0]?.colour ?? 0

/** Closed rings and at least one with a gap, which holds no water. */
function ringsWithGap(rng: Rng): Sprite[] {
  const colour = pickColours(rng, 1, [1, 2, 3, 8])[0] ?? 1
  const rings = Array.from({ length: 3 }, () => hollow(rng.between(3, 4), rng.between(3, 5), colour))
  const leaky = rings[0] ?? []
  return [leaky.filter(({ i, j }) => !(i === 0 && j === 1)), ...rings.slice(1)]
}

/** What a ring encloses, or nothing where it has a gap. */
function enclosed(one: Placed): Cell[] {
  const isClosed = one.cells.length === 2 * (one.height + one.width) - 4
  return isClosed ? boxCells(one, 4, -1) : []
}

const raggedShapes = (rng: Rng): Sprite[] =>
  pickColours(rng, rng.between(2, 3), [1, 2, 4, 6, 8]).map((colour) => raggedBlob(rng, rng.between(4, 6), colour))

const smallBlocks = (rng: Rng): Sprite[] =>
  pickColours(rng, rng.between(2, 3), [1, 2, 6, 8]).map((colour) => solid(rng.between(1, 2), rng.between(1, 3), colour))

const dots = (rng: Rng): Sprite[] => Array.from({ length: rng.between(2, 4) }, () => solid(1, 1, 2))

const isDiagonal = (one: Placed, cell: Cell): boolean => cell.i !== one.top && cell.j !== one.left

/** Four red markers span a rectangle among grey specks. */
const drawBetween =
  (cells: (frame: Placed) => readonly Cell[]) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(6, 9)
    const cols = rng.between(6, 9)
    const height = rng.between(3, 6)
    const width = rng.between(3, 6)
    const corners = solid(height, width, 2).filter(
      ({ i, j }) => (i === 0 || i === height - 1) && (j === 0 || j === width - 1),
    )
    const frame = scatter(rng, rows, cols, [corners])?.[0]
    if (!frame) return null
    const grey = Array.from({ length: 4 }, () => place(solid(1, 1, 5), rng.int(rows), rng.int(cols)))
    const above = [...grey, frame]
    const ground = blank(rows, cols)
    return { input: paintAll(ground, above), output: paintAll(paintCells(ground, cells(frame)), above) }
  }

function drawFrameAround(rng: Rng): DrawnPair {
  const input = mosaic(rng, rng.between(3, 6), rng.between(3, 6), [0, ...pickColours(rng, 2)])
  return {
    input,
    output: drawRows(heightOf(input) + 2, widthOf(input) + 2, (i, j) => input[i - 1]?.[j - 1] ?? 5),
  }
}

/** The outermost cells of the whole grid (or only its corners) become azure. */
const drawEdge =
  (which: 'border' | 'corners') =>
  (rng: Rng): DrawnPair => {
    const input = mosaic(rng, rng.between(4, 7), rng.between(4, 7), [0, ...pickColours(rng, 2, [1, 2, 3, 4, 6])])
    const last = { i: heightOf(input) - 1, j: widthOf(input) - 1 }
    const output = input.map((row, i) =>
      row.map((colour, j) => {
        const sides = Number(i === 0 || i === last.i) + Number(j === 0 || j === last.j)
        return sides >= (which === 'border' ? 1 : 2) ? 8 : colour
      }),
    )
    return { input, output }
  }

export const fillingTasks: readonly TaskDesign[] = [
  {
    id: 'filling-holes',
    split: 'training',
    family: 'filling',
    summary: 'What is closed in becomes yellow; a ring with a gap holds nothing.',
    tags: ['enclosed', 'objects'],
    program: [
      'x1 = objects(I, T, F, F)',
      'x2 = colorfilter(x1, ZERO)',
      'x3 = rbind(bordering, I)',
      'x4 = compose(flip, x3)',
      'x5 = mfilter(x2, x4)',
      'O = fill(I, FOUR, x5)',
    ],
    draw: drawAdded({ low: 9, high: 12, sprites: ringsWithGap }, enclosed),
  },
  {
    id: 'filling-up-boxes',
    split: 'training',
    family: 'filling',
    summary: 'Green fills each shape up to a rectangle.',
    tags: ['objects', 'rectangle'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = mapply(delta, x1)', 'O = fill(I, THREE, x2)'],
    draw: drawAdded({ low: 7, high: 9, sprites: raggedShapes }, (one) => boxCells(one, 3)),
  },
  {
    id: 'enclosing-shapes',
    split: 'evaluation',
    distance: 'near',
    family: 'filling',
    summary: 'A green ring runs around each shape.',
    tags: ['objects', 'ring'],
    draw: drawAdded({ low: 8, high: 10, sprites: smallBlocks, options: { gap: 3, room: [1, 1, 1, 1] } }, (one) =>
      ringCells(one, 3, 1),
    ),
  },
  {
    id: 'filling-own-colour',
    split: 'training',
    family: 'filling',
    summary: 'Each shape grows to a rectangle of its own colour.',
    tags: ['objects', 'rectangle', 'function value'],
    program: [
      'x1 = objects(I, T, F, T)',
      'x2 = fork(recolor, color, backdrop)',
      'x3 = mapply(x2, x1)',
      'O = paint(I, x3)',
    ],
    draw: drawAdded({ low: 7, high: 9, sprites: raggedShapes }, (one) => boxCells(one, colourOf(one))),
  },
  {
    id: 'enclosing-own-colour',
    split: 'evaluation',
    distance: 'near',
    family: 'filling',
    summary: 'Each shape grows by one cell on all sides, in its own colour.',
    tags: ['objects', 'ring', 'function value'],
    draw: drawAdded({ low: 8, high: 10, sprites: smallBlocks, options: { gap: 3, room: [1, 1, 1, 1] } }, (one) =>
      ringCells(one, colourOf(one), 1),
    ),
  },
  {
    id: 'enclosing-cells',
    split: 'training',
    family: 'filling',
    summary: 'Each red cell gets a blue ring.',
    tags: ['neighbours', 'ring'],
    program: ['x1 = ofcolor(I, TWO)', 'x2 = mapply(neighbors, x1)', 'O = fill(I, ONE, x2)'],
    draw: drawAdded({ low: 6, high: 9, sprites: dots, options: { gap: 2 } }, (one) => ringCells(one, 1, 1)),
  },
  {
    id: 'enclosing-cells-plus',
    split: 'evaluation',
    distance: 'near',
    family: 'filling',
    summary: 'Each red cell gets a blue neighbour above, below, left and right.',
    tags: ['neighbours', 'cross'],
    draw: drawAdded({ low: 6, high: 9, sprites: dots, options: { gap: 2 } }, (one) =>
      ringCells(one, 1, 1).filter((cell) => !isDiagonal(one, cell)),
    ),
  },
  {
    id: 'filling-between-markers',
    split: 'training',
    family: 'filling',
    summary: 'Azure fills the rectangle between four red markers, behind everything else.',
    tags: ['markers', 'rectangle', 'layers'],
    program: ['x1 = ofcolor(I, TWO)', 'x2 = backdrop(x1)', 'O = underfill(I, EIGHT, x2)'],
    draw: drawBetween((frame) => boxCells(frame, 8)),
  },
  {
    id: 'enclosing-between-markers',
    split: 'evaluation',
    distance: 'near',
    family: 'filling',
    summary: 'Azure lines join the four red markers, behind everything else.',
    tags: ['markers', 'ring', 'layers'],
    draw: drawBetween((frame) => ringCells(frame, 8)),
  },
  {
    id: 'enclosing-frame-around',
    split: 'training',
    family: 'filling',
    summary: 'A grey frame is put around the grid.',
    tags: ['frame', 'larger grid'],
    program: [
      'x1 = shape(I)',
      'x2 = add(x1, TWO)',
      'x3 = canvas(FIVE, x2)',
      'x4 = asobject(I)',
      'x5 = shift(x4, UNITY)',
      'O = paint(x3, x5)',
    ],
    draw: drawFrameAround,
  },
  {
    id: 'enclosing-border',
    split: 'training',
    family: 'filling',
    summary: 'The outermost cells of the grid become azure.',
    tags: ['frame'],
    program: ['x1 = asindices(I)', 'x2 = box(x1)', 'O = fill(I, EIGHT, x2)'],
    draw: drawEdge('border'),
  },
  {
    id: 'enclosing-corners',
    split: 'evaluation',
    distance: 'near',
    family: 'filling',
    summary: 'The four corners of the grid become azure.',
    tags: ['corner'],
    draw: drawEdge('corners'),
  },
]
