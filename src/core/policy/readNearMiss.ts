import { CELL_BASE, CELL_VALUES, COLUMN_BASE, KIND_BASE, NOTHING, PAIR_BASE, PATCH, ROW_BASE } from './encodeCompact'
import {
  CUT,
  GIVEN_CELL_BASE,
  GIVEN_SIZE_BASE,
  LINE_BASE,
  PLACE_BASE,
  SECTION_KIND_BASE,
  SECTION_KINDS,
  TOKEN_BASE,
  VERDICT_BASE,
  VERDICTS,
} from './encodeNearMiss'
import type { EncodedTask } from './policyPort'
import { tokenName } from './programTokens'
import { colourAt, within } from './readCompact'
import { MAX_SIDE } from '../grid/grid'

export type Verdict = keyof typeof VERDICTS

/** What one position about a near miss says, read back from its feature ids. */
export type NearMissPosition = {
  readonly ids: readonly number[]
  /** what follows of its kind, and of its pair, is left out */
  readonly isCut: boolean
} & (
  | { readonly kind: 'program'; readonly token: string; readonly line: number }
  | {
      readonly kind: 'verdict'
      readonly pair: number
      readonly verdict: Verdict
      /** of what the near miss gave; null: no grid */
      readonly size: { readonly rows: number; readonly cols: number } | null
    }
  | {
      readonly kind: 'wrong'
      readonly pair: number
      /** place of the patch, in patches */
      readonly row: number
      readonly column: number
      /** colours of its 2x2 cells, row-major; null beyond the grid's edge */
      readonly given: readonly (number | null)[]
      readonly wanted: readonly (number | null)[]
    }
)

/** The section about a near miss of an encoded task; empty where it has none. */
export function readNearMiss({ features, length, width }: EncodedTask): NearMissPosition[] {
  const rows = Array.from({ length }, (_, at) =>
    [...features.subarray(at * width, (at + 1) * width)].filter((id) => id !== NOTHING),
  )
  return rows.flatMap((ids): NearMissPosition[] => {
    const kind = within(ids, SECTION_KIND_BASE, CUT)[0]
    const common = { ids, isCut: ids.includes(CUT) }
    const [pair = 0] = within(ids, PAIR_BASE, KIND_BASE)
    switch (kind) {
      case SECTION_KINDS.program: {
        const [token = 0] = within(ids, TOKEN_BASE, LINE_BASE)
        const [line = 0] = within(ids, LINE_BASE, PLACE_BASE)
        return [{ ...common, kind: 'program', token: tokenName(token), line }]
      }
      case SECTION_KINDS.verdict: {
        const [rows, cols] = within(ids, GIVEN_SIZE_BASE, VERDICT_BASE).map((offset) => offset % (MAX_SIDE + 1))
        const size = rows !== undefined && cols !== undefined ? { rows, cols } : null
        const [verdict = 0] = within(ids, VERDICT_BASE, SECTION_KIND_BASE)
        return [{ ...common, kind: 'verdict', pair, verdict: VERDICT_NAMES[verdict] ?? 'none', size }]
      }
      case SECTION_KINDS.wrong: {
        const [row = 0] = within(ids, ROW_BASE, COLUMN_BASE)
        const [column = 0] = within(ids, COLUMN_BASE, PAIR_BASE)
        const given = within(ids, GIVEN_CELL_BASE, GIVEN_SIZE_BASE).map((offset) => colourAt(offset % CELL_VALUES))
        const wanted = within(ids, CELL_BASE + PATCH * PATCH * CELL_VALUES, ROW_BASE).map((offset) =>
          colourAt(offset % CELL_VALUES),
        )
        return [{ ...common, kind: 'wrong', pair, row, column, given, wanted }]
      }
      default:
        return []
    }
  })
}

const VERDICT_NAMES = Object.keys(VERDICTS) as readonly Verdict[]
