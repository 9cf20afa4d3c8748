import type { Rng } from '../../../src/core/util/rng'
import { BRIGHT, lopsidedMosaic, mosaic, pickColours } from '../mosaic'
import {
  beside,
  blank,
  cutOut,
  drawRows,
  flipSideways,
  flipUpsideDown,
  heightOf,
  stacked,
  tally,
  transpose,
  widthOf,
  type Rows,
} from '../rows'
import { paintAll, scatter, type Placed } from '../scatter'
import { blob, hollow, raggedBlob, solid, spriteOf, type Sprite } from '../sprites'
import type { DrawnPair, TaskDesign } from '../taskDesign'

const cutPlaced = (rows: Rows, one: Placed): Rows => cutOut(rows, one.top, one.left, one.height, one.width)

/** Shapes of three clearly different sizes, the largest first; one of them is the output. */
const drawBySize =
  (wanted: 'largest' | 'smallest') =>
  (rng: Rng, index: number): DrawnPair | null => {
    const rows = rng.between(7, 9)
    const cols = rng.between(7, 9)
    const colours = pickColours(rng, 3)
    const sizes = [rng.between(6, 7), rng.between(4, 5), 3]
    const placed = scatter(
      rng,
      rows,
      cols,
      sizes.map((size, k) => blob(rng, size, colours[k] ?? 1, k === 1 ? 4 : 3)),
    )
    const chosen = wanted === 'largest' ? placed?.[0] : placed?.at(-1)
    if (!placed || !chosen) return null
    const sign = wanted === 'largest' ? 1 : -1
    if (index === 1 && placed.every((one) => sign * one.width <= sign * chosen.width)) return null // size, not width
    if (index === 2 && placed.every((one) => sign * one.height <= sign * chosen.height)) return null // nor height
    const input = paintAll(blank(rows, cols), placed)
    return { input, output: cutPlaced(input, chosen) }
  }

/** Colourful rectangles without black cells; `choose` says which of them is cut out. */
const drawPatches =
  (
    count: number,
    patch: (rng: Rng, k: number) => Sprite,
    choose: (placed: readonly Placed[]) => Placed | null,
    change: (rows: Rows) => Rows = (rows) => rows,
  ) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(7, 10)
    const cols = rng.between(7, 10)
    const placed = scatter(
      rng,
      rows,
      cols,
      Array.from({ length: count }, (_, k) => patch(rng, k)),
    )
    const chosen = placed && choose(placed)
    if (!chosen) return null
    const input = paintAll(blank(rows, cols), placed)
    return { input, output: change(cutPlaced(input, chosen)) }
  }

const redCells = (one: Placed): number => one.cells.filter((cell) => cell.colour === 2).length

/** The one with clearly the highest value, or null on a tie. */
function clearlyFirst(placed: readonly Placed[], value: (one: Placed) => number): Placed | null {
  const [first, second] = placed.slice().sort((a, b) => value(b) - value(a))
  return first && (!second || value(first) > value(second)) ? first : null
}

function drawTopHalf(rng: Rng): DrawnPair {
  const [a = 1, b = 2, c = 3, d = 4] = pickColours(rng, 4)
  const rows = rng.between(2, 4)
  const cols = rng.between(2, 4)
  const output = mosaic(rng, rows, cols, [a, b])
  return { input: stacked(output, mosaic(rng, rows, cols, [c, d])), output }
}

/** Blue lies on both sides and red on the right: a program that combines the halves gives itself away. */
function drawLeftHalf(rng: Rng): DrawnPair | null {
  const rows = rng.between(2, 4)
  const cols = rng.between(2, 4)
  const output = mosaic(rng, rows, cols, [1, ...pickColours(rng, 1, [3, 4, 6, 8])])
  const right = mosaic(rng, rows, cols, [1, 2])
  const sharesBlue = output.some((row, i) => row.some((colour, j) => colour === 1 && right[i]?.[j] === 1))
  return sharesBlue ? { input: beside(output, right), output } : null
}

function framed(rows: Rows, colour: number): Rows {
  const height = heightOf(rows) + 2
  const width = widthOf(rows) + 2
  return drawRows(height, width, (i, j) =>
    i === 0 || j === 0 || i === height - 1 || j === width - 1 ? colour : (rows[i - 1]?.[j - 1] ?? 0),
  )
}

