import { COLOURS, type Grid } from '../../grid/grid'
import type { Pair } from '../../task/task'

/** In units of the cost model. */
const UNCHANGED = 25
const OTHER_SHAPE = 25
const OTHER_FIXED_SHAPE = 10
const NEW_COLOUR = 10

/**
 * What predictions cost besides their program for breaking what all demonstrations keep: outputs differ from their
 * inputs, have their inputs' shapes, have one shape, have no colour that only one of them has.
 */
export class Plausibility {
  private readonly changesAll: boolean
  private readonly keepsShape: boolean
  private readonly fixed: { readonly rows: number; readonly cols: number } | null
  /** colours on any output */
  private readonly palette: ReadonlySet<number>

  constructor(train: readonly Pair[]) {
    this.changesAll = train.every(({ input, output }) => !input.equals(output))
    this.keepsShape = train.every(({ input, output }) => sameShape(input, output))
    const first = train[0]?.output
    this.fixed = first && train.length > 1 && train.every(({ output }) => sameShape(output, first)) ? first : null
    this.palette = new Set(train.flatMap(({ output }) => [...output.cells]))
  }

  /** Of the prediction for one test input. */
  penalty(input: Grid, prediction: Grid): number {
    let cost = 0
    if (this.changesAll && prediction.equals(input)) cost += UNCHANGED
    if (this.keepsShape && !sameShape(input, prediction)) cost += OTHER_SHAPE
    else if (this.fixed && !this.keepsShape && !sameShape(this.fixed, prediction)) cost += OTHER_FIXED_SHAPE
    const own = new Set(input.cells)
    for (let colour = 0; colour < COLOURS; colour++) {
      if (!this.palette.has(colour) && !own.has(colour) && prediction.cells.includes(colour)) return cost + NEW_COLOUR
    }
    return cost
  }
}

const sameShape = (a: { rows: number; cols: number }, b: { rows: number; cols: number }): boolean =>
  a.rows === b.rows && a.cols === b.cols
