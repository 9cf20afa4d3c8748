import { colOfCode, colourOfCode, packCell, packPosition, rowOfCode } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { T } from '../dslType'
import { charge, failure } from '../meter'
import { CELLS, cellsOf, EMPTY_SET, FrozenSet, indicesOf, isTuple, pairOf, setOf, tupleOf, type Value } from '../value'
import { extremeColour, paletteOf } from './colours'
import { primitive } from './define'
import { looseRows, uniformLines } from './gridRules'
import { gridShape, heightOf, widthOf } from './patch'
import { normalized } from './patches'
import { isSame, isTruthy, itemAt, iterate, unpackNumbers, unpackPair } from './pythonRules'

const NOT_RECTANGULAR = failure('the grid is not rectangular')

/**
 * A rectangular grid with its values numbered: a Grid's cells number themselves, any other values are numbered by first
 * occurrence. Lets one flood fill serve both.
 */
interface Numbered {
  readonly rows: number
  readonly cols: number
  readonly ids: ArrayLike<number>
  readonly values: readonly Value[] | null
}

function numbered(grid: Value): Numbered {
  if (grid instanceof Grid) return { rows: grid.rows, cols: grid.cols, ids: grid.cells, values: null }
  const { 0: rows, 1: cols } = gridShape(grid)
  const values: Value[] = []
  const ids = looseRows(grid).flatMap((row) => {
    if (row.length < cols) throw NOT_RECTANGULAR
    return row.slice(0, cols).map((value) => {
      const known = values.findIndex((other) => isSame(other, value))
      return known >= 0 ? known : values.push(value) - 1
    })
  })
  return { rows, cols, ids, values }
}

/** The object made of these cells (row-major indices). */
function objectFrom({ cols, ids, values }: Numbered, members: Int32Array): FrozenSet {
  if (values === null) {
    const codes = new Int32Array(members.length)
    for (let k = 0; k < codes.length; k++) {
      const at = members[k] as number
      codes[k] = packCell(ids[at] as number, (at / cols) | 0, at % cols)
    }
    return cellsOf(codes)
  }
  return setOf(
    Array.from(members, (at) => tupleOf([values[ids[at] as number] as Value, pairOf((at / cols) | 0, at % cols)])),
  )
}

/**
 * Connected components: of one colour where `univalued`, else of any colours but the background; joined side by side,
 * and corner to corner where `diagonal`; the background's own components only where it is not left out.
 */
function connectedObjects(grid: Value, univalued: Value, diagonal: Value, withoutBackground: Value): Value {
  const background = isTruthy(withoutBackground) ? extremeColour(grid, true) : null
  const source = numbered(grid)
  const { rows, cols, ids, values } = source
  const isUnivalued = isTruthy(univalued)
  const isDiagonal = isTruthy(diagonal)
  charge(1 + rows * cols)
  let left: number | null = null
  if (background !== null) {
    left = values === null ? (background as number) : values.findIndex((value) => isSame(value, background))
  }
  const isSeen = new Uint8Array(rows * cols)
  const queue = new Int32Array(rows * cols)
  const objects: FrozenSet[] = []
  for (let start = 0; start < isSeen.length; start++) {
    if (isSeen[start] === 1 || ids[start] === left) continue
    const id = ids[start]
    isSeen[start] = 1
    queue[0] = start
    let count = 1
    for (let next = 0; next < count; next++) {
      const at = queue[next] as number
      const i = (at / cols) | 0
      const j = at % cols
      const firstI = i > 0 ? -1 : 0
      const lastI = i + 1 < rows ? 1 : 0
      const firstJ = j > 0 ? -1 : 0
      const lastJ = j + 1 < cols ? 1 : 0
      for (let di = firstI; di <= lastI; di++) {
        const isAside = di !== 0 && !isDiagonal
        for (let dj = isAside ? 0 : firstJ; dj <= (isAside ? 0 : lastJ); dj++) {
          const to = at + di * cols + dj
          if (isSeen[to] === 1 || (isUnivalued ? ids[to] !== id : ids[to] === left)) continue
          isSeen[to] = 1
          queue[count++] = to
        }
      }
    }
    objects.push(objectFrom(source, queue.slice(0, count)))
  }
  return setOf(objects)
}