function drawPeel(rng: Rng): DrawnPair {
  const [frame = 1, ...inside] = pickColours(rng, 3)
  const output = mosaic(rng, rng.between(2, 5), rng.between(2, 5), [0, ...inside])
  return { input: framed(output, frame), output }
}

function drawPeelTwice(rng: Rng): DrawnPair {
  const [outer = 1, inner = 2, ...inside] = pickColours(rng, 4)
  const output = mosaic(rng, rng.between(2, 4), rng.between(2, 4), [0, ...inside])
  return { input: framed(framed(output, inner), outer), output }
}

/** Full lines of one colour run through a mosaic; the output is the mosaic without them. */
function drawCompress(rng: Rng): DrawnPair | null {
  const [line = 1, ...others] = pickColours(rng, 3)
  const output = mosaic(rng, rng.between(3, 5), rng.between(3, 5), others)
  if (hasUniformRow(output) || hasUniformRow(transpose(output))) return null
  const rowAt = rng.between(1, heightOf(output) - 1)
  const colAt = rng.between(1, widthOf(output) - 1)
  const rows = [...output.slice(0, rowAt), Array.from({ length: widthOf(output) }, () => line), ...output.slice(rowAt)]
  return { input: rows.map((row) => [...row.slice(0, colAt), line, ...row.slice(colAt)]), output }
}

const hasUniformRow = (rows: Rows): boolean => rows.some((row) => new Set(row).size === 1)

/** A yellow frame with something in it; `result` makes the output of the frame as it stands and of its content. */
const drawFrame =
  (result: (whole: Rows, content: Rows) => Rows) =>
  (rng: Rng): DrawnPair | null => {
    const rows = rng.between(7, 9)
    const cols = rng.between(7, 9)
    const height = rng.between(4, 6)
    const width = rng.between(5, 6)
    const content = lopsidedMosaic(rng, height - 2, width - 2, [0, ...pickColours(rng, 2, NOT_YELLOW)])
    const placed = scatter(rng, rows, cols, [
      hollow(height, width, 4),
      ...Array.from({ length: 3 }, () => solid(1, 1, rng.pick(NOT_YELLOW))),
    ])
    const frame = placed?.[0]
    if (!frame) return null
    const around = paintAll(blank(rows, cols), placed)
    const input = around.map((row, i) =>
      row.map((colour, j) => content[i - frame.top - 1]?.[j - frame.left - 1] ?? colour),
    )
    return { input, output: result(cutPlaced(input, frame), content) }
  }

const NOT_YELLOW = BRIGHT.filter((colour) => colour !== 4)

/** Four yellow markers span a rectangle; what lies inside is the output. */
function drawBetweenMarkers(rng: Rng): DrawnPair | null {
  const side = rng.between(7, 9)
  const height = rng.between(4, 6)
  const width = rng.between(4, 6)
  const markers = solid(height, width, 4).filter(
    ({ i, j }) => (i === 0 || i === height - 1) && (j === 0 || j === width - 1),
  )
  const frame = scatter(rng, side, side, [markers])?.[0]
  if (!frame) return null
  const colours = pickColours(rng, 2, NOT_YELLOW)
  const noise = drawRows(side, side, () => (rng.int(4) === 0 ? rng.pick(colours) : 0))
  const input = paintAll(noise, [frame])
  const output = cutOut(input, frame.top + 1, frame.left + 1, height - 2, width - 2)
  return tally(output).length > 1 ? { input, output } : null
}

/** Three panels with grey lines between them; the one with the most colours is the output. */
const drawPanels =
  (direction: 'beside' | 'stacked') =>
  (rng: Rng, index: number): DrawnPair => {
    const side = rng.between(3, 4)
    const chosen = (index + rng.int(2)) % 3
    const panels = Array.from({ length: 3 }, (_, k) => mosaic(rng, side, side, pickColours(rng, k === chosen ? 3 : 2)))
    const [first = [], second = [], third = []] = panels
    const output = panels[chosen] ?? []
    if (direction === 'stacked') {
      const line = blank(1, side, 5)
      return { input: [first, line, second, line, third].reduce(stacked), output }
    }
    const line = blank(side, 1, 5)
    return { input: [first, line, second, line, third].reduce(beside), output }
  }

