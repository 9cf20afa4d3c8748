/** A grid while it is being drawn: rows of colours 0-9, indexed (i, j). */
export type Rows = number[][]

/** A grid of the given size; `colourAt` says each cell's colour. */
export function drawRows(rows: number, cols: number, colourAt: (i: number, j: number) => number): Rows {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => colourAt(i, j)))
}

export const blank = (rows: number, cols: number, colour = 0): Rows => drawRows(rows, cols, () => colour)

/** The colour at (i, j), 0 outside the grid. */
export const at = (rows: Rows, i: number, j: number): number => rows[i]?.[j] ?? 0

export const heightOf = (rows: Rows): number => rows.length

export const widthOf = (rows: Rows): number => rows[0]?.length ?? 0

export const sameRows = (a: Rows, b: Rows): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The same grid with every colour replaced. */
export const mapColours = (rows: Rows, change: (colour: number) => number): Rows =>
  rows.map((row) => row.map((colour) => change(colour)))

/** The rectangle with its upper left corner at (top, left). */
export const cutOut = (rows: Rows, top: number, left: number, height: number, width: number): Rows =>
  drawRows(height, width, (i, j) => at(rows, top + i, left + j))

/** How often each colour occurs, most frequent first. */
export function tally(rows: Rows): { colour: number; count: number }[] {
  const counts = new Map<number, number>()
  for (const colour of rows.flat()) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  return [...counts].map(([colour, count]) => ({ colour, count })).sort((a, b) => b.count - a.count)
}

export const countColour = (rows: Rows, colour: number): number => rows.flat().filter((c) => c === colour).length

/** Turned over left to right. */
export const flipSideways = (rows: Rows): Rows => rows.map((row) => row.slice().reverse())

/** Turned over top to bottom. */
export const flipUpsideDown = (rows: Rows): Rows => rows.slice().reverse()

/** Rows become columns. */
export const transpose = (rows: Rows): Rows => drawRows(widthOf(rows), heightOf(rows), (i, j) => at(rows, j, i))

/** A quarter turn clockwise. */
export const quarterTurn = (rows: Rows): Rows => flipSideways(transpose(rows))

export const beside = (left: Rows, right: Rows): Rows => left.map((row, i) => [...row, ...(right[i] ?? [])])

export const stacked = (upper: Rows, lower: Rows): Rows => [...upper, ...lower]
