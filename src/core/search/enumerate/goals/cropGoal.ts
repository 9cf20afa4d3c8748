import { startMeter, stopOf } from '../../../dsl/meter'
import { PRIMITIVES } from '../../../dsl/primitives'
import { FrozenSet, isGrid, type Value } from '../../../dsl/value'
import { colOfCode, rowOfCode } from '../../../grid/cellCode'
import type { Grid } from '../../../grid/grid'
import type { Entry } from '../entry'
import type { Part } from '../part'
import type { GoalContext } from './goalContext'

const MOST_GRIDS = 60
const MOST_PATCHES = 200

/** Patches whose boxes have the outputs' shapes: each is cut out of every grid found early. */
export class CropGoal {
  private readonly grids: Entry[] = []
  private readonly patches: Entry[] = []

  constructor(
    private readonly context: GoalContext,
    private readonly found: (part: Part, grids: readonly Grid[]) => void,
  ) {}

  lookPatch(patch: Entry): void {
    const { outputs } = this.context
    if (!patch.values.every((value, k) => hasBox(value, outputs[k] as Grid))) return
    if (this.patches.length < MOST_PATCHES) this.patches.push(patch)
    for (const grid of this.grids) this.cut(patch, grid)
  }

  lookGrid(grid: Entry): void {
    if (this.grids.length >= MOST_GRIDS) return
    this.grids.push(grid)
    for (const patch of this.patches) this.cut(patch, grid)
  }

  private cut(patch: Entry, grid: Entry): void {
    const { search, call, callBudget } = this.context
    if (search.isSpent()) return
    const parts: Grid[] = []
    try {
      for (let k = 0; k < patch.values.length; k++) {
        startMeter(callBudget)
        search.evaluated++
        const part = PRIMITIVES.subgrid.impl(patch.values[k] as Value, grid.values[k] as Value, null, null)
        if (!isGrid(part) || !sameShape(part, this.context.outputs[k] as Grid)) return
        parts.push(part)
      }
    } catch (error) {
      if (!stopOf(error)) throw error
      return
    }
    this.found(call('subgrid', patch, grid), parts)
  }
}

const sameShape = (a: Grid, b: Grid): boolean => a.rows === b.rows && a.cols === b.cols

/** Whether a patch's box is as large as a grid. */
function hasBox(value: Value, { rows, cols }: Grid): boolean {
  if (!(value instanceof FrozenSet) || value.codes.length === 0) return false
  const { codes } = value
  let [top, left, bottom, right] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = 0; k < codes.length; k++) {
    const i = rowOfCode(codes[k] as number)
    const j = colOfCode(codes[k] as number)
    if (i < top) top = i
    if (i > bottom) bottom = i
    if (j < left) left = j
    if (j > right) right = j
  }
  return bottom - top + 1 === rows && right - left + 1 === cols
}
