import { colOfCode, colourOfCode, rowOfCode } from '../../../grid/cellCode'
import type { Grid } from '../../../grid/grid'
import { CELLS, type FrozenSet } from '../../../dsl/value'
import type { Entry } from '../entry'
import { KIND } from '../kinds'
import type { Part } from '../part'
import { bitsFor, countOf, firstLeft, hasBit, keyOf, setBit, type Bits } from './bits'
import type { GoalContext } from './goalContext'

const MOST_BASES = 24
/** Bases on which painting under what is there is tried: each needs its own look at every patch. */
const MOST_UNDER_BASES = 4
const MOST_PATCHES = 20_000
const MOST_COLOURS = 60
const MOST_HIDDEN = 4000
const MOST_OVERLAYS = 60
const MOST_LAYERED_BASES = 5
const MOST_STEPS = 400
/** Of them, the first, looked at where two do not mend all. */
const MOST_THIRDS = 120
/** Steps kept that mend the same cells: they may differ on test inputs. */
const MOST_ALIKE = 3

/** A grid of the outputs' shape that is partly right. */
interface Base {
  readonly part: Part
  readonly grids: readonly Grid[]
  /** cells that differ from the outputs, over all demonstrations */
  readonly wrong: Bits
  readonly wrongCount: number
  readonly steps: Step[]
  readonly alike: Map<string, number>
}

/** A call that makes cells of a base right and none wrong. */
interface Step {
  readonly mended: Bits
  readonly isUnder: boolean
  readonly apply: (base: Part) => Part
}

/** How drawing a patch agrees with the outputs: in its own colours, in one colour a demonstration (-1: any). */
interface Agreement {
  readonly isPainted: boolean
  readonly colours: Int8Array | null
}

/** What may be drawn last. */
interface Overlay {
  readonly covered: Bits
  readonly apply: Step['apply']
  triedHidden: number
}

/** The cells of a patch that are on the outputs, numbered over all demonstrations, and their colours. */
interface Footprint {
  readonly entry: Entry
  readonly cells: Int32Array
  /** demonstration of each cell */
  readonly demos: Int16Array
  /** of an object */
  readonly colours: Int8Array | null
}

/**
 * Fill and paint, chained. A patch is only looked at for whether drawing it would agree with the outputs; up to three such
 * steps that together mend all that is wrong on a base solve the task.
 */
export class PaintGoal {
  private readonly offsets: number[] = []
  private readonly outputCells: Int8Array
  private readonly bases: Base[] = []
  private readonly patches: Footprint[] = []
  private readonly colours: Entry[] = []
  /** patches that disagree with the outputs somewhere */
  private readonly hidden: Footprint[] = []
  private readonly overlays: Overlay[] = []
  private readonly overlayKeys = new Set<string>()

  constructor(private readonly context: GoalContext) {
    let size = 0
    for (const { cells } of context.outputs) {
      this.offsets.push(size)
      size += cells.length
    }
    this.outputCells = new Int8Array(size)
    context.outputs.forEach(({ cells }, k) => this.outputCells.set(cells, this.offsets[k] as number))
  }

  lookColour(entry: Entry): void {
    if (this.colours.length >= MOST_COLOURS) return
    if (entry.values.every((value) => typeof value === 'number' && value >= 0 && value <= 9)) this.colours.push(entry)
  }

  /** A grid of the outputs' shape. */
  lookBase(part: Part, grids: readonly Grid[]): void {
    if (this.bases.length >= MOST_BASES) return
    const wrong = bitsFor(this.outputCells.length)
    let wrongCount = 0
    let demosRight = 0
    grids.forEach(({ cells }, k) => {
      const offset = this.offsets[k] as number
      const before = wrongCount
      for (let at = 0; at < cells.length; at++) {
        if (cells[at] === this.outputCells[offset + at]) continue
        setBit(wrong, offset + at)
        wrongCount++
      }
      if (wrongCount === before) demosRight++
    })
    const first = this.bases[0]
    if (wrongCount === 0 || (first && wrongCount >= first.wrongCount * 1.5)) return
    this.context.nearly(part, demosRight, wrongCount / this.outputCells.length)
    const base = { part, grids, wrong, wrongCount, steps: [], alike: new Map<string, number>() }
    this.bases.push(base)
    for (const patch of this.patches) this.tryOn(base, this.bases.length - 1, patch)
  }