/** One object for each colour. */
function colourParts(grid: Value, withoutBackground: boolean): Value {
  const background = withoutBackground ? extremeColour(grid, true) : undefined
  if (grid instanceof Grid) {
    const parts: FrozenSet[] = []
    charge(1 + (grid.cells.length >> 1))
    for (const colour of paletteOf(grid).items) {
      if (colour === background) continue
      const codes: number[] = []
      for (let i = 0, k = 0; i < grid.rows; i++) {
        for (let j = 0; j < grid.cols; j++, k++)
          if (grid.cells[k] === colour) codes.push(packCell(colour as number, i, j))
      }
      parts.push(cellsOf(Int32Array.from(codes)))
    }
    return setOf(parts)
  }
  const rows = isTuple(grid) ? looseRows(grid) : iterate(grid).map(iterate)
  const parts = paletteOf(grid).items.filter((colour) => background === undefined || !isSame(colour, background))
  return setOf(
    parts.map((colour) =>
      setOf(
        rows.flatMap((row, i) =>
          row.flatMap((value, j) => (isSame(value, colour) ? [tupleOf([value, pairOf(i, j)])] : [])),
        ),
      ),
    ),
  )
}

/** The upper left corners of all places where an object occurs in a grid. */
function occurrencesOf(grid: Value, object: Value): Value {
  const normed = normalized(object)
  const { 0: rows, 1: cols } = gridShape(grid)
  const lastI = rows - heightOf(object)
  const lastJ = cols - widthOf(object)
  if (lastI < 0 || lastJ < 0) return EMPTY_SET
  charge((lastI + 1) * (lastJ + 1))
  if (grid instanceof Grid && normed instanceof FrozenSet && normed.kind === CELLS) {
    return packedOccurrences(grid, normed.codes, lastI, lastJ)
  }
  const cells = strokes(normed)
  const found: Value[] = []
  for (let i = 0; i <= lastI; i++) {
    for (let j = 0; j <= lastJ; j++) {
      if (occursAt(grid, rows, cols, cells, i, j)) found.push(pairOf(i, j))
    }
  }
  return setOf(found)
}

/** As occurrencesOf; the object is normalized, so all its cells are on the grid at every place tried. */
function packedOccurrences(grid: Grid, codes: Int32Array, lastI: number, lastJ: number): Value {
  const { cols, cells } = grid
  const colour = colourOfCode(codes[0] as number)
  const height = rowOfCode(codes[codes.length - 1] as number) + 1 // of an object of one colour
  const width = codes.length / height
  const isRectangle =
    Number.isInteger(width) && codes.every((code) => colourOfCode(code) === colour && colOfCode(code) < width)
  if (isRectangle) return rectangleOccurrences(grid, colour, height, width)
  const count = codes.length
  const offsets = codes.map((code) => rowOfCode(code) * cols + colOfCode(code))
  const colours = Int8Array.from(codes, colourOfCode)
  const found: number[] = []
  for (let i = 0; i <= lastI; i++) {
    for (let j = 0; j <= lastJ; j++) {
      const at = i * cols + j
      let k = 0
      while (k < count && cells[at + (offsets[k] as number)] === colours[k]) k++
      if (k === count) found.push(packPosition(i, j))
      if (k > 15) charge(k >> 4)
    }
  }
  return indicesOf(Int32Array.from(found))
}

/** Upper left corners of the full rectangles of one colour, by sums over the cells above and to the left. */
function rectangleOccurrences(grid: Grid, colour: number, height: number, width: number): Value {
  const { rows, cols, cells } = grid
  const stride = cols + 1
  charge(1 + (cells.length >> 3))
  const sums = sumsOf(grid, colour)
  const found: number[] = []
  const down = height * stride
  for (let i = 0; i + height <= rows; i++) {
    for (let j = 0; j + width <= cols; j++) {
      const at = i * stride + j
      const corners = (sums[at + down + width] as number) + (sums[at] as number)
      const covered = corners - (sums[at + width] as number) - (sums[at + down] as number)
      if (covered === height * width) found.push(packPosition(i, j))
    }
  }
  return indicesOf(Int32Array.from(found))
}

