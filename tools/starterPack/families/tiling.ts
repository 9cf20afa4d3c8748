import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import { at, beside, blank, drawRows, heightOf, stacked, tally, widthOf, type Rows } from '../rows'
import { paintAll, scatter } from '../scatter'
import { blob } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Every cell becomes a rectangle of cells. */
const enlarged = (rows: Rows, vertically: number, horizontally: number): Rows =>
  drawRows(heightOf(rows) * vertically, widthOf(rows) * horizontally, (i, j) =>
    at(rows, Math.floor(i / vertically), Math.floor(j / horizontally)),
  )

const drawFrom =
  (low: number, high: number, change: (rows: Rows) => Rows) =>
  (rng: Rng): DrawnPair => {
    const input = mosaic(rng, rng.between(low, high), rng.between(low, high), [
      0,
      ...pickColours(rng, rng.between(1, 3)),
    ])
    return { input, output: change(input) }
  }

const drawShrunk =
  (low: number, high: number, factor: number) =>
  (rng: Rng): DrawnPair => {
    const output = mosaic(rng, rng.between(low, high), rng.between(low, high), pickColours(rng, rng.between(2, 3)))
    return { input: enlarged(output, factor, factor), output }
  }

/** As large as the grid has colours: two, three or four times. */
function drawByColours(rng: Rng, index: number): DrawnPair {
  const colours = [2, 3, 4, 3, 2][index] ?? 2
  const side = colours === 4 ? 3 : rng.between(2, 3)
  const input = mosaic(rng, side, Math.max(side, 3), pickColours(rng, colours))
  const factor = tally(input).length
  return { input, output: enlarged(input, factor, factor) }
}

/** As large as there are shapes on the grid. */
function drawByShapes(rng: Rng, index: number): DrawnPair | null {
  const count = [2, 3, 4, 3][index] ?? 2
  const side = count === 4 ? 3 : rng.between(3, 4)
  const [colour = 1] = pickColours(rng, 1)
  const sprites = Array.from({ length: count }, () => blob(rng, count === 4 ? 1 : rng.between(1, 2), colour))
  const placed = scatter(rng, side, side, sprites)
  if (!placed) return null
  const input = paintAll(blank(side, side), placed)
  return { input, output: enlarged(input, count, count) }
}

export const tilingTasks: readonly TaskDesign[] = [
  {
    id: 'scaling-double',
    split: 'training',
    family: 'tiling',
    summary: 'The grid becomes twice as large.',
    tags: ['scale'],
    program: ['O = upscale(I, TWO)'],
    draw: drawFrom(2, 5, (rows) => enlarged(rows, 2, 2)),
  },
  {
    id: 'scaling-triple',
    split: 'evaluation',
    distance: 'near',
    family: 'tiling',
    summary: 'The grid becomes three times as large.',
    tags: ['scale'],
    draw: drawFrom(2, 4, (rows) => enlarged(rows, 3, 3)),
  },
  {
    id: 'scaling-wide',
    split: 'training',
    family: 'tiling',
    summary: 'The grid is stretched to twice its width.',
    tags: ['scale'],
    program: ['O = hupscale(I, TWO)'],
    draw: drawFrom(2, 5, (rows) => enlarged(rows, 1, 2)),
  },
  {
    id: 'scaling-tall',
    split: 'evaluation',
    distance: 'near',
    family: 'tiling',
    summary: 'The grid is stretched to twice its height.',
    tags: ['scale'],
    draw: drawFrom(2, 5, (rows) => enlarged(rows, 2, 1)),
  },
  {
    id: 'scaling-shrink',
    split: 'training',
    family: 'tiling',
    summary: 'Blocks of two by two become single cells.',
    tags: ['scale'],
    program: ['O = downscale(I, TWO)'],
    draw: drawShrunk(2, 4, 2),
  },
  {
    id: 'scaling-by-colours',
    split: 'training',
    family: 'tiling',
    summary: 'The grid grows by as many times as it has colours.',
    tags: ['scale', 'number', 'colours'],
    program: ['x1 = numcolors(I)', 'O = upscale(I, x1)'],
    draw: drawByColours,
  },
  {
    id: 'scaling-by-shapes',
    split: 'evaluation',
    distance: 'middle',
    family: 'tiling',
    summary: 'The grid grows by as many times as it has shapes.',
    tags: ['scale', 'number', 'objects'],
    draw: drawByShapes,
  },
  {
    id: 'tiling-row',
    split: 'training',
    family: 'tiling',
    summary: 'Two copies side by side.',
    tags: ['tile'],
    program: ['O = hconcat(I, I)'],
    draw: drawFrom(2, 5, (rows) => beside(rows, rows)),
  },
  {
    id: 'tiling-column',
    split: 'training',
    family: 'tiling',
    summary: 'Two copies above each other.',
    tags: ['tile'],
    program: ['O = vconcat(I, I)'],
    draw: drawFrom(2, 5, (rows) => stacked(rows, rows)),
  },
  {
    id: 'tiling-square',
    split: 'evaluation',
    distance: 'middle',
    family: 'tiling',
    summary: 'Four copies, two by two.',
    tags: ['tile'],
    draw: drawFrom(2, 4, (rows) => stacked(beside(rows, rows), beside(rows, rows))),
  },
  {
    id: 'tiling-three',
    split: 'evaluation',
    distance: 'middle',
    family: 'tiling',
    summary: 'Three copies side by side.',
    tags: ['tile'],
    draw: drawFrom(2, 4, (rows) => [rows, rows, rows].reduce(beside)),
  },
]
