import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import { blank, countColour, tally } from '../rows'
import { paintAll, scatter } from '../scatter'
import { solid } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Small rectangles of the given colours at random places. */
function rectangles(rng: Rng, rows: number, cols: number, colours: readonly number[]) {
  const sizes = [
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ] as const
  const placed = scatter(
    rng,
    rows,
    cols,
    colours.map((colour) => {
      const [height, width] = rng.pick(sizes)
      return solid(height, width, colour)
    }),
  )
  return placed && paintAll(blank(rows, cols), placed)
}

const repeated = (colour: number, count: number): number[] => Array.from({ length: count }, () => colour)

/** Another number for each pair, so that nobody learns it by heart. */
const numberFor = (rng: Rng, index: number, low: number): number => low + ((index * 2 + rng.int(2)) % 5)

function drawShapeCount(rng: Rng, index: number): DrawnPair | null {
  const count = numberFor(rng, index, 2)
  const colours = Array.from({ length: count }, () => rng.pick([1, 3, 4, 8]))
  const input = rectangles(rng, rng.between(6, 8), rng.between(6, 8), colours)
  return input && { input, output: blank(1, count, 2) }
}

function drawRedShapeCount(rng: Rng, index: number): DrawnPair | null {
  const count = numberFor(rng, index, 1)
  const input = rectangles(rng, rng.between(6, 8), rng.between(6, 8), [
    ...repeated(2, count),
    ...repeated(8, rng.between(1, 3)),
  ])
  return input && { input, output: blank(1, count, 2) }
}

/** Single cells of several colours; those of one colour are counted. */
const drawCellCount =
  (colour: number, others: readonly number[], result: (count: number) => number[][]) =>
  (rng: Rng, index: number): DrawnPair | null => {
    const count = numberFor(rng, index, 2)
    const rows = rng.between(4, 6)
    const cols = rng.between(4, 6)
    const sprites = [...repeated(colour, count), ...repeated(rng.pick(others), rng.between(1, 4))].map((one) =>
      solid(1, 1, one),
    )
    const placed = scatter(rng, rows, cols, sprites, { gap: 0 })
    return placed && { input: paintAll(blank(rows, cols), placed), output: result(count) }
  }

const drawByFrequency =
  (wanted: 'most' | 'least') =>
  (rng: Rng): DrawnPair | null => {
    const input = mosaic(rng, rng.between(3, 5), rng.between(3, 5), pickColours(rng, 3))
    const counts = tally(input)
    const [chosen, next] = wanted === 'most' ? counts : counts.slice().reverse()
    if (!chosen || !next || Math.abs(chosen.count - next.count) < 3) return null
    return { input, output: blank(1, 1, chosen.colour) }
  }

/** An even number of blue cells gives a green square, an odd number a red one. */
function drawEvenOdd(rng: Rng, index: number): DrawnPair | null {
  const count = [2, 3, 4, 1, 5, 6][index] ?? rng.between(1, 6)
  const side = rng.between(3, 5)
  const placed = scatter(
    rng,
    side,
    side,
    repeated(1, count).map((colour) => solid(1, 1, colour)),
    { gap: 0 },
  )
  return placed && { input: paintAll(blank(side, side), placed), output: blank(3, 3, count % 2 === 0 ? 3 : 2) }
}

function drawMajorityOfTwo(rng: Rng, index: number): DrawnPair | null {
  const isSparse = index % 4 === 0 || index % 4 === 3 // so that no fixed number of cells decides
  const input = mosaic(rng, rng.between(4, 5), rng.between(4, 5), isSparse ? [0, 0, 0, 0, 1, 2] : [0, 1, 2])
  const blue = countColour(input, 1)
  const red = countColour(input, 2)
  const winner = index % 2 === 0 ? 1 : 2
  if (Math.abs(blue - red) < 2 || blue > red !== (winner === 1)) return null
  return { input, output: blank(1, 1, winner) }
}

/** Yellow bars stand on the bottom row; the output is one red bar as high as the tallest or the shortest. */
const drawBars =
  (wanted: 'tallest' | 'shortest') =>
  (rng: Rng): DrawnPair | null => {
    const count = rng.between(3, 4)
    const heights = rng.shuffle([1, 2, 3, 4, 5, 6]).slice(0, count)
    const rows = rng.between(Math.max(...heights) + 1, 8)
    const input = blank(rows, count * 2 + 1).map((row, i) =>
      row.map((_, j) => (j % 2 === 1 && rows - i <= (heights[(j - 1) / 2] ?? 0) ? 4 : 0)),
    )
    const height = wanted === 'tallest' ? Math.max(...heights) : Math.min(...heights)
    return wanted === 'shortest' && height === 1 ? null : { input, output: blank(height, 1, 2) }
  }

