import type { Rng } from '../../../src/core/util/rng'
import { pickColours } from '../mosaic'
import { blank, cutOut } from '../rows'
import { paintAll, paintCells, place, recoloured, scatter, type Placed } from '../scatter'
import { blob, raggedBlob, solid } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Shapes and single cells; only the shapes stay. */
function drawSpecksRemoved(rng: Rng): DrawnPair | null {
  const rows = rng.between(7, 9)
  const cols = rng.between(7, 9)
  const shapes = pickColours(rng, 2).map((colour) => blob(rng, rng.between(4, 6), colour))
  const specks = Array.from({ length: rng.between(2, 4) }, () => solid(1, 1, pickColours(rng, 1)[0] ?? 1))
  const placed = scatter(rng, rows, cols, [...shapes, ...specks])
  if (!placed) return null
  const ground = blank(rows, cols)
  return { input: paintAll(ground, placed), output: paintAll(ground, placed.slice(0, shapes.length)) }
}

/** Shapes of different sizes, the largest first; `stays` says by rank which of them remain. */
const drawBySizeKept =
  (stays: (rank: number) => boolean) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(7, 10)
    const cols = rng.between(7, 10)
    const sizes = [rng.between(6, 7), 5, rng.between(3, 4), rng.between(1, 2)].slice(0, rng.between(3, 4))
    const colours = pickColours(rng, 4)
    const placed = scatter(
      rng,
      rows,
      cols,
      sizes.map((size, k) => blob(rng, size, colours[k] ?? 1)),
    )
    if (!placed) return null
    const ground = blank(rows, cols)
    return {
      input: paintAll(ground, placed),
      output: paintAll(
        ground,
        placed.filter((_, rank) => stays(rank)),
      ),
    }
  }

/** All shapes have one colour except one, which is cut out. */
function drawOddColour(rng: Rng, index: number): DrawnPair | null {
  const rows = rng.between(7, 9)
  const cols = rng.between(7, 9)
  const [odd = 1, usual = 2] = pickColours(rng, 2)
  const sprites = [odd, usual, usual, usual].map((colour) => raggedBlob(rng, rng.between(3, 5), colour))
  const placed = scatter(rng, rows, cols, sprites)
  const chosen = placed?.[0]
  if (!placed || !chosen) return null
  const sizes = placed.map((one) => one.cells.length)
  if (index === 1 && chosen.cells.length === Math.min(...sizes)) return null // colour, not size
  if (index === 2 && chosen.cells.length === Math.max(...sizes)) return null
  const input = paintAll(blank(rows, cols), placed)
  return { input, output: cutOut(input, chosen.top, chosen.left, chosen.height, chosen.width) }
}

/** A row of the shapes' colours, in the order that `rank` gives. */
const drawInOrder =
  (rank: (one: Placed) => number) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(6, 8)
    const cols = rng.between(7, 9)
    const sizes = rng.shuffle([1, 2, 3, 4, 5]).slice(0, rng.between(3, 4))
    const colours = pickColours(rng, sizes.length)
    const placed = scatter(
      rng,
      rows,
      cols,
      sizes.map((size, k) => blob(rng, size, colours[k] ?? 1)),
    )
    if (!placed || new Set(placed.map(rank)).size < placed.length) return null
    const ordered = placed.slice().sort((a, b) => rank(a) - rank(b))
    return { input: paintAll(blank(rows, cols), placed), output: [ordered.map((one) => one.cells[0]?.colour ?? 0)] }
  }

/** Grey shapes that share a row (or a column) with the red marker become green. */
const drawLevelWithMarker =
  (marker: 'left edge' | 'top edge') =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(7, 9)
    const cols = rng.between(7, 9)
    const isLeft = marker === 'left edge'
    const red = isLeft ? place(solid(1, 1, 2), rng.int(rows), 0) : place(solid(1, 1, 2), 0, rng.int(cols))
    const sprites = Array.from({ length: 4 }, () => raggedBlob(rng, rng.between(3, 5), 5))
    const placed = scatter(rng, rows, cols, sprites, { room: isLeft ? [0, 0, 0, 2] : [2, 0, 0, 0] })
    if (!placed) return null
    const isLevel = (one: Placed): boolean => one.cells.some(({ i, j }) => (isLeft ? i === red.top : j === red.left))
    const hits = placed.filter(isLevel)
    if (hits.length === 0 || hits.length > 2) return null
    const input = paintAll(blank(rows, cols), [red, ...placed])
    return {
      input,
      output: paintCells(
        input,
        hits.flatMap((one) => recoloured(one.cells, 3)),
      ),
    }
  }

