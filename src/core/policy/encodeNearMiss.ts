import { COLOURS, MAX_SIDE, type Grid } from '../grid/grid'
import {
  CELL_BASE,
  CELL_VALUES,
  COLUMN_BASE,
  compactCost,
  encodeCompact,
  FEATURE_COUNT,
  FEATURE_WIDTH,
  MAX_PAIRS,
  NOTHING,
  OUTSIDE,
  PAIR_BASE,
  PATCH,
  ROW_BASE,
  type EncodePair,
} from './encodeCompact'
import type { EncodedTask } from './policyPort'
import { encodeProgramText, END_TOKEN, LINE_TOKEN, MAX_VARIABLES, VOCABULARY_SIZE } from './programTokens'

/**
 * The small policy's view of a task together with a near miss: a program that was tried on it, and what it gave. The
 * demonstration pairs come first, as `encodeCompact` writes them; then a section of positions of three kinds of its own:
 *
 * - `program`: a token of the near miss, its line and its place in the line,
 * - `verdict`: for each pair that is read, whether the near miss is right on it, and the size of what it gave,
 * - `wrong`: for each 2x2 patch where it is wrong, its cells and the wanted ones at the same place.
 *
 * What it gets right is said by the pair itself. Where positions run out, the last one of the program or the pair's verdict
 * is marked as cut. All feature ids lie beyond those of `encodeCompact`, so a policy that reads no near misses has none of them.
 */
export interface NearMiss {
  /** canonical text */
  readonly program: string
  /** what it gave on the inputs of the prompt's pairs, in their order; null: no grid */
  readonly outputs: readonly (Grid | null)[]
}

export const SECTION_KINDS = { program: 0, verdict: 1, wrong: 2 } as const
export const VERDICTS = { right: 0, wrong: 1, none: 2 } as const
/** Names of a line that have a place of their own; later ones share the last. */
const PLACES = 8

export const GIVEN_CELL_BASE = FEATURE_COUNT
export const GIVEN_SIZE_BASE = GIVEN_CELL_BASE + PATCH * PATCH * CELL_VALUES
export const VERDICT_BASE = GIVEN_SIZE_BASE + 2 * (MAX_SIDE + 1)
export const SECTION_KIND_BASE = VERDICT_BASE + Object.keys(VERDICTS).length
/** marks a section that is cut after this position */
export const CUT = SECTION_KIND_BASE + Object.keys(SECTION_KINDS).length
export const TOKEN_BASE = CUT + 1
export const LINE_BASE = TOKEN_BASE + VOCABULARY_SIZE
export const PLACE_BASE = LINE_BASE + MAX_VARIABLES
/** How many feature ids exist where near misses are read. */
export const NEAR_MISS_FEATURE_COUNT = PLACE_BASE + PLACES

/** Of a near miss's program at most so many positions are read. */
export const MOST_PROGRAM_POSITIONS = 64
/** Pairs leave room for so many wrong patches, if there are so many. */
const WRONG_POSITIONS_KEPT = 32

/**
 * Encodes demonstration pairs and a near miss, at most `maxPositions` together, which leave room for a pair beside a
 * program. Pairs that do not fit beside the program are left out from the end.
 */
export function encodeNearMiss(
  demonstrations: readonly EncodePair[],
  nearMiss: NearMiss,
  maxPositions: number,
): EncodedTask {
  const pairs = demonstrations.slice(0, MAX_PAIRS)
  const program = programPositions(nearMiss.program)
  const wrong = pairs.map((pair, p) => wrongPatches(pair, nearMiss.outputs[p] ?? null, p))
  const wrongCount = wrong.reduce((sum, patches) => sum + patches.length, 0)
  const reserved = program.length + pairs.length + Math.min(wrongCount, WRONG_POSITIONS_KEPT)
  const base = encodeCompact(pairs, maxPositions - reserved)
  const read = pairsIn(base, pairs)
  const section: number[][] = [...program]
  let left = maxPositions - base.length - program.length - read
  for (let p = 0; p < read; p++) {
    const patches = (wrong[p] ?? []).slice(0, left)
    left -= patches.length
    const isCut = patches.length < (wrong[p]?.length ?? 0)
    section.push(verdictPosition(pairs[p] as EncodePair, nearMiss.outputs[p] ?? null, p, isCut), ...patches)
  }
  const features = new Int32Array((base.length + section.length) * FEATURE_WIDTH).fill(NOTHING)
  features.set(base.features)
  section.forEach((ids, k) => features.set(ids, (base.length + k) * FEATURE_WIDTH))
  return { features, length: base.length + section.length, width: FEATURE_WIDTH }
}

