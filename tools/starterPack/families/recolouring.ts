import type { Rng } from '../../../src/core/util/rng'
import { mosaic, pickColours } from '../mosaic'
import { blank, mapColours, tally } from '../rows'
import { paintAll, recoloured, scatter, type Placed } from '../scatter'
import { blob, raggedBlob, solid, type Sprite } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

/** Coloured shapes; one colour changes into another. */
const drawShapesReplaced =
  (from: number, to: number) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(6, 8)
    const cols = rng.between(6, 8)
    const others = pickColours(rng, 2, [1, 3, 6, 7, 9])
    const colours = [from, ...others, ...(rng.int(2) === 0 ? [from] : [])]
    const placed = scatter(
      rng,
      rows,
      cols,
      colours.map((colour) => blob(rng, rng.between(2, 5), colour)),
    )
    if (!placed) return null
    const input = paintAll(blank(rows, cols), placed)
    return { input, output: mapColours(input, (colour) => (colour === from ? to : colour)) }
  }

const drawMosaicReplaced =
  (colours: readonly number[], change: (colour: number) => number) =>
  (rng: Rng): DrawnPair => {
    const others = pickColours(rng, 1, [2, 6, 7, 9])
    const input = mosaic(rng, rng.between(3, 5), rng.between(3, 5), [...colours, ...others])
    return { input, output: mapColours(input, change) }
  }

/** Grey shapes of different sizes; `choose` gets them by size and says which one changes. */
const drawChosenBySize =
  (choose: 'largest' | 'smallest', colour: number) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(7, 9)
    const cols = rng.between(7, 9)
    const sizes = [rng.between(1, 2), rng.between(3, 4), rng.between(5, 6)]
    const placed = scatter(
      rng,
      rows,
      cols,
      sizes.map((size) => blob(rng, size, 5)),
    )
    if (!placed) return null
    const chosen = choose === 'largest' ? placed.length - 1 : 0
    return changedShapes(rows, cols, placed, (_, k) => k === chosen, colour)
  }

/** The same scene twice, the chosen shapes in another colour the second time. */
function changedShapes(
  rows: number,
  cols: number,
  placed: readonly Placed[],
  isChosen: (one: Placed, k: number) => boolean,
  colour: number,
): DrawnPair {
  const after = placed.map((one, k) => (isChosen(one, k) ? { ...one, cells: recoloured(one.cells, colour) } : one))
  return { input: paintAll(blank(rows, cols), placed), output: paintAll(blank(rows, cols), after) }
}

/** Shapes of chosen and of other kinds on one grid. */
const drawChosenByForm =
  (chosen: (rng: Rng) => Sprite, others: (rng: Rng) => Sprite, colour: number) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(8, 10)
    const cols = rng.between(8, 10)
    const chosenCount = rng.between(1, 2)
    const sprites = [
      ...Array.from({ length: chosenCount }, () => chosen(rng)),
      ...Array.from({ length: 4 - chosenCount }, () => others(rng)),
    ]
    const placed = scatter(rng, rows, cols, sprites)
    return placed && changedShapes(rows, cols, placed, (_, k) => k < chosenCount, colour)
  }

const oneOf = (sizes: readonly (readonly [number, number])[], colours: readonly number[]) => (rng: Rng) => {
  const [rows, cols] = rng.pick(sizes)
  return solid(rows, cols, rng.pick(colours))
}

function drawTouchingEdge(rng: Rng): DrawnPair | null {
  const rows = rng.between(7, 9)
  const cols = rng.between(7, 9)
  const sprites = Array.from({ length: 4 }, () => raggedBlob(rng, rng.between(3, 4), 1))
  const placed = scatter(rng, rows, cols, sprites)
  if (!placed) return null
  const touches = (one: Placed): boolean =>
    one.top === 0 || one.left === 0 || one.top + one.height === rows || one.left + one.width === cols
  const touching = placed.filter(touches).length
  return touching > 0 && touching < 4 ? changedShapes(rows, cols, placed, touches, 4) : null
}

/** A quarter to a third of the cells in two colours on a coloured ground; the ground turns grey. */
function drawGround(rng: Rng): DrawnPair | null {
  const rows = rng.between(4, 6)
  const cols = rng.between(4, 6)
  const [ground = 0, first = 1, second = 2] = pickColours(rng, 3)
  const input = mosaic(rng, rows, cols, [ground, ground, ground, ground, first, second])
  const [most, next] = tally(input)
  if (!most || !next || most.colour !== ground || most.count < next.count + 4) return null
  return { input, output: mapColours(input, (colour) => (colour === ground ? 5 : colour)) }
}

function drawRarest(rng: Rng): DrawnPair | null {
  const input = mosaic(rng, rng.between(4, 5), rng.between(4, 5), pickColours(rng, 3))
  const counts = tally(input)
  const rarest = counts.at(-1)
  const next = counts.at(-2)
  if (!rarest || !next || next.count < rarest.count + 3) return null
  return { input, output: mapColours(input, (colour) => (colour === rarest.colour ? 5 : colour)) }
}

