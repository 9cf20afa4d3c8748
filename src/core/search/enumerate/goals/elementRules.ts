import { CELLS, FrozenSet, indicesOf, isPair, type Value } from '../../../dsl/value'
import type { Grid } from '../../../grid/grid'
import { colOfCode, colourOfCode, packPosition, rowOfCode } from '../../../grid/cellCode'
import type { Entry } from '../entry'
import { KIND, type Kind } from '../kinds'
import { callPart, namePart, type Part } from '../part'
import type { GoalContext } from './goalContext'
import { elementSetOf, mapElements, type ElementSet } from './elementSet'
import { MAY, MUST, MUST_NOT, separate } from './separations'

const MOST_SELECTIONS = 3

/** How much is looked at. */
export interface RuleLimits {
  /** elements of a set, over all demonstrations */
  readonly elements: number
  readonly sets: number
  readonly drawers: number
  readonly functions: number
}

/** Draws for one element: the element itself, or what a function gives for it. */
type Drawer = Entry | null

/** Which elements of a set must be selected so that what is drawn for each agrees with the outputs. */
interface Target {
  readonly set: ElementSet
  readonly wanted: Uint8Array
  /** more than one way to draw may want the same objects */
  readonly drawers: Drawer[]
  found: number
}

/** All elements are drawn, in colours that differ. */
interface Colouring {
  readonly set: ElementSet
  readonly drawer: Drawer
  readonly colours: readonly number[]
  isFound: boolean
}

/**
 * Rules that tell objects apart: for each set of objects and each way to draw something for an object (its own cells,
 * its box, its surroundings ...) the outputs tell for which objects it is drawn. A function whose results separate
 * these from the others gives a patch for painting.
 */
export class ElementRules {
  private readonly sets: ElementSet[] = []
  private readonly drawers: Drawer[] = [null]
  private readonly functions: Entry[] = []
  private readonly targets = new Map<string, Target>()
  private readonly colourings: Colouring[] = []

  constructor(
    private readonly context: GoalContext,
    /** of the elements: KIND.object or KIND.pair */
    private readonly element: Kind,
    private readonly limits: RuleLimits,
    /** the grids that are painted on: the inputs, of the outputs' shapes */
    private readonly bases: readonly Grid[],
    /** a patch that is worth painting */
    private readonly found: (patch: Entry) => void,
  ) {}

  lookSet(entry: Entry): void {
    if (this.sets.length >= this.limits.sets) return
    const set = elementSetOf(entry, this.limits.elements)
    if (!set || set.elements.length < 2) return
    this.sets.push(set)
    for (const drawer of this.drawers) this.aim(set, drawer)
  }

  lookFunction(entry: Entry): void {
    const result = entry.profile?.results.get(this.element)
    if (result === undefined) return
    if (result === KIND.object || result === KIND.indices) {
      if (this.drawers.length < this.limits.drawers) {
        this.drawers.push(entry)
        for (const set of this.sets) this.aim(set, entry)
      }
    }
    if (this.functions.length >= this.limits.functions) return
    this.functions.push(entry)
    for (const colouring of this.colourings) this.colour(colouring, entry)
    for (const set of this.sets) {
      const targets = [...this.targets.values()].filter(
        (target) => target.set === set && target.found < MOST_SELECTIONS,
      )
      if (targets.length > 0) this.tell(set, targets, entry)
    }
  }

  private tell(set: ElementSet, targets: readonly Target[], by: Entry): void {
    const { search, callBudget } = this.context
    if (search.isSpent()) return
    search.evaluated += set.elements.length
    const results = mapElements(set, by.values, callBudget)
    if (!results) return
    for (const target of targets) {
      for (const { part, isOne } of separate(search.separation, set, target.wanted, by, results)) {
        target.found++
        for (const drawer of target.drawers) this.draw(part, isOne, drawer, set.entry)
      }
    }
  }

  private aim(set: ElementSet, drawer: Drawer): void {
    const { search, callBudget } = this.context
    if (search.isSpent()) return
    search.evaluated += set.elements.length
    const drawn = drawer ? mapElements(set, drawer.values, callBudget) : set.elements
    if (!drawn) return
    const judged = drawn.map((patch, k) => this.judge(this.asPatch(patch), set.demos[k] as number))
    const colours = new Set(judged.flatMap((one) => (one && one.isChange && one.colour >= 0 ? [one.colour] : [])))
    const statuses: Uint8Array[] = [...colours].map((colour) =>
      Uint8Array.from(judged, (one) => (one?.colour !== colour ? MUST_NOT : one.isChange ? MUST : MAY)),
    )
    if (judged.some((one) => one?.isChange && one.isPainted)) {
      statuses.push(Uint8Array.from(judged, (one) => (!one?.isPainted ? MUST_NOT : one.isChange ? MUST : MAY)))
    }
    for (const wanted of statuses) {
      if (wanted.includes(MUST_NOT)) this.addTarget(set, wanted, drawer)
      else this.draw(set.entry, false, drawer, set.entry)
    }
    const isColouring = judged.every((one) => one !== null && one.colour >= 0) && colours.size > 1
    if (!isColouring || (this.element === KIND.pair && !drawer)) return
    const colouring = { set, drawer, colours: judged.map((one) => one?.colour ?? -1), isFound: false }
    this.colourings.push(colouring)
    for (const by of this.functions) this.colour(colouring, by)
  }