  lookPatch(entry: Entry): void {
    if (this.context.search.isSpent()) return
    const patch = this.footprintOf(entry)
    if (patch.cells.length === 0) return
    const agreed = this.agreement(patch, null)
    // what disagrees may still go under later bases, but most of it never does
    if (agreed && this.patches.length < MOST_PATCHES) this.patches.push(patch)
    if (agreed) this.addOverlay(patch, agreed)
    else if (this.hidden.length < MOST_HIDDEN) this.hidden.push(patch)
    this.bases.forEach((base, k) => this.tryOn(base, k, patch))
  }

  /** What is drawn last: of each set of cells the cheapest. */
  private addOverlay(patch: Footprint, agreed: Agreement): void {
    if (this.overlays.length >= MOST_OVERLAYS) return
    const covered = bitsFor(this.outputCells.length)
    for (const cell of patch.cells) setBit(covered, cell)
    const key = keyOf(covered)
    if (this.overlayKeys.has(key)) return
    const apply = this.drawing(patch, agreed)
    if (!apply) return
    this.overlayKeys.add(key)
    this.overlays.push({ covered, apply, triedHidden: 0 })
  }

  private drawing({ entry }: Footprint, { isPainted, colours }: Agreement): Step['apply'] | null {
    const { call } = this.context
    if (isPainted) return (part) => call('paint', part, entry)
    const colour = this.colourOf(colours)
    return colour && ((part) => call('fill', part, colour, entry))
  }

  /** Tries patches that agree with the outputs but for what is drawn over them: two layers. */
  lookUnderneath(): void {
    for (const overlay of this.overlays) {
      const { covered, apply } = overlay
      for (let k = overlay.triedHidden; k < this.hidden.length; k++) {
        if (this.context.search.isSpent()) return
        const patch = this.hidden[k] as Footprint
        const agreed = this.agreement(patch, null, covered)
        if (!agreed) continue
        const draw = this.drawing(patch, agreed)
        if (!draw) continue
        const mended = bitsFor(this.outputCells.length)
        for (const cell of patch.cells) setBit(mended, cell)
        for (const base of this.bases.slice(0, MOST_LAYERED_BASES)) {
          const next = firstLeft(base.wrong, mended, covered, null)
          if (next < 0) this.context.propose(apply(draw(base.part)), 'layers 2')
          else {
            const third = base.steps.find(
              (step) => hasBit(step.mended, next) && firstLeft(base.wrong, mended, covered, step.mended) < 0,
            )
            if (third && !third.isUnder) this.context.propose(third.apply(apply(draw(base.part))), 'layers 3')
          }
        }
      }
      overlay.triedHidden = this.hidden.length
    }
  }

  private footprintOf(entry: Entry): Footprint {
    const { outputs } = this.context
    const cells: number[] = []
    const demos: number[] = []
    const colours: number[] = []
    entry.values.forEach((value, k) => {
      const { codes } = value as FrozenSet
      const { rows, cols } = outputs[k] as Grid
      const offset = this.offsets[k] as number
      for (let at = 0; at < codes.length; at++) {
        const code = codes[at] as number
        const i = rowOfCode(code)
        const j = colOfCode(code)
        if (i < 0 || i >= rows || j < 0 || j >= cols) continue
        cells.push(offset + i * cols + j)
        demos.push(k)
        colours.push(colourOfCode(code))
      }
    })
    const isObject = entry.kind === KIND.object && entry.values.some((value) => (value as FrozenSet).kind === CELLS)
    return {
      entry,
      cells: Int32Array.from(cells),
      demos: Int16Array.from(demos),
      colours: isObject ? Int8Array.from(colours) : null,
    }
  }

