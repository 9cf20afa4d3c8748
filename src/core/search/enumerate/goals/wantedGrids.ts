import { startMeter, stopOf, type Budget } from '../../../dsl/meter'
import { PRIMITIVES, type PrimitiveName } from '../../../dsl/primitives'
import { isGrid, type Value } from '../../../dsl/value'
import { Grid } from '../../../grid/grid'
import { namePart, type Part } from '../part'
import { KIND } from '../kinds'
import type { GoalContext } from './goalContext'

/** What makes the outputs of a value. */
export type Wrap = (part: Part) => Part

/** Wraps inside each other. */
const MOST_DEPTH = 2
const MOST_FOR_ONE = 4

const INVERSES: readonly (readonly [applied: PrimitiveName, inverse: PrimitiveName])[] = [
  ['hmirror', 'hmirror'],
  ['vmirror', 'vmirror'],
  ['dmirror', 'dmirror'],
  ['cmirror', 'cmirror'],
  ['rot180', 'rot180'],
  ['rot90', 'rot270'],
  ['rot270', 'rot90'],
]
const FACTORS = ['TWO', 'THREE', 'FOUR', 'FIVE', 'SIX']
const HALVES: readonly (PrimitiveName | null)[] = [
  null,
  'hmirror',
  'vmirror',
  'rot180',
  'dmirror',
  'rot90',
  'rot270',
  'cmirror',
]

/**
 * Grids from which one or two calls make the outputs: mirrored, scaled, a half of them, what is left when a known grid is
 * put beside. As soon as the search comes upon one of them, the task is solved.
 */
export class WantedGrids {
  private readonly wraps = new Map<string, Wrap[]>()

  constructor(private readonly context: GoalContext) {
    this.wantDeep(context.outputs, (part) => part, 0)
  }

  /** Proposes what makes the outputs of a grid that was found. */
  look(part: Part, ids: readonly number[]): void {
    for (const wrap of this.wraps.get(ids.join()) ?? []) this.context.propose(wrap(part), 'wanted grid')
  }

  /** A grid that stands at an end of the outputs: the rest is wanted. */
  lookBeside(part: Part, grids: readonly Grid[]): void {
    const { outputs } = this.context
    const isEach = (holds: (grid: Grid, output: Grid) => boolean): boolean =>
      grids.every((grid, k) => holds(grid, outputs[k] as Grid))
    if (isEach((grid, { rows, cols }) => grid.rows === rows && grid.cols < cols)) this.wantRest('hconcat', part, grids)
    else if (isEach((grid, { rows, cols }) => grid.cols === cols && grid.rows < rows))
      this.wantRest('vconcat', part, grids)
  }

  private wantRest(name: 'hconcat' | 'vconcat', part: Part, grids: readonly Grid[]): void {
    const { outputs } = this.context
    const isWide = name === 'hconcat'
    const restOf = (output: Grid, grid: Grid, atEnd: boolean): Grid | null => {
      const [rows, cols] = isWide ? [output.rows, output.cols - grid.cols] : [output.rows - grid.rows, output.cols]
      const [top, left] = atEnd ? [0, 0] : isWide ? [0, grid.cols] : [grid.rows, 0]
      const [knownTop, knownLeft] = !atEnd ? [0, 0] : isWide ? [0, cols] : [rows, 0]
      return cutOf(output, knownTop, knownLeft, grid.rows, grid.cols).equals(grid)
        ? cutOf(output, top, left, rows, cols)
        : null
    }
    for (const atEnd of [false, true]) {
      const rests = outputs.map((output, k) => restOf(output, grids[k] as Grid, atEnd))
      this.want(rests, (rest) => this.context.call(name, ...(atEnd ? [rest, part] : [part, rest])))
    }
  }