export const countingTasks: readonly TaskDesign[] = [
  {
    id: 'counting-shapes',
    split: 'training',
    family: 'counting',
    summary: 'A red bar with one cell for each shape.',
    tags: ['objects', 'number'],
    testPairs: 2,
    program: ['x1 = objects(I, T, F, T)', 'x2 = size(x1)', 'x3 = astuple(ONE, x2)', 'O = canvas(TWO, x3)'],
    draw: drawShapeCount,
  },
  {
    id: 'counting-red-shapes',
    split: 'evaluation',
    distance: 'far',
    family: 'counting',
    summary: 'A red bar with one cell for each red shape; azure shapes do not count.',
    tags: ['objects', 'number', 'colours'],
    trainPairs: 4,
    draw: drawRedShapeCount,
  },
  {
    id: 'counting-cells-column',
    split: 'training',
    family: 'counting',
    summary: 'A green column as high as there are green cells.',
    tags: ['number', 'colours'],
    program: ['x1 = colorcount(I, THREE)', 'x2 = astuple(x1, ONE)', 'O = canvas(THREE, x2)'],
    draw: drawCellCount(3, [2, 7, 8], (count) => blank(count, 1, 3)),
  },
  {
    id: 'counting-cells-row',
    split: 'evaluation',
    distance: 'near',
    family: 'counting',
    summary: 'A green row as long as there are green cells.',
    tags: ['number', 'colours'],
    draw: drawCellCount(3, [1, 4, 6], (count) => blank(1, count, 3)),
  },
  {
    id: 'counting-twice',
    split: 'training',
    family: 'counting',
    summary: 'A blue row twice as long as there are blue cells.',
    tags: ['number', 'arithmetic'],
    program: ['x1 = colorcount(I, ONE)', 'x2 = double(x1)', 'x3 = astuple(ONE, x2)', 'O = canvas(ONE, x3)'],
    draw: drawCellCount(1, [2, 4], (count) => blank(1, count * 2, 1)),
  },
  {
    id: 'counting-most-common',
    split: 'training',
    family: 'counting',
    summary: 'One cell of the most common colour.',
    tags: ['colours', 'number'],
    testPairs: 2,
    program: ['x1 = mostcolor(I)', 'O = canvas(x1, UNITY)'],
    draw: drawByFrequency('most'),
  },
  {
    id: 'counting-least-common',
    split: 'evaluation',
    distance: 'near',
    family: 'counting',
    summary: 'One cell of the rarest colour.',
    tags: ['colours', 'number'],
    testPairs: 2,
    draw: drawByFrequency('least'),
  },
  {
    id: 'counting-even-odd',
    split: 'training',
    family: 'counting',
    summary: 'Green for an even number of blue cells, red for an odd number.',
    tags: ['number', 'decision'],
    trainPairs: 4,
    testPairs: 2,
    program: [
      'x1 = colorcount(I, ONE)',
      'x2 = even(x1)',
      'x3 = branch(x2, THREE, TWO)',
      'O = canvas(x3, THREE_BY_THREE)',
    ],
    draw: drawEvenOdd,
  },
  {
    id: 'counting-majority',
    split: 'evaluation',
    distance: 'far',
    family: 'counting',
    summary: 'Blue or red, whichever has more cells; black does not count.',
    tags: ['number', 'decision'],
    trainPairs: 4,
    testPairs: 2,
    draw: drawMajorityOfTwo,
  },
  {
    id: 'counting-tallest-bar',
    split: 'training',
    family: 'counting',
    summary: 'A red bar as high as the tallest one.',
    tags: ['objects', 'measure'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = valmax(x1, height)', 'x3 = astuple(x2, ONE)', 'O = canvas(TWO, x3)'],
    draw: drawBars('tallest'),
  },
  {
    id: 'counting-shortest-bar',
    split: 'evaluation',
    distance: 'near',
    family: 'counting',
    summary: 'A red bar as high as the shortest one.',
    tags: ['objects', 'measure'],
    trainPairs: 4,
    draw: drawBars('shortest'),
  },
]