/** A tile repeats sideways (or downwards), the last one cut off; the output is the tile. */
const drawPeriod =
  (direction: 'sideways' | 'downwards') =>
  (rng: Rng, index: number): DrawnPair | null => {
    const height = rng.between(2, 4)
    const period = 2 + (index % 2)
    const drawn = mosaic(rng, height, period, pickColours(rng, 3))
    // a tile of three ends as it begins, so that keeping each different line once is not enough
    const tile = drawn.map((row) => row.map((colour, j) => (j === 2 ? (row[0] ?? colour) : colour)))
    const long = drawRows(height, rng.between(period * 2 + 1, 8), (i, j) => tile[i]?.[j % period] ?? 0)
    if (tile.every((row) => new Set(row).size === 1)) return null
    return direction === 'sideways'
      ? { input: long, output: tile }
      : { input: transpose(long), output: transpose(tile) }
  }

/** Rows come twice or three times, not always next to each other; each is kept once, in order. */
const drawDedupe =
  (lines: 'rows' | 'columns') =>
  (rng: Rng): DrawnPair | null => {
    const colours = pickColours(rng, 3)
    const output = mosaic(rng, rng.between(2, 3), rng.between(3, 5), colours)
    if (new Set(output.map((row) => row.join())).size < heightOf(output)) return null
    const input: Rows = []
    output.forEach((row, k) => {
      input.push(row)
      while (rng.int(2) === 0 && input.length < 7) input.push(output[rng.int(k + 1)] ?? row)
    })
    const copy = input.map((row) => row.slice())
    return lines === 'rows' ? { input: copy, output } : { input: transpose(copy), output: transpose(output) }
  }

