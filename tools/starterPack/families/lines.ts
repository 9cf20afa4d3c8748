import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import { blank, drawRows, transpose, type Rows } from '../rows'
import { paintAll, paintCells, scatter } from '../scatter'
import { solid, type Cell } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Cells of one colour (and some others that do nothing); lines go out from each of them to the edge. */
const drawRays =
  (colour: number, directions: readonly (readonly [number, number])[], sources: readonly [low: number, high: number]) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(6, 9)
    const cols = rng.between(6, 9)
    const count = rng.between(...sources)
    const seeds = scatter(
      rng,
      rows,
      cols,
      Array.from({ length: count }, () => solid(1, 1, colour)),
      { gap: 1 },
    )
    if (!seeds) return null
    const rays: Cell[] = []
    for (const { top, left } of seeds)
      for (const [di, dj] of directions)
        for (let k = 0; k <= Math.max(rows, cols); k++) rays.push({ i: top + k * di, j: left + k * dj, colour })
    const [other = 8] = pickColours(rng, 1, [6, 7, 8, 9])
    const idle: Cell[] = []
    while (idle.length < 2) {
      const cell = { i: rng.int(rows), j: rng.int(cols), colour: other }
      if (![...rays, ...idle].some(({ i, j }) => i === cell.i && j === cell.j)) idle.push(cell)
      else if (rng.int(50) === 0) return null
    }
    const input = paintCells(paintAll(blank(rows, cols), seeds), idle)
    return { input, output: paintCells(input, rays) }
  }

const RIGHT = [0, 1] as const
const LEFT = [0, -1] as const
const UP = [-1, 0] as const
const DOWN = [1, 0] as const
const UP_RIGHT = [-1, 1] as const
const DOWN_RIGHT = [1, 1] as const
const UP_LEFT = [-1, -1] as const

/** Two green cells in one row, column or diagonal are joined; with `obstacles`, behind the grey cells. */
const drawJoin =
  (obstacles: boolean) =>
  (rng: Rng, index: number): DrawnPair | null => {
    const side = rng.between(6, 9)
    const [di, dj] = ([RIGHT, DOWN, DOWN_RIGHT, UP_RIGHT] as const)[index % 4] ?? RIGHT
    const length = rng.between(3, side - 1)
    const i = rng.int(side)
    const j = rng.int(side)
    const end = { i: i + di * length, j: j + dj * length }
    if (end.i < 0 || end.i >= side || end.j >= side) return null
    const line = Array.from({ length: length + 1 }, (_, k) => ({ i: i + di * k, j: j + dj * k, colour: 3 }))
    const ends = [
      { i, j, colour: 3 },
      { ...end, colour: 3 },
    ]
    const grey: Cell[] = []
    if (obstacles) {
      const across = rng.between(1, length - 1)
      const [ci, cj] = di === 0 ? DOWN : RIGHT
      for (let k = -1; k <= 1; k++) grey.push({ i: i + di * across + ci * k, j: j + dj * across + cj * k, colour: 5 })
      if (grey.some((cell) => ends.some((point) => point.i === cell.i && point.j === cell.j))) return null
    }
    const ground = blank(side, side)
    return {
      input: paintCells(paintCells(ground, grey), ends),
      output: paintCells(paintCells(ground, line), [...grey, ...ends]),
    }
  }

/** Noise with one or two unbroken lines, which become red. */
function drawUnbroken(rng: Rng): DrawnPair | null {
  const rows = rng.between(6, 8)
  const cols = rng.between(6, 8)
  const [colour = 1] = pickColours(rng, 1, [1, 3, 6, 8])
  const noise = mosaic(rng, rows, cols, [0, 0, colour])
  const lineRow = rng.int(3) > 0 ? rng.int(rows) : -1
  const lineCol = rng.int(3) > 0 ? rng.int(cols) : -1
  if (lineRow < 0 && lineCol < 0) return null
  const input = noise.map((row, i) => row.map((cell, j) => (i === lineRow || j === lineCol ? colour : cell)))
  if (uniformRows(input) !== (lineRow < 0 ? 0 : 1) || uniformRows(transpose(input)) !== (lineCol < 0 ? 0 : 1))
    return null
  return { input, output: drawRows(rows, cols, (i, j) => (i === lineRow || j === lineCol ? 2 : (input[i]?.[j] ?? 0))) }
}

