import { FrozenSet, isGrid, type Value } from '../../../dsl/value'
import { colOfCode, rowOfCode } from '../../../grid/cellCode'
import type { Grid } from '../../../grid/grid'
import type { Entry } from '../entry'
import { KIND, type Kind } from '../kinds'
import { callPart, type Part } from '../part'
import { elementSetOf, mapElements, type ElementSet } from './elementSet'
import type { RuleLimits } from './elementRules'
import type { GoalContext } from './goalContext'
import { MUST, MUST_NOT, separate, type Selection } from './separations'

const MOST_FOUND = 8

/**
 * Rules that choose one of several: the objects of which one, cut out of the input, is the output, or the grids of which
 * one is. A function whose results tell it from the others solves the task.
 */
export class SelectRules {
  private readonly targets: { readonly set: ElementSet; readonly wanted: Uint8Array; found: number }[] = []
  private readonly functions: Entry[] = []

  constructor(
    private readonly context: GoalContext,
    /** of the elements: KIND.object or KIND.grid */
    private readonly element: Kind,
    private readonly limits: RuleLimits,
  ) {}

  lookSet(entry: Entry): void {
    if (this.targets.length >= this.limits.sets) return
    const set = elementSetOf(entry, this.limits.elements)
    if (!set || set.elements.length <= entry.values.length) return
    const wanted = Uint8Array.from(set.elements, (element, k) =>
      this.isWanted(element, set.demos[k] as number) ? MUST : MUST_NOT,
    )
    const demosHit = new Set(set.demos.filter((_, k) => wanted[k] === MUST))
    if (demosHit.size < entry.values.length || !wanted.includes(MUST_NOT)) return
    const target = { set, wanted, found: 0 }
    this.targets.push(target)
    for (const by of this.functions) this.tell(target, by)
  }

  lookFunction(entry: Entry): void {
    if (!entry.profile?.results.has(this.element) || this.functions.length >= this.limits.functions) return
    this.functions.push(entry)
    for (const target of this.targets) this.tell(target, entry)
  }

  private tell(target: (typeof this.targets)[number], by: Entry): void {
    const { search, callBudget, propose } = this.context
    const { set, wanted } = target
    if (target.found >= MOST_FOUND || search.isSpent()) return
    search.evaluated += set.elements.length
    const results = mapElements(set, by.values, callBudget)
    if (!results) return
    for (const selection of separate(search.separation, set, wanted, by, results)) {
      target.found++
      propose(this.outputOf(this.oneOf(selection)), 'selection')
    }
  }

  private oneOf({ part, isOne }: Selection): Part {
    return isOne ? part : callPart(this.context.search.model, 'first', this.element, part)
  }

  private outputOf(one: Part): Part {
    return this.element === KIND.grid ? one : this.context.call('subgrid', one, this.context.input)
  }

  private isWanted(element: Value, demo: number): boolean {
    const output = this.context.outputs[demo] as Grid
    if (this.element === KIND.grid) return isGrid(element) && element.equals(output)
    return element instanceof FrozenSet && boxEquals(element.codes, this.context.search.inputs[demo] as Grid, output)
  }
}

/** Whether the box around cells, cut out of a grid, is another grid. */
function boxEquals(codes: Int32Array, grid: Grid, wanted: Grid): boolean {
  let [top, left, bottom, right] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = 0; k < codes.length; k++) {
    const i = rowOfCode(codes[k] as number)
    const j = colOfCode(codes[k] as number)
    top = Math.min(top, i)
    bottom = Math.max(bottom, i)
    left = Math.min(left, j)
    right = Math.max(right, j)
  }
  const isInside = top >= 0 && left >= 0 && bottom < grid.rows && right < grid.cols
  if (!isInside || bottom - top + 1 !== wanted.rows || right - left + 1 !== wanted.cols) return false
  for (let i = 0; i < wanted.rows; i++) {
    for (let j = 0; j < wanted.cols; j++) if (grid.at(top + i, left + j) !== wanted.at(i, j)) return false
  }
  return true
}