export const croppingTasks: readonly TaskDesign[] = [
  {
    id: 'cropping-largest',
    split: 'training',
    family: 'cropping',
    summary: 'The largest shape is cut out.',
    tags: ['objects', 'largest'],
    trainPairs: 4,
    program: ['x1 = objects(I, T, F, T)', 'x2 = argmax(x1, size)', 'O = subgrid(x2, I)'],
    draw: drawBySize('largest'),
  },
  {
    id: 'cropping-smallest',
    split: 'evaluation',
    distance: 'near',
    family: 'cropping',
    summary: 'The smallest shape is cut out.',
    tags: ['objects', 'smallest'],
    trainPairs: 4,
    draw: drawBySize('smallest'),
  },
  {
    id: 'cropping-top-half',
    split: 'training',
    family: 'cropping',
    summary: 'Only the top half stays.',
    tags: ['half'],
    program: ['O = tophalf(I)'],
    draw: drawTopHalf,
  },
  {
    id: 'cropping-left-half',
    split: 'evaluation',
    distance: 'near',
    family: 'cropping',
    summary: 'Only the left half stays.',
    tags: ['half'],
    draw: drawLeftHalf,
  },
  {
    id: 'cropping-peel',
    split: 'training',
    family: 'cropping',
    summary: 'The frame is peeled off.',
    tags: ['frame'],
    program: ['O = trim(I)'],
    draw: drawPeel,
  },
  {
    id: 'cropping-peel-twice',
    split: 'training',
    family: 'cropping',
    summary: 'Two frames are peeled off.',
    tags: ['frame', 'function value'],
    program: ['x1 = power(trim, TWO)', 'O = x1(I)'],
    draw: drawPeelTwice,
  },
  {
    id: 'cropping-lines-out',
    split: 'training',
    family: 'cropping',
    summary: 'The full lines are taken out and the gap closes.',
    tags: ['lines'],
    program: ['O = compress(I)'],
    draw: drawCompress,
  },
  {
    id: 'cropping-frame',
    split: 'training',
    family: 'cropping',
    summary: 'The yellow frame is cut out with its content.',
    tags: ['frame', 'colours'],
    program: ['x1 = ofcolor(I, FOUR)', 'O = subgrid(x1, I)'],
    draw: drawFrame((whole) => whole),
  },
  {
    id: 'cropping-mirrored-content',
    split: 'evaluation',
    distance: 'middle',
    family: 'cropping',
    summary: 'The content of the yellow frame, turned over left to right.',
    tags: ['frame', 'mirror'],
    draw: drawFrame((_, content) => flipSideways(content)),
  },
  {
    id: 'cropping-between-markers',
    split: 'training',
    family: 'cropping',
    summary: 'What lies between the four yellow markers.',
    tags: ['frame', 'markers'],
    program: ['x1 = ofcolor(I, FOUR)', 'x2 = inbox(x1)', 'O = subgrid(x2, I)'],
    draw: drawBetweenMarkers,
  },
  {
    id: 'cropping-panel',
    split: 'training',
    family: 'cropping',
    summary: 'The panel with the most colours, of three side by side.',
    tags: ['panels', 'colours'],
    testPairs: 2,
    program: ['x1 = hsplit(I, THREE)', 'O = argmax(x1, numcolors)'],
    draw: drawPanels('beside'),
  },
  {
    id: 'cropping-panel-stacked',
    split: 'evaluation',
    distance: 'near',
    family: 'cropping',
    summary: 'The panel with the most colours, of three above each other.',
    tags: ['panels', 'colours'],
    testPairs: 2,
    draw: drawPanels('stacked'),
  },
  {
    id: 'cropping-period',
    split: 'training',
    family: 'cropping',
    summary: 'One tile of a pattern that repeats sideways.',
    tags: ['pattern', 'repetition'],
    program: [
      'x1 = asobject(I)',
      'x2 = hperiod(x1)',
      'x3 = height(I)',
      'x4 = astuple(x3, x2)',
      'O = crop(I, ORIGIN, x4)',
    ],
    draw: drawPeriod('sideways'),
  },
  {
    id: 'cropping-period-downwards',
    split: 'evaluation',
    distance: 'far',
    family: 'cropping',
    summary: 'One tile of a pattern that repeats downwards.',
    tags: ['pattern', 'repetition'],
    trainPairs: 4,
    draw: drawPeriod('downwards'),
  },
  {
    id: 'cropping-most-red',
    split: 'training',
    family: 'cropping',
    summary: 'The patch with the most red cells is cut out.',
    tags: ['objects', 'colours', 'number'],
    trainPairs: 4,
    testPairs: 2,
    program: ['x1 = objects(I, F, T, T)', 'x2 = rbind(colorcount, TWO)', 'x3 = argmax(x1, x2)', 'O = subgrid(x3, I)'],
    draw: drawPatches(
      3,
      (rng) => spriteOf(mosaic(rng, rng.between(2, 3), rng.between(2, 3), [1, 2])),
      (placed) => clearlyFirst(placed, redCells),
    ),
  },
  {
    id: 'cropping-least-red',
    split: 'evaluation',
    distance: 'near',
    family: 'cropping',
    summary: 'The patch with the fewest red cells is cut out.',
    tags: ['objects', 'colours', 'number'],
    testPairs: 2,
    draw: drawPatches(
      3,
      (rng) => spriteOf(mosaic(rng, 3, rng.between(2, 3), [2, 3])),
      (placed) => clearlyFirst(placed, (one) => -redCells(one)),
    ),
  },
  {
    id: 'cropping-leftmost',
    split: 'evaluation',
    distance: 'near',
    family: 'cropping',
    summary: 'The shape furthest to the left is cut out.',
    tags: ['objects', 'position'],
    trainPairs: 4,
    draw: drawPatches(
      3,
      (rng, k) => raggedBlob(rng, rng.between(4, 6), [1, 3, 6][k] ?? 1),
      (placed) => clearlyFirst(placed, (one) => -one.left),
    ),
  },
  {
    id: 'cropping-upside-down',
    split: 'evaluation',
    distance: 'middle',
    family: 'cropping',
    summary: 'The colourful patch is cut out and turned over top to bottom.',
    tags: ['single object', 'mirror'],
    draw: drawPatches(
      1,
      (rng) => spriteOf(lopsidedMosaic(rng, rng.between(3, 4), rng.between(3, 4), pickColours(rng, 3))),
      (placed) => placed[0] ?? null,
      flipUpsideDown,
    ),
  },
  {
    id: 'cropping-rows-once',
    split: 'training',
    family: 'cropping',
    summary: 'Each different row stays once.',
    tags: ['rows', 'repetition'],
    program: ['O = dedupe(I)'],
    draw: drawDedupe('rows'),
  },
  {
    id: 'cropping-columns-once',
    split: 'evaluation',
    distance: 'middle',
    family: 'cropping',
    summary: 'Each different column stays once.',
    tags: ['columns', 'repetition'],
    draw: drawDedupe('columns'),
  },
]