  private tryOn(base: Base, index: number, patch: Footprint): void {
    const { call } = this.context
    const drawn = this.agreement(patch, null)
    if (drawn) {
      const mended = this.mendedBy(base, patch, null)
      if (!mended) return
      if (drawn.isPainted) this.add(base, mended, false, (part) => call('paint', part, patch.entry))
      const colour = drawn.isPainted && patch.entry.kind === KIND.object ? null : this.colourOf(drawn.colours)
      if (colour) this.add(base, mended, false, (part) => call('fill', part, colour, patch.entry))
      return
    }
    if (index >= MOST_UNDER_BASES) return
    const under = this.agreement(patch, base)
    if (!under) return
    const mended = this.mendedBy(base, patch, base)
    if (!mended) return
    if (under.isPainted) this.add(base, mended, true, (part) => call('underpaint', part, patch.entry))
    const colour = this.colourOf(under.colours)
    if (colour) this.add(base, mended, true, (part) => call('underfill', part, colour, patch.entry))
  }

  /** Whether drawing the patch agrees with the outputs: in its own colours, or in one colour a demonstration. */
  private agreement(
    { cells, demos, colours }: Footprint,
    under: Base | null,
    hiddenCells: Bits | null = null,
  ): Agreement | null {
    const found = new Int8Array(this.offsets.length).fill(-1)
    let isPainted = colours !== null
    let isFilled = true
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as number
      const demo = demos[at] as number
      if (hiddenCells && hasBit(hiddenCells, cell)) continue
      if (under && !isBackground(under, demo, cell - (this.offsets[demo] as number))) continue
      const wanted = this.outputCells[cell] as number
      if (found[demo] === -1) found[demo] = wanted
      else if (found[demo] !== wanted) isFilled = false
      if (colours && colours[at] !== wanted) isPainted = false
      if (!isFilled && !isPainted) return null
    }
    return { isPainted, colours: isFilled ? found : null }
  }

  private mendedBy(base: Base, { cells, demos }: Footprint, under: Base | null): Bits | null {
    let mended: Bits | null = null
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at] as number
      if (!hasBit(base.wrong, cell)) continue
      const demo = demos[at] as number
      if (under && !isBackground(under, demo, cell - (this.offsets[demo] as number))) continue
      mended ??= bitsFor(this.outputCells.length)
      setBit(mended, cell)
    }
    return mended
  }

  private colourOf(colours: Int8Array | null): Entry | null {
    if (!colours) return null
    return (
      this.colours.find(({ values }) => values.every((value, k) => colours[k] === -1 || value === colours[k])) ?? null
    )
  }

  private add(base: Base, mended: Bits, isUnder: boolean, apply: Step['apply']): void {
    const key = keyOf(mended)
    const alike = base.alike.get(key) ?? 0
    const step: Step = { mended, isUnder, apply }
    const next = firstLeft(base.wrong, mended, null, null)
    if (next < 0) {
      this.propose(base, [step])
      return
    }
    if (alike >= MOST_ALIKE) return
    base.alike.set(key, alike + 1)
    for (const second of base.steps) {
      if (!hasBit(second.mended, next)) continue
      const last = firstLeft(base.wrong, mended, second.mended, null)
      if (last < 0) {
        this.propose(base, [step, second])
        continue
      }
      for (let k = 0; k < base.steps.length && k < MOST_THIRDS; k++) {
        const third = base.steps[k] as Step
        if (!hasBit(third.mended, last)) continue
        if (firstLeft(base.wrong, mended, second.mended, third.mended) < 0) this.propose(base, [step, second, third])
      }
    }
    if (base.steps.length >= MOST_STEPS) return
    base.steps.push(step)
    const left = base.wrongCount - countOf(mended)
    this.context.nearly(apply(base.part), 0, left / this.outputCells.length)
  }

  private propose(base: Base, steps: readonly Step[]): void {
    const ordered = [...steps.filter(({ isUnder }) => isUnder), ...steps.filter(({ isUnder }) => !isUnder)]
    const part = ordered.reduce((made, step) => step.apply(made), base.part)
    this.context.propose(part, `paint ${steps.length}`)
  }
}

function isBackground({ grids }: Base, demo: number, at: number): boolean {
  const grid = grids[demo] as Grid
  return grid.cells[at] === backgroundOf(grid)
}

const backgrounds = new WeakMap<Grid, number>()

/** The most common colour; of several the one that comes first. */
function backgroundOf(grid: Grid): number {
  let background = backgrounds.get(grid)
  if (background === undefined) {
    const counts = new Map<number, number>()
    for (const cell of grid.cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
    background = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0
    backgrounds.set(grid, background)
  }
  return background
}
