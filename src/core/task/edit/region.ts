/** A cell's place: row and column. */
export type Position = readonly [i: number, j: number]

/** A rectangle of cells. */
export interface Region {
  readonly top: number
  readonly left: number
  readonly rows: number
  readonly cols: number
}

/** The rectangle between two cells, both included. */
export function regionBetween([i1, j1]: Position, [i2, j2]: Position): Region {
  return { top: Math.min(i1, i2), left: Math.min(j1, j2), rows: Math.abs(i1 - i2) + 1, cols: Math.abs(j1 - j2) + 1 }
}

/** Its cells, row by row. */
export function positionsIn({ top, left, rows, cols }: Region): Position[] {
  return Array.from({ length: rows * cols }, (_, k) => [top + Math.floor(k / cols), left + (k % cols)] as const)
}

/** Cells from one to another without a gap, both included: what a fast drag passed over. */
export function positionsBetween([i1, j1]: Position, [i2, j2]: Position): Position[] {
  const steps = Math.max(Math.abs(i2 - i1), Math.abs(j2 - j1))
  return Array.from({ length: steps + 1 }, (_, k) => {
    const part = steps === 0 ? 0 : k / steps
    return [Math.round(i1 + part * (i2 - i1)), Math.round(j1 + part * (j2 - j1))] as const
  })
}