/** How many of the pairs an encoding holds. */
function pairsIn({ length }: EncodedTask, pairs: readonly EncodePair[]): number {
  let used = 0
  const first = pairs.findIndex((pair) => (used += compactCost(pair)) > length)
  return first < 0 ? pairs.length : Math.max(1, first)
}

function programPositions(text: string): number[][] {
  const positions: number[][] = []
  let [line, place] = [0, 0]
  for (const token of encodeProgramText(text) ?? []) {
    if (token === END_TOKEN) break
    if (token === LINE_TOKEN) {
      line++
      place = 0
      continue
    }
    positions.push([
      TOKEN_BASE + token,
      LINE_BASE + Math.min(line, MAX_VARIABLES - 1),
      PLACE_BASE + Math.min(place++, PLACES - 1),
      SECTION_KIND_BASE + SECTION_KINDS.program,
    ])
  }
  if (positions.length > MOST_PROGRAM_POSITIONS) {
    positions.length = MOST_PROGRAM_POSITIONS
    positions.at(-1)?.push(CUT)
  }
  return positions
}

function verdictPosition({ output }: EncodePair, given: Grid | null, p: number, isCut: boolean): number[] {
  const verdict = given === null ? 'none' : given.equals(output) ? 'right' : 'wrong'
  const sizes = given ? [given.rows, given.cols] : []
  return [
    ...sizes.map((size, k) => GIVEN_SIZE_BASE + k * (MAX_SIDE + 1) + Math.min(size, MAX_SIDE)),
    VERDICT_BASE + VERDICTS[verdict],
    PAIR_BASE + p,
    SECTION_KIND_BASE + SECTION_KINDS.verdict,
    ...(isCut ? [CUT] : []),
  ]
}

/** Patches of the wanted and the given output together that hold a cell where they differ, row-major. */
function wrongPatches({ output }: EncodePair, given: Grid | null, p: number): number[][] {
  if (!given) return []
  const patches: number[][] = []
  const rows = Math.ceil(Math.min(MAX_SIDE, Math.max(output.rows, given.rows)) / PATCH)
  const cols = Math.ceil(Math.min(MAX_SIDE, Math.max(output.cols, given.cols)) / PATCH)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const wanted = patchOf(output, r, c)
      const gave = patchOf(given, r, c)
      if (wanted.every((value, k) => value === gave[k])) continue
      patches.push([
        ...gave.map((value, k) => GIVEN_CELL_BASE + k * CELL_VALUES + value),
        ...wanted.map((value, k) => CELL_BASE + (PATCH * PATCH + k) * CELL_VALUES + value),
        ROW_BASE + r,
        COLUMN_BASE + c,
        PAIR_BASE + p,
        SECTION_KIND_BASE + SECTION_KINDS.wrong,
      ])
    }
  }
  return patches
}

/** Colours of a patch's cells, OUTSIDE beyond the edge. */
function patchOf(grid: Grid, r: number, c: number): number[] {
  return Array.from({ length: PATCH * PATCH }, (_, k) => {
    const i = r * PATCH + Math.floor(k / PATCH)
    const j = c * PATCH + (k % PATCH)
    const isInside = i < grid.rows && j < grid.cols
    const value = isInside ? grid.at(i, j) : OUTSIDE
    return value >= 0 && value < COLOURS ? value : OUTSIDE
  })
}
