import type { Budget } from '../../../dsl/meter'
import type { Grid } from '../../../grid/grid'
import type { Pair } from '../../../task/task'
import type { Entry } from '../entry'
import type { Fits } from '../fits'
import { KIND, type Kind } from '../kinds'
import { NearMisses } from '../nearMisses'
import { callPart, type Part } from '../part'
import type { Search } from '../search'
import { ColourMap } from './colourMap'
import { CropGoal } from './cropGoal'
import type { GoalContext } from './goalContext'
import { ElementRules, type RuleLimits } from './elementRules'
import { PaintGoal } from './paintGoal'
import { SelectRules } from './selectRules'
import { WantedGrids } from './wantedGrids'

const OBJECT_LIMITS: RuleLimits = { elements: 160, sets: 14, drawers: 40, functions: 500 }
const CELL_LIMITS: RuleLimits = { elements: 500, sets: 10, drawers: 20, functions: 150 }
const MOST_PROPOSALS = 2000
const MOST_NEAR = 20

/** What is done with each new value to get nearer to the outputs. */
export class Goals {
  private readonly outputs: readonly Grid[]
  private readonly wanted: WantedGrids
  private readonly colours: ColourMap
  private readonly crop: CropGoal
  private readonly paint: PaintGoal
  private readonly objectRules: ElementRules | null
  private readonly cellRules: ElementRules | null
  private readonly selections: readonly SelectRules[]
  readonly near = new NearMisses(MOST_NEAR)
  private readonly outputIds: readonly number[]
  private proposals = 0

  constructor(
    train: readonly Pair[],
    private readonly search: Search,
    private readonly fits: Fits,
    callBudget: Budget,
  ) {
    this.outputs = train.map(({ output }) => output)
    this.outputIds = search.idsOf(this.outputs)
    const context: GoalContext = {
      outputs: this.outputs,
      search,
      input: { expression: { name: 'I' }, head: 'I', kind: KIND.grid, cost: 0 },
      callBudget,
      call: (name, ...args) => callPart(search.model, name, KIND.grid, ...args),
      propose: (part, step) => this.propose(part, step),
      nearly: (part, demosRight, wrongShare) => this.near.offer(part, demosRight, wrongShare),
    }
    this.wanted = new WantedGrids(context)
    this.colours = new ColourMap(context)
    this.crop = new CropGoal(context, (part, grids) => this.lookGrid(part, grids))
    this.paint = new PaintGoal(context)
    const isSameShape = train.every(({ input, output }) => input.rows === output.rows && input.cols === output.cols)
    const rulesFor = (element: Kind, limits: RuleLimits): ElementRules | null =>
      isSameShape
        ? new ElementRules(
            context,
            element,
            limits,
            train.map(({ input }) => input),
            (patch) => this.paint.lookPatch(patch),
          )
        : null
    this.objectRules = rulesFor(KIND.object, OBJECT_LIMITS)
    this.cellRules = rulesFor(KIND.pair, CELL_LIMITS)
    this.selections = isSameShape
      ? []
      : [KIND.object, KIND.grid].map((kind) => new SelectRules(context, kind, OBJECT_LIMITS))
  }

  /** `ids`: the numbers of its values in the search's tables. */
  look(entry: Entry, ids: readonly number[]): void {
    switch (entry.kind) {
      case KIND.grid:
        this.lookGrid(entry, entry.values as readonly Grid[], ids)
        this.crop.lookGrid(entry)
        break
      case KIND.integer:
        this.paint.lookColour(entry)
        break
      case KIND.objects:
        this.objectRules?.lookSet(entry)
        this.selections[0]?.lookSet(entry)
        break
      case KIND.gridTuple:
        this.selections[1]?.lookSet(entry)
        break
      case KIND.fn1:
        this.objectRules?.lookFunction(entry)
        this.cellRules?.lookFunction(entry)
        for (const rules of this.selections) rules.lookFunction(entry)
        break
      case KIND.object:
      case KIND.indices:
        if (entry.kind === KIND.indices) this.cellRules?.lookSet(entry)
        this.paint.lookPatch(entry)
        this.crop.lookPatch(entry)
    }
  }

  /** What is only worth trying now and then. */
  endLevel(): void {
    this.paint.lookUnderneath()
  }

  private lookGrid(part: Part, grids: readonly Grid[], ids: readonly number[] = this.search.idsOf(grids)): void {
    this.wanted.look(part, ids)
    const isSameShape = grids.every((grid, k) => {
      const { rows, cols } = this.outputs[k] as Grid
      return grid.rows === rows && grid.cols === cols
    })
    const demosRight = ids.reduce((count, id, k) => count + (id === this.outputIds[k] ? 1 : 0), 0)
    if (!isSameShape) {
      if (demosRight > 0) this.near.offer(part, demosRight, 1)
      return this.wanted.lookBeside(part, grids)
    }
    if (demosRight === grids.length) return this.propose(part, 'value')
    if (demosRight > 0) this.near.offer(part, demosRight, 0.5)
    this.colours.look(part, grids)
    this.paint.lookBase(part, grids)
  }

  private propose(part: Part, step: string): void {
    if (this.proposals >= MOST_PROPOSALS) return
    this.proposals++
    this.fits.propose(part.expression, part.cost + this.search.model.rootCost(part.head, KIND.grid), step)
  }
}