const uniformRows = (rows: Rows): number => rows.filter((row) => new Set(row).size === 1).length

export const linesTasks: readonly TaskDesign[] = [
  {
    id: 'lines-rows',
    split: 'training',
    family: 'lines',
    summary: 'Each red cell fills its whole row.',
    tags: ['lines', 'colours'],
    program: ['x1 = ofcolor(I, TWO)', 'x2 = mapply(hfrontier, x1)', 'O = fill(I, TWO, x2)'],
    draw: drawRays(2, [LEFT, RIGHT], [1, 2]),
  },
  {
    id: 'lines-columns',
    split: 'evaluation',
    distance: 'near',
    family: 'lines',
    summary: 'Each red cell fills its whole column.',
    tags: ['lines', 'colours'],
    draw: drawRays(2, [UP, DOWN], [1, 2]),
  },
  {
    id: 'lines-cross',
    split: 'training',
    family: 'lines',
    summary: 'Each yellow cell fills its row and its column.',
    tags: ['lines', 'cross'],
    program: [
      'x1 = ofcolor(I, FOUR)',
      'x2 = mapply(hfrontier, x1)',
      'x3 = mapply(vfrontier, x1)',
      'x4 = combine(x2, x3)',
      'O = fill(I, FOUR, x4)',
    ],
    draw: drawRays(4, [LEFT, RIGHT, UP, DOWN], [1, 2]),
  },
  {
    id: 'lines-shoot',
    split: 'training',
    family: 'lines',
    summary: 'Each blue cell shoots a line to the right.',
    tags: ['lines', 'direction'],
    program: ['x1 = ofcolor(I, ONE)', 'x2 = rbind(shoot, RIGHT)', 'x3 = mapply(x2, x1)', 'O = fill(I, ONE, x3)'],
    draw: drawRays(1, [RIGHT], [2, 3]),
  },
  {
    id: 'lines-shoot-diagonally',
    split: 'evaluation',
    distance: 'near',
    family: 'lines',
    summary: 'Each blue cell shoots a line up and to the right.',
    tags: ['lines', 'direction', 'diagonal'],
    draw: drawRays(1, [UP_RIGHT], [2, 3]),
  },
  {
    id: 'lines-diagonals',
    split: 'evaluation',
    distance: 'far',
    family: 'lines',
    summary: 'A diagonal runs through each green cell, from edge to edge.',
    tags: ['lines', 'diagonal'],
    draw: drawRays(3, [DOWN_RIGHT, UP_LEFT], [1, 2]),
  },
  {
    id: 'lines-join',
    split: 'training',
    family: 'lines',
    summary: 'A line joins the two green cells.',
    tags: ['lines', 'connect'],
    trainPairs: 4,
    testPairs: 2,
    program: [
      'x1 = ofcolor(I, THREE)',
      'x2 = first(x1)',
      'x3 = last(x1)',
      'x4 = connect(x2, x3)',
      'O = fill(I, THREE, x4)',
    ],
    draw: drawJoin(false),
  },
  {
    id: 'lines-join-behind',
    split: 'evaluation',
    distance: 'near',
    family: 'lines',
    summary: 'A line joins the two green cells and passes behind grey.',
    tags: ['lines', 'connect', 'layers'],
    trainPairs: 4,
    draw: drawJoin(true),
  },
  {
    id: 'lines-unbroken',
    split: 'training',
    family: 'lines',
    summary: 'Lines without a gap become red.',
    tags: ['lines', 'noise'],
    trainPairs: 4,
    program: ['x1 = frontiers(I)', 'x2 = merge(x1)', 'O = fill(I, TWO, x2)'],
    draw: drawUnbroken,
  },
]