/** Of the last grid and colour asked for: programs look for one rectangle after the other in one grid. */
let lastSums: { readonly grid: Grid; readonly colour: number; readonly sums: Int32Array } | null = null

/** Cells of a colour above and to the left of each corner of a grid's cells. [rows + 1, cols + 1] */
function sumsOf(grid: Grid, colour: number): Int32Array {
  if (lastSums?.grid === grid && lastSums.colour === colour) return lastSums.sums
  const { rows, cols, cells } = grid
  const stride = cols + 1
  const sums = new Int32Array((rows + 1) * stride)
  for (let i = 0, k = 0; i < rows; i++) {
    let inRow = 0
    for (let j = 0; j < cols; j++, k++) {
      if (cells[k] === colour) inRow++
      sums[(i + 1) * stride + j + 1] = (sums[i * stride + j + 1] as number) + inRow
    }
  }
  lastSums = { grid, colour, sums }
  return sums
}

interface Stroke {
  readonly colour: Value
  readonly i: number
  readonly j: number
}

function strokes(object: Value): Stroke[] {
  if (object instanceof FrozenSet && object.kind === CELLS) {
    return Array.from(object.codes, (code) => ({ colour: colourOfCode(code), i: rowOfCode(code), j: colOfCode(code) }))
  }
  return iterate(object).map((cell) => {
    const { 0: colour, 1: position } = unpackPair(cell)
    const { 0: i, 1: j } = unpackNumbers(position)
    return { colour, i, j }
  })
}

function occursAt(grid: Value, rows: number, cols: number, cells: readonly Stroke[], i: number, j: number): boolean {
  for (let k = 0; k < cells.length; k++) {
    const cell = cells[k] as Stroke
    const atI = i + cell.i
    const atJ = j + cell.j
    if (atI < 0 || atI >= rows || atJ < 0 || atJ >= cols) return false
    if (!isSame(itemAt(itemAt(grid, atI), atJ), cell.colour)) return false
    if ((k & 15) === 15) charge(1)
  }
  return true
}

/** Rows and columns of one colour, as objects. */
function frontierObjects(grid: Value): Value {
  const { 0: height, 1: width } = gridShape(grid)
  const { rows, cols } = uniformLines(grid)
  charge(1 + ((rows.length * width + cols.length * height) >> 2))
  if (grid instanceof Grid) {
    const line = (length: number, cellAt: (k: number) => number): FrozenSet =>
      cellsOf(Int32Array.from({ length }, (_, k) => cellAt(k)))
    return setOf([
      ...rows.map((i) => line(width, (j) => packCell(grid.at(i, j), i, j))),
      ...cols.map((j) => line(height, (i) => packCell(grid.at(i, j), i, j))),
    ])
  }
  const cell = (i: number, j: number): Value => tupleOf([itemAt(itemAt(grid, i), j), pairOf(i, j)])
  const lines = rows.map((i) => setOf(Array.from({ length: width }, (_, j) => cell(i, j))))
  for (const j of cols) lines.push(setOf(Array.from({ length: height }, (_, i) => cell(i, j))))
  return setOf(lines)
}

/** The least step p after which an object repeats itself along an axis; its length where there is none. */
function periodOf(object: Value, axis: 'i' | 'j'): number {
  const normed = normalized(object)
  const length = axis === 'i' ? heightOf(normed) : widthOf(normed)
  if (length < 2) return length
  const cells = strokes(normed)
  const members = iterate(normed)
  const known = new Map<string, Stroke[]>()
  for (const cell of cells) {
    const key = `${cell.i},${cell.j}`
    const same = known.get(key)
    if (same) same.push(cell)
    else known.set(key, [cell])
  }
  for (let period = 1; period < length; period++) {
    charge(members.length)
    const isPeriod = cells.every((cell) => {
      const i = axis === 'i' ? cell.i - period : cell.i
      const j = axis === 'j' ? cell.j - period : cell.j
      if (i < 0 || j < 0) return true
      return known.get(`${i},${j}`)?.some((other) => isSame(other.colour, cell.colour)) ?? false
    })
    if (isPeriod) return period
  }
  return length
}

