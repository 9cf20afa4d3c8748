/**
 * Positions and coloured cells packed into 32 bits: colour in the top 8 bits (signed), row and column in 12 bits each.
 * Sorting codes as signed numbers sorts by (colour, row, column), or by (row, column) where there is no colour.
 */
export const COORD_MIN = -2048
export const COORD_MAX = 2047
const OFFSET = 2048
const POSITION_MASK = 0xffffff

/** Whether a row or column can be packed. */
export const isPackableCoord = (n: number): boolean => n >= COORD_MIN && n <= COORD_MAX

/** Whether a colour can be packed, and stored in a Grid. */
export const isPackableColour = (n: number): boolean => n >= -128 && n <= 127

export const packPosition = (i: number, j: number): number => ((i + OFFSET) << 12) | (j + OFFSET)

export const packCell = (colour: number, i: number, j: number): number =>
  (colour << 24) | ((i + OFFSET) << 12) | (j + OFFSET)

/** Row of a packed position or cell. */
export const rowOfCode = (code: number): number => ((code >> 12) & 0xfff) - OFFSET

/** Column of a packed position or cell. */
export const colOfCode = (code: number): number => (code & 0xfff) - OFFSET

export const colourOfCode = (code: number): number => code >> 24

/** The position of a packed cell, as a packed position. */
export const positionOfCode = (code: number): number => code & POSITION_MASK

/** A packed cell from a colour and a packed position. */
export const withColour = (colour: number, position: number): number => (colour << 24) | position

/** Up to here insertion is faster than the engine's sort, which costs a microsecond before it begins. */
const MOST_INSERTED = 32

function sortByInsertion(codes: Int32Array): void {
  for (let k = 1; k < codes.length; k++) {
    const code = codes[k] as number
    let at = k
    for (; at > 0 && (codes[at - 1] as number) > code; at--) codes[at] = codes[at - 1] as number
    codes[at] = code
  }
}

/** Sorted ascending without duplicates; may sort in place. */
export function sortUnique(codes: Int32Array): Int32Array {
  let isSorted = true
  for (let k = 1; k < codes.length; k++) {
    if ((codes[k] as number) <= (codes[k - 1] as number)) {
      isSorted = false
      break
    }
  }
  if (isSorted) return codes
  if (codes.length <= MOST_INSERTED) sortByInsertion(codes)
  else codes.sort()
  let kept = 1
  for (let k = 1; k < codes.length; k++) {
    if (codes[k] !== codes[kept - 1]) codes[kept++] = codes[k] as number
  }
  return kept === codes.length ? codes : codes.slice(0, kept)
}