/** A key cell in the corner gives the grey shapes their colour. */
function drawKeyCell(rng: Rng): DrawnPair | null {
  const rows = rng.between(5, 8)
  const cols = rng.between(5, 8)
  const [key = 1] = pickColours(rng, 1)
  const sprites = Array.from({ length: rng.between(1, 3) }, () => blob(rng, rng.between(3, 5), 5))
  const placed = scatter(rng, rows, cols, sprites, { room: [1, 0, 0, 1] })
  if (!placed) return null
  const corner = [{ i: 0, j: 0, colour: key }]
  const ground = blank(rows, cols)
  const input = paintAll(ground, [...placed, { top: 0, left: 0, height: 1, width: 1, cells: corner }])
  return { input, output: mapColours(input, (colour) => (colour === 5 ? key : colour)) }
}

export const recolouringTasks: readonly TaskDesign[] = [
  {
    id: 'recolouring-red-to-yellow',
    split: 'training',
    family: 'recolouring',
    summary: 'Red becomes yellow.',
    tags: ['colours'],
    program: ['O = replace(I, TWO, FOUR)'],
    draw: drawShapesReplaced(2, 4),
  },
  {
    id: 'recolouring-red-to-azure',
    split: 'evaluation',
    distance: 'near',
    family: 'recolouring',
    summary: 'Red becomes azure.',
    tags: ['colours'],
    draw: drawShapesReplaced(2, 8),
  },
  {
    id: 'recolouring-swap',
    split: 'training',
    family: 'recolouring',
    summary: 'Blue and green change places.',
    tags: ['colours', 'swap'],
    program: ['O = switch(I, ONE, THREE)'],
    draw: drawMosaicReplaced([1, 3], (colour) => (colour === 1 ? 3 : colour === 3 ? 1 : colour)),
  },
  {
    id: 'recolouring-largest',
    split: 'training',
    family: 'recolouring',
    summary: 'The largest grey shape becomes azure.',
    tags: ['objects', 'largest'],
    trainPairs: 4,
    program: ['x1 = objects(I, T, F, T)', 'x2 = argmax(x1, size)', 'O = fill(I, EIGHT, x2)'],
    draw: drawChosenBySize('largest', 8),
  },
  {
    id: 'recolouring-smallest',
    split: 'evaluation',
    distance: 'near',
    family: 'recolouring',
    summary: 'The smallest grey shape becomes azure.',
    tags: ['objects', 'smallest'],
    trainPairs: 4,
    draw: drawChosenBySize('smallest', 8),
  },
  {
    id: 'recolouring-ground',
    split: 'training',
    family: 'recolouring',
    summary: 'The most common colour becomes grey.',
    tags: ['colours', 'background'],
    program: ['x1 = mostcolor(I)', 'O = replace(I, x1, FIVE)'],
    draw: drawGround,
  },
  {
    id: 'recolouring-rarest',
    split: 'evaluation',
    distance: 'near',
    family: 'recolouring',
    summary: 'The rarest colour becomes grey.',
    tags: ['colours'],
    draw: drawRarest,
  },
  {
    id: 'recolouring-squares',
    split: 'training',
    family: 'recolouring',
    summary: 'Squares become green.',
    tags: ['objects', 'form'],
    program: ['x1 = objects(I, T, F, T)', 'x2 = mfilter(x1, square)', 'O = fill(I, THREE, x2)'],
    draw: drawChosenByForm(
      oneOf(
        [
          [2, 2],
          [3, 3],
        ],
        [1, 2, 6],
      ),
      oneOf(
        [
          [1, 3],
          [3, 1],
          [2, 3],
          [3, 2],
          [1, 4],
        ],
        [1, 2, 6],
      ),
      3,
    ),
  },
  {
    id: 'recolouring-tall',
    split: 'evaluation',
    distance: 'near',
    family: 'recolouring',
    summary: 'Shapes that are taller than wide become green.',
    tags: ['objects', 'form'],
    trainPairs: 4,
    draw: drawChosenByForm(
      oneOf(
        [
          [3, 1],
          [3, 2],
          [4, 2],
          [2, 1],
        ],
        [4, 7],
      ),
      oneOf(
        [
          [2, 2],
          [1, 3],
          [2, 3],
          [2, 4],
        ],
        [4, 7],
      ),
      3,
    ),
  },
  {
    id: 'recolouring-triples',
    split: 'evaluation',
    distance: 'middle',
    family: 'recolouring',
    summary: 'Shapes of exactly three cells become red.',
    tags: ['objects', 'size'],
    draw: drawChosenByForm(
      (rng) => blob(rng, 3, 8),
      (rng) => blob(rng, rng.pick([1, 2, 4, 5]), 8),
      2,
    ),
  },
  {
    id: 'recolouring-at-the-edge',
    split: 'evaluation',
    distance: 'middle',
    family: 'recolouring',
    summary: 'Blue shapes that touch the edge of the grid become yellow.',
    tags: ['objects', 'contact'],
    draw: drawTouchingEdge,
  },
  {
    id: 'recolouring-by-key',
    split: 'training',
    family: 'recolouring',
    summary: 'Grey shapes take the colour of the cell in the top left corner.',
    tags: ['colours', 'key'],
    program: ['x1 = index(I, ORIGIN)', 'O = replace(I, FIVE, x1)'],
    draw: drawKeyCell,
  },
]
