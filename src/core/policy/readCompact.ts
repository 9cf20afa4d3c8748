import { InternalError } from '../util/internalError'
import {
  CELL_BASE,
  CELL_VALUES,
  COLUMN_BASE,
  KIND_BASE,
  KINDS,
  NOTHING,
  OUTSIDE,
  PAIR_BASE,
  PALETTE_BASE,
  PATCH,
  ROW_BASE,
  SIZE_BASE,
} from './encodeCompact'
import type { EncodedTask } from './policyPort'
import { MAX_SIDE } from '../grid/grid'

/** What one position of the compact encoding says, read back from its feature ids. */
export type CompactPosition = { readonly pair: number; readonly ids: readonly number[] } & (
  | {
      readonly kind: 'cells'
      /** place of the patch, in patches */
      readonly row: number
      readonly column: number
      /** colours of its 2x2 cells, row-major; null beyond the grid's edge */
      readonly input: readonly (number | null)[]
      readonly output: readonly (number | null)[]
    }
  | {
      readonly kind: 'sizes'
      readonly input: { readonly rows: number; readonly cols: number }
      readonly output: { readonly rows: number; readonly cols: number }
    }
  | { readonly kind: 'inputPalette' | 'outputPalette'; readonly colours: readonly number[] }
)

/** Reads an encoded task back: what the policy sees, not what we meant it to see. */
export function readCompact({ features, length, width }: EncodedTask): CompactPosition[] {
  return Array.from({ length }, (_, at) => readPosition([...features.subarray(at * width, (at + 1) * width)]))
}

function readPosition(padded: readonly number[]): CompactPosition {
  const ids = padded.filter((id) => id !== NOTHING)
  const pair = within(ids, PAIR_BASE, KIND_BASE)[0]
  const kind = within(ids, KIND_BASE, SIZE_BASE)[0]
  if (pair === undefined || kind === undefined) throw new InternalError('a position has a pair and a kind')
  const common = { pair, ids }
  switch (kind) {
    case KINDS.cells: {
      const cells = within(ids, CELL_BASE, ROW_BASE).map((offset) => colourAt(offset % CELL_VALUES))
      const [row = 0] = within(ids, ROW_BASE, COLUMN_BASE)
      const [column = 0] = within(ids, COLUMN_BASE, PAIR_BASE)
      const half = PATCH * PATCH
      return { ...common, kind: 'cells', row, column, input: cells.slice(0, half), output: cells.slice(half) }
    }
    case KINDS.sizes: {
      const [a = 0, b = 0, c = 0, d = 0] = within(ids, SIZE_BASE, PALETTE_BASE).map((offset) => offset % (MAX_SIDE + 1))
      return { ...common, kind: 'sizes', input: { rows: a, cols: b }, output: { rows: c, cols: d } }
    }
    case KINDS.inputPalette:
      return { ...common, kind: 'inputPalette', colours: within(ids, PALETTE_BASE, Infinity) }
    case KINDS.outputPalette:
      return { ...common, kind: 'outputPalette', colours: within(ids, PALETTE_BASE, Infinity) }
    default:
      throw new InternalError(`no kind of position ${kind}`)
  }
}

/** Ids of one range, counted from its start. */
export const within = (ids: readonly number[], from: number, to: number): number[] =>
  ids.filter((id) => id >= from && id < to).map((id) => id - from)

/** Of a cell's value; null beyond the edge. */
export const colourAt = (value: number): number | null => (value === OUTSIDE ? null : value)