  private wantDeep(grids: readonly Grid[], wrap: Wrap, depth: number): void {
    if (depth === MOST_DEPTH) return
    const next = (found: readonly (Grid | null)[], outer: Wrap): void => {
      const whole = found.filter((grid) => grid !== null)
      if (whole.length < grids.length) return
      const both: Wrap = (part) => wrap(outer(part))
      if (this.want(whole, both)) this.wantDeep(whole, both, depth + 1)
    }
    const { call, callBudget } = this.context
    for (const [applied, inverse] of INVERSES) {
      next(
        grids.map((grid) => runGrid(applied, callBudget, grid)),
        (part) => call(inverse, part),
      )
    }
    FACTORS.forEach((name, k) => {
      const factor = k + 2
      const scaled = (scale: PrimitiveName, down: number, right: number): void =>
        next(
          grids.map((grid) => {
            if (grid.rows % down !== 0 || grid.cols % right !== 0) return null
            const small = thinned(grid, down, right)
            return runGrid(scale, callBudget, small, factor)?.equals(grid) ? small : null
          }),
          (part) => call(scale, part, namePart(name, KIND.integer)),
        )
      scaled('upscale', factor, factor)
      scaled('hupscale', 1, factor)
      scaled('vupscale', factor, 1)
    })
    for (const mirror of HALVES) this.wantHalves(grids, mirror, next)
  }

  private wantHalves(
    grids: readonly Grid[],
    mirror: PrimitiveName | null,
    next: (found: readonly (Grid | null)[], outer: Wrap) => void,
  ): void {
    const { call, callBudget } = this.context
    const other = (grid: Grid): Grid | null => (mirror ? runGrid(mirror, callBudget, grid) : grid)
    const otherPart: Wrap = (part) => (mirror ? call(mirror, part) : part)
    for (const isWide of [true, false]) {
      for (const isSecond of [false, true]) {
        const halves = grids.map((grid) => {
          const [rows, cols] = isWide ? [grid.rows, grid.cols / 2] : [grid.rows / 2, grid.cols]
          if (!Number.isInteger(rows) || !Number.isInteger(cols)) return null
          const first = cutOf(grid, 0, 0, rows, cols)
          const second = isWide ? cutOf(grid, 0, cols, rows, cols) : cutOf(grid, rows, 0, rows, cols)
          const [plain, mirrored] = isSecond ? [second, first] : [first, second]
          return other(plain)?.equals(mirrored) ? plain : null
        })
        const name = isWide ? 'hconcat' : 'vconcat'
        next(halves, (part) => (isSecond ? call(name, otherPart(part), part) : call(name, part, otherPart(part))))
      }
    }
  }

  /** False where the same was wanted before. */
  private want(grids: readonly (Grid | null)[], wrap: Wrap): boolean {
    const whole = grids.filter((grid) => grid !== null && grid.rows > 0 && grid.cols > 0) as Grid[]
    if (whole.length < grids.length) return false
    const { search } = this.context
    const key = search.idsOf(whole).join()
    const wraps = this.wraps.get(key)
    if (wraps && wraps.length >= MOST_FOR_ONE) return false
    if (wraps) wraps.push(wrap)
    else this.wraps.set(key, [wrap])
    const known = search.entryOf(KIND.grid, whole)
    if (known) this.context.propose(wrap(known), 'wanted grid')
    return wraps === undefined
  }
}

/** The part of a grid from (top, left). */
export function cutOf(grid: Grid, top: number, left: number, rows: number, cols: number): Grid {
  const cells = new Int8Array(rows * cols)
  for (let i = 0; i < rows; i++) {
    const start = (top + i) * grid.cols + left
    cells.set(grid.cells.subarray(start, start + cols), i * cols)
  }
  return new Grid(rows, cols, cells)
}

function thinned(grid: Grid, down: number, right: number): Grid {
  const rows = grid.rows / down
  const cols = grid.cols / right
  const cells = Int8Array.from({ length: rows * cols }, (_, k) =>
    grid.at(Math.floor(k / cols) * down, (k % cols) * right),
  )
  return new Grid(rows, cols, cells)
}

function runGrid(name: PrimitiveName, budget: Budget, a: Value, b: Value = null): Grid | null {
  startMeter(budget)
  try {
    const value = PRIMITIVES[name].impl(a, b, null, null)
    return isGrid(value) ? value : null
  } catch (error) {
    if (!stopOf(error)) throw error
    return null
  }
}
