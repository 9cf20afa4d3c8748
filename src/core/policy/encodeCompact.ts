import { COLOURS, MAX_SIDE, type Grid } from '../grid/grid'
import type { EncodedTask } from './policyPort'

/**
 * The small policy's view of a task. A text of a task costs hundreds of tokens; here one encoder position covers 2x2
 * cells of a pair's input AND output at the same place, as a handful of feature ids whose embeddings the model sums.
 * A 10x10 pair costs 25 positions and 3 for its sizes and palettes.
 *
 * Position kinds: `cells` (8 cell features, patch row, patch column, pair, kind), `sizes` (rows and columns of both
 * grids), `palette` (which colours occur; one position for the input, one for the output).
 */

/** Feature ids of one position; unused places hold NOTHING. */
export const FEATURE_WIDTH = 12
export const NOTHING = 0

/** Cells of a patch's side. */
export const PATCH = 2
export const OUTSIDE = COLOURS // a cell beyond the grid's edge
export const CELL_VALUES = COLOURS + 1
const PATCH_SIDE = Math.ceil(MAX_SIDE / PATCH)
/** Pairs that have a number of their own; more are not read. */
export const MAX_PAIRS = 10

export const CELL_BASE = 1
export const ROW_BASE = CELL_BASE + 2 * PATCH * PATCH * CELL_VALUES
export const COLUMN_BASE = ROW_BASE + PATCH_SIDE
export const PAIR_BASE = COLUMN_BASE + PATCH_SIDE
export const KIND_BASE = PAIR_BASE + MAX_PAIRS
export const KINDS = { cells: 0, sizes: 1, inputPalette: 2, outputPalette: 3 } as const
export const SIZE_BASE = KIND_BASE + Object.keys(KINDS).length
export const PALETTE_BASE = SIZE_BASE + 4 * (MAX_SIDE + 1)
/** How many feature ids exist. */
export const FEATURE_COUNT = PALETTE_BASE + COLOURS

const PARTS: readonly (readonly [name: string, first: number])[] = [
  ['nothing', NOTHING],
  ['cell', CELL_BASE],
  ['row', ROW_BASE],
  ['column', COLUMN_BASE],
  ['pair', PAIR_BASE],
  ['kind', KIND_BASE],
  ['size', SIZE_BASE],
  ['palette', PALETTE_BASE],
]

/** What a feature id stands for: its part and place there, such as `cell 87`. Weights are of one numbering only. */
export function featureName(id: number): string {
  const [name, first] = PARTS.findLast((part) => id >= part[1]) ?? ['nothing', NOTHING]
  return `${name} ${id - first}`
}

export interface EncodePair {
  readonly input: Grid
  readonly output: Grid
}

/**
 * Encodes demonstration pairs, at most `maxPositions` long: pairs that no longer fit are left out from the end (the
 * first is always kept, cut at the limit). Grids larger than ARC's 30x30 are cut at its edge.
 */
export function encodeCompact(pairs: readonly EncodePair[], maxPositions: number): EncodedTask {
  const ids: number[] = []
  let used = 0
  for (let p = 0; p < Math.min(pairs.length, MAX_PAIRS); p++) {
    const pair = pairs[p] as EncodePair
    const { rows, cols } = patchesOf(pair)
    const cost = compactCost(pair)
    if (p > 0 && used + cost > maxPositions) break
    used += cost
    const start = ids.length
    pushSizes(ids, pair, p)
    pushPalette(ids, pair.input, p, KINDS.inputPalette)
    pushPalette(ids, pair.output, p, KINDS.outputPalette)
    for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) pushCells(ids, pair, p, r, c)
    if (p === 0 && used > maxPositions) {
      ids.length = start + maxPositions * FEATURE_WIDTH
      used = maxPositions
    }
  }
  return { features: Int32Array.from(ids), length: used, width: FEATURE_WIDTH }
}

/** Rows and columns of patches that cover both grids of a pair. */
export function patchesOf({ input, output }: EncodePair): { readonly rows: number; readonly cols: number } {
  return {
    rows: Math.ceil(Math.min(MAX_SIDE, Math.max(input.rows, output.rows)) / PATCH),
    cols: Math.ceil(Math.min(MAX_SIDE, Math.max(input.cols, output.cols)) / PATCH),
  }
}

/** Positions that a pair takes: its patches, its sizes, two palettes. */
export function compactCost(pair: EncodePair): number {
  const { rows, cols } = patchesOf(pair)
  return rows * cols + 3
}

function pushCells(ids: number[], pair: EncodePair, p: number, r: number, c: number): void {
  for (const [side, grid] of [pair.input, pair.output].entries()) {
    for (let k = 0; k < PATCH * PATCH; k++) {
      const i = r * PATCH + Math.floor(k / PATCH)
      const j = c * PATCH + (k % PATCH)
      const inside = i < grid.rows && j < grid.cols
      ids.push(CELL_BASE + (side * PATCH * PATCH + k) * CELL_VALUES + (inside ? colourOf(grid.at(i, j)) : OUTSIDE))
    }
  }
  ids.push(ROW_BASE + r, COLUMN_BASE + c, PAIR_BASE + p, KIND_BASE + KINDS.cells)
}

function pushSizes(ids: number[], { input, output }: EncodePair, p: number): void {
  const sizes = [input.rows, input.cols, output.rows, output.cols]
  const features = sizes.map((size, k) => SIZE_BASE + k * (MAX_SIDE + 1) + Math.min(size, MAX_SIDE))
  pushPadded(ids, [...features, PAIR_BASE + p, KIND_BASE + KINDS.sizes])
}

function pushPalette(ids: number[], grid: Grid, p: number, kind: number): void {
  const present = new Set(grid.cells)
  const features: number[] = []
  for (let colour = 0; colour < COLOURS; colour++) if (present.has(colour)) features.push(PALETTE_BASE + colour)
  pushPadded(ids, [...features, PAIR_BASE + p, KIND_BASE + kind])
}

function pushPadded(ids: number[], features: readonly number[]): void {
  for (let k = 0; k < FEATURE_WIDTH; k++) ids.push(features[k] ?? NOTHING)
}

/** Realised outputs are valid ARC grids, so this only guards against a caller's mistake. */
const colourOf = (value: number): number => (value >= 0 && value < COLOURS ? value : OUTSIDE)