  /** Draws in the colours that a function gives, where these are right. */
  private colour(colouring: Colouring, by: Entry): void {
    if (colouring.isFound || by.profile?.results.get(this.element) !== KIND.integer) return
    const { set, drawer, colours } = colouring
    this.context.search.evaluated += set.elements.length
    const results = mapElements(set, by.values, this.context.callBudget)
    if (!results?.every((value, k) => value === colours[k])) return
    colouring.isFound = true
    const { model } = this.context.search
    const drawn = drawer ?? namePart('identity', KIND.fn1)
    const recolouring = callPart(model, 'fork', KIND.fn1, namePart('recolor', KIND.fn2), by, drawn)
    this.offer(set.entry, callPart(model, 'mapply', KIND.object, recolouring, set.entry))
  }

  private addTarget(set: ElementSet, wanted: Uint8Array, drawer: Drawer): void {
    const key = `${set.entry.id}:${wanted.join('')}`
    const known = this.targets.get(key)
    if (known) {
      known.drawers.push(drawer)
      return
    }
    const target = { set, wanted, drawers: [drawer], found: 0 }
    this.targets.set(key, target)
    for (const by of this.functions) if (target.found < MOST_SELECTIONS) this.tell(set, [target], by)
  }

  private asPatch(value: Value): Value {
    return isPair(value) ? indicesOf(Int32Array.of(packPosition(value.items[0], value.items[1]))) : value
  }

  /** How drawing a patch agrees with the output: its one colour there (-1: several), whether its own colours are right. */
  private judge(patch: Value, demo: number): { colour: number; isPainted: boolean; isChange: boolean } | null {
    if (!(patch instanceof FrozenSet) || patch.codes.length === 0) return null
    const output = this.context.outputs[demo] as Grid
    const base = this.bases[demo] as Grid
    let colour = -2
    let isPainted = patch.kind === CELLS
    let isChange = false
    const { codes } = patch
    for (let k = 0; k < codes.length; k++) {
      const i = rowOfCode(codes[k] as number)
      const j = colOfCode(codes[k] as number)
      if (i < 0 || i >= output.rows || j < 0 || j >= output.cols) continue
      const wanted = output.at(i, j)
      if (wanted !== base.at(i, j)) isChange = true
      if (colour === -2) colour = wanted
      else if (colour !== wanted) colour = -1
      if (isPainted && wanted !== colourOfCode(codes[k] as number)) isPainted = false
      if (colour === -1 && !isPainted) return null
    }
    return colour === -2 ? null : { colour, isPainted, isChange }
  }

  /** Makes the patch that a selection of elements draws. */
  private draw(part: Part, isOne: boolean, drawer: Drawer, set: Entry): void {
    this.offer(set, this.drawnPart(part, isOne, drawer))
  }

  private offer({ id }: Entry, drawn: Part): void {
    const { search, callBudget } = this.context
    const values = search.valuesOf(drawn.expression, { ...callBudget, steps: callBudget.steps * 4 })
    if (!values || !values.every((value): value is FrozenSet => value instanceof FrozenSet)) return
    if (values.every(({ codes }) => codes.length === 0)) return
    const kind = values.some((value) => value.kind === CELLS) ? KIND.object : KIND.indices
    this.found({ id, ...drawn, kind, values, profile: null })
  }

  private drawnPart(part: Part, isOne: boolean, drawer: Drawer): Part {
    const { model } = this.context.search
    if (!drawer && this.element === KIND.pair) return isOne ? callPart(model, 'initset', KIND.indices, part) : part
    if (!drawer) return isOne ? part : callPart(model, 'merge', KIND.object, part)
    const kind = drawer.profile?.results.get(this.element) ?? KIND.indices
    if (!isOne) return callPart(model, 'mapply', kind, drawer, part)
    const { expression } = drawer
    const cost = part.cost + drawer.cost + 2
    return {
      expression: { callee: 'name' in expression ? expression.name : expression, args: [part.expression] },
      head: drawer.head,
      kind,
      cost,
    }
  }
}
