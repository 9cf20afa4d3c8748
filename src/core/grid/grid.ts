/** A rectangle of small whole numbers, row-major; ARC grids hold colours 0-9 and have 1 to 30 rows and columns. */
export class Grid {
  /** Lazily computed by the DSL's values (hash); 0 = not yet. */
  hash = 0

  constructor(
    readonly rows: number,
    readonly cols: number,
    readonly cells: Int8Array,
  ) {}

  /** Rows must be of one length (checked at the borders by parseGrid). */
  static fromRows(rows: readonly (readonly number[])[]): Grid {
    const cols = rows[0]?.length ?? 0
    const cells = new Int8Array(rows.length * cols)
    rows.forEach((row, i) => cells.set(row, i * cols))
    return new Grid(rows.length, cols, cells)
  }

  at(i: number, j: number): number {
    return this.cells[i * this.cols + j] as number
  }

  toRows(): number[][] {
    return Array.from({ length: this.rows }, (_, i) =>
      Array.from(this.cells.subarray(i * this.cols, (i + 1) * this.cols)),
    )
  }

  equals(other: Grid): boolean {
    if (this.rows !== other.rows || this.cols !== other.cols) return false
    for (let k = 0; k < this.cells.length; k++) if (this.cells[k] !== other.cells[k]) return false
    return true
  }

  /** The largest side and colours that ARC allows. */
  isValidArc(): boolean {
    if (this.rows < 1 || this.cols < 1 || this.rows > MAX_SIDE || this.cols > MAX_SIDE) return false
    for (const cell of this.cells) if (cell < 0 || cell >= COLOURS) return false
    return true
  }
}

export const MAX_SIDE = 30
export const COLOURS = 10
