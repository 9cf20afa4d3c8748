import { COLOURS, Grid, MAX_SIDE } from '../grid/grid'
import { err, ok, type Result } from '../util/result'
import type { Pair } from './task'

/**
 * Sparse text of a grid (METHOD.md): `HxW background=B c=i,j i,j ... c2=i,j`. B is the most common colour, the lowest
 * of those on a tie; the other colours follow in rising order, their cells row-major.
 */
export function encodeGridSparse(grid: Grid): string {
  const cellsOf: string[][] = Array.from({ length: COLOURS }, () => [])
  for (let i = 0; i < grid.rows; i++) for (let j = 0; j < grid.cols; j++) cellsOf[grid.at(i, j)]?.push(`${i},${j}`)
  const background = cellsOf.reduce((best, cells, c) => (cells.length > (cellsOf[best]?.length ?? 0) ? c : best), 0)
  const parts = [`${grid.rows}x${grid.cols}`, `background=${background}`]
  cellsOf.forEach((cells, colour) => {
    if (colour !== background && cells.length > 0) parts.push(`${colour}=${cells.join(' ')}`)
  })
  return parts.join(' ')
}

/** All inputs joined by `|`, a newline, all outputs joined by `|`. */
export function encodeSparse(pairs: readonly Pair[]): string {
  const inputs = pairs.map((pair) => encodeGridSparse(pair.input))
  const outputs = pairs.map((pair) => encodeGridSparse(pair.output))
  return `${inputs.join('|')}\n${outputs.join('|')}`
}

/** The inverse of `encodeGridSparse`. */
export function parseGridSparse(text: string): Result<Grid> {
  const [size = '', background = '', ...words] = text.split(' ')
  const sides = /^(\d+)x(\d+)$/.exec(size)
  const base = /^background=(\d)$/.exec(background)
  if (!sides || !base) return broken(text, 'HxW background=B')
  const [rows, cols] = [Number(sides[1]), Number(sides[2])]
  if (rows < 1 || cols < 1 || rows > MAX_SIDE || cols > MAX_SIDE) return broken(size, '1 to 30 rows and columns')
  const cells = new Int8Array(rows * cols).fill(Number(base[1]))
  let colour = -1
  for (const word of words) {
    const cell = /^(?:(\d)=)?(\d+),(\d+)$/.exec(word)
    if (!cell) return broken(word, 'i,j or c=i,j')
    if (cell[1] !== undefined) colour = Number(cell[1])
    const [i, j] = [Number(cell[2]), Number(cell[3])]
    if (colour < 0 || i >= rows || j >= cols) return broken(word, 'a cell of the grid after its colour')
    cells[i * cols + j] = colour
  }
  return ok(new Grid(rows, cols, cells))
}

/** The inverse of `encodeSparse`. */
export function parseSparse(text: string): Result<Pair[]> {
  const [inputs, outputs, ...more] = text.split('\n').map((line) => line.split('|'))
  if (!inputs || !outputs || more.length > 0) return broken(text, 'one line of inputs and one of outputs')
  if (inputs.length !== outputs.length) return broken(text, 'as many outputs as inputs')
  const pairs: Pair[] = []
  for (const [k, inputText] of inputs.entries()) {
    const input = parseGridSparse(inputText)
    if (!input.ok) return input
    const output = parseGridSparse(outputs[k] ?? '')
    if (!output.ok) return output
    pairs.push({ input: input.value, output: output.value })
  }
  return ok(pairs)
}

const broken = (found: string, expected: string) =>
  err('task/shape', `expected ${expected}, found '${found.slice(0, 40)}'`, undefined, 'Encode the pairs again.')