/** Rectangles with odd sides; a yellow cell marks one place of each. */
const drawMarked =
  (where: (one: Placed) => { i: number; j: number }) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(8, 10)
    const cols = rng.between(8, 10)
    const sizes = [
      [3, 3],
      [3, 5],
      [5, 3],
    ] as const
    const colours = pickColours(rng, 3, [1, 2, 3, 6, 8])
    const placed = scatter(
      rng,
      rows,
      cols,
      Array.from({ length: rng.between(2, 3) }, (_, k) => {
        const [height, width] = rng.pick(sizes)
        return solid(height, width, colours[k] ?? 1)
      }),
    )
    if (!placed) return null
    const input = paintAll(blank(rows, cols), placed)
    return {
      input,
      output: paintCells(
        input,
        placed.map((one) => ({ ...where(one), colour: 4 })),
      ),
    }
  }

export const objectsTasks: readonly TaskDesign[] = [
  {
    id: 'objects-remove-specks',
    split: 'training',
    family: 'objects',
    summary: 'Single cells disappear, shapes stay.',
    tags: ['noise', 'size'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = sizefilter(x1, ONE)', 'x3 = merge(x2)', 'O = cover(I, x3)'],
    draw: drawSpecksRemoved,
  },
  {
    id: 'objects-remove-largest',
    split: 'evaluation',
    distance: 'near',
    family: 'objects',
    summary: 'The largest shape disappears.',
    tags: ['largest'],
    draw: drawBySizeKept((rank) => rank > 0),
  },
  {
    id: 'objects-keep-largest',
    split: 'evaluation',
    distance: 'far',
    family: 'objects',
    summary: 'Only the largest shape stays.',
    tags: ['largest'],
    trainPairs: 4,
    draw: drawBySizeKept((rank) => rank === 0),
  },
  {
    id: 'objects-odd-colour',
    split: 'training',
    family: 'objects',
    summary: 'The one shape of another colour is cut out.',
    tags: ['colours', 'odd one out'],
    trainPairs: 4,
    testPairs: 2,
    program: [
      'x1 = objects(I, T, F, T)',
      'x2 = totuple(x1)',
      'x3 = apply(color, x2)',
      'x4 = leastcommon(x3)',
      'x5 = matcher(color, x4)',
      'x6 = extract(x1, x5)',
      'O = subgrid(x6, I)',
    ],
    draw: drawOddColour,
  },
  {
    id: 'objects-order-by-size',
    split: 'training',
    family: 'objects',
    summary: 'The colours of the shapes in a row, from the smallest shape to the largest.',
    tags: ['order', 'size'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = order(x1, size)', 'x3 = apply(color, x2)', 'O = repeat(x3, ONE)'],
    draw: drawInOrder((one) => one.cells.length),
  },
  {
    id: 'objects-order-by-place',
    split: 'evaluation',
    distance: 'near',
    family: 'objects',
    summary: 'The colours of the shapes in a row, as they begin from left to right.',
    tags: ['order', 'position'],
    trainPairs: 4,
    draw: drawInOrder((one) => one.left),
  },
  {
    id: 'objects-level-with-marker',
    split: 'training',
    family: 'objects',
    summary: 'Grey shapes in the row of the red marker become green.',
    tags: ['marker', 'position'],
    trainPairs: 4,
    program: [
      'x1 = ofcolor(I, TWO)',
      'x2 = objects(I, T, F, T)',
      'x3 = colorfilter(x2, FIVE)',
      'x4 = lbind(hmatching, x1)',
      'x5 = mfilter(x3, x4)',
      'O = fill(I, THREE, x5)',
    ],
    draw: drawLevelWithMarker('left edge'),
  },
  {
    id: 'objects-below-marker',
    split: 'evaluation',
    distance: 'near',
    family: 'objects',
    summary: 'Grey shapes in the column of the red marker become green.',
    tags: ['marker', 'position'],
    trainPairs: 4,
    draw: drawLevelWithMarker('top edge'),
  },
  {
    id: 'objects-mark-centres',
    split: 'training',
    family: 'objects',
    summary: 'A yellow cell marks the middle of each rectangle.',
    tags: ['centre', 'position'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = apply(center, x1)', 'O = fill(I, FOUR, x2)'],
    draw: drawMarked((one) => ({ i: one.top + (one.height - 1) / 2, j: one.left + (one.width - 1) / 2 })),
  },
  {
    id: 'objects-mark-corner',
    split: 'evaluation',
    distance: 'near',
    family: 'objects',
    summary: 'A yellow cell marks the lower right corner of each rectangle.',
    tags: ['corner', 'position'],
    draw: drawMarked((one) => ({ i: one.top + one.height - 1, j: one.left + one.width - 1 })),
  },
]