const onGrid = { params: ['grid'], args: [T.grid], returns: T.objects, cost: 'O(cells)' } as const
const onObject = { params: ['obj'], args: [T.object], returns: T.integer, cost: 'O(|obj| length)' } as const
const STRIPES = {
  s: [
    [1, [0, 0]],
    [2, [0, 1]],
    [1, [0, 2]],
    [2, [0, 3]],
  ],
}

export const OBJECTS = {
  objects: primitive({
    summary: 'The connected objects of a grid.',
    params: ['grid', 'univalued', 'diagonal', 'without_bg'],
    args: [T.grid, T.boolean, T.boolean, T.boolean],
    returns: T.objects,
    shape:
      'univalued: of one colour each; diagonal: also joined at corners; without_bg: leaving out the most common colour',
    errors: ['the grid has no row'],
    cost: 'O(cells)',
    examples: [
      {
        args: [
          [
            [0, 3, 0],
            [0, 3, 0],
            [0, 0, 4],
          ],
          true,
          false,
          true,
        ],
        gives: {
          s: [
            {
              s: [
                [3, [0, 1]],
                [3, [1, 1]],
              ],
            },
            { s: [[4, [2, 2]]] },
          ],
        },
      },
    ],
    impl: connectedObjects,
  }),
  partition: primitive({
    ...onGrid,
    summary: 'One object for each colour.',
    shape: '|out| = |palette|',
    examples: [
      {
        args: [[[1, 2, 1]]],
        gives: {
          s: [
            {
              s: [
                [1, [0, 0]],
                [1, [0, 2]],
              ],
            },
            { s: [[2, [0, 1]]] },
          ],
        },
      },
    ],
    impl: (grid) => colourParts(grid, false),
  }),
  fgpartition: primitive({
    ...onGrid,
    summary: 'One object for each colour but the most common one.',
    shape: '|out| = |palette| - 1',
    errors: ['there is no cell'],
    examples: [{ args: [[[1, 2, 1]]], gives: { s: [{ s: [[2, [0, 1]]] }] } }],
    impl: (grid) => colourParts(grid, true),
  }),
  occurrences: primitive({
    summary: 'Where an object occurs in a grid.',
    params: ['grid', 'obj'],
    args: [T.grid, T.object],
    returns: T.indices,
    shape: 'positions of the upper left corner of its box',
    errors: ['the grid has no row'],
    cost: 'O(cells |obj|)',
    examples: [
      {
        args: [
          [[1, 2, 1, 2]],
          {
            s: [
              [1, [5, 5]],
              [2, [5, 6]],
            ],
          },
        ],
        gives: {
          s: [
            [0, 0],
            [0, 2],
          ],
        },
      },
    ],
    impl: occurrencesOf,
  }),
  frontiers: primitive({
    ...onGrid,
    summary: 'The rows and columns of one colour, as objects.',
    shape: 'each as long as the grid',
    errors: ['the grid has no row'],
    examples: [
      {
        args: [
          [
            [1, 0],
            [0, 0],
          ],
        ],
        gives: {
          s: [
            {
              s: [
                [0, [0, 1]],
                [0, [1, 1]],
              ],
            },
            {
              s: [
                [0, [1, 0]],
                [0, [1, 1]],
              ],
            },
          ],
        },
      },
    ],
    impl: frontierObjects,
  }),
  hperiod: primitive({
    ...onObject,
    summary: 'The horizontal period of an object.',
    shape: 'least shift to the left that maps it into itself; its width where there is none',
    examples: [{ args: [STRIPES], gives: 2 }],
    impl: (object) => periodOf(object, 'j'),
  }),
  vperiod: primitive({
    ...onObject,
    summary: 'The vertical period of an object.',
    shape: 'least shift upwards that maps it into itself; its height where there is none',
    examples: [{ args: [STRIPES], gives: 1 }],
    impl: (object) => periodOf(object, 'i'),
  }),
}
