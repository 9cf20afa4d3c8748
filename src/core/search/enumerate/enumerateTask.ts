import type { Grid } from '../../grid/grid'
import type { Pair } from '../../task/task'
import { CostModel } from './costModel'
import type { Entry } from './entry'
import { ENUMERATE_DEFAULTS, type EnumerateOptions } from './enumerateOptions'
import { fragmentsOf } from './fragments'
import { Fits, type EnumeratedFit } from './fits'
import { Goals } from './goals/goals'
import type { NearMiss } from './nearMisses'
import { neighbourCounts } from './neighbourCounts'
import { Search } from './search'
import { simplifyFits } from './simplifyFits'

/** What the search sees of a task: test outputs are not among it. */
export interface EnumerationTask {
  readonly train: readonly Pair[]
  readonly testInputs: readonly Grid[]
}

export interface EnumerationProgress {
  /** calls on one input */
  readonly evaluated: number
  /** distinct values */
  readonly values: number
  /** cost of the programs that are looked at */
  readonly level: number
  readonly fits: number
}

export interface TaskEnumeration {
  /** by cost, one for each list of predictions */
  readonly fits: readonly EnumeratedFit[]
  /** programs that do not fit but come near, nearest first */
  readonly near: readonly NearMiss[]
  readonly evaluated: number
  readonly values: number
  /** cost of the last level */
  readonly level: number
}

const MOST_LEVEL = 60
/** Distinct predictions after whose cost the search may stop. */
const WANTED_PREDICTIONS = 3

/**
 * Searches programs that reproduce a task's demonstrations, cheapest first, until the budget ends or no program as cheap as
 * the third distinct prediction is left.
 */
export function* enumerateTask(
  task: EnumerationTask,
  options: EnumerateOptions,
): Generator<EnumerationProgress, TaskEnumeration> {
  const limits = { ...ENUMERATE_DEFAULTS, ...options }
  const fits = new Fits(task.train, task.testInputs, limits.runBudget)
  const inputs = task.train.map(({ input }) => input)
  const palette = paletteOf(task.train)
  const model = new CostModel(options.costs, palette)
  const watch = (entry: Entry, ids: readonly number[]): void => goals.look(entry, ids)
  const fragments = [...options.costs.fragments, ...fragmentsOf(options.fragments ?? []), ...neighbourCounts(palette)]
  const search = new Search(
    [...inputs, ...task.testInputs],
    inputs.length,
    model,
    watch,
    fragments,
    options.costs.templates,
    limits,
  )
  const goals = new Goals(task.train, search, fits, limits.callBudget)
  search.addLeaves()
  const progress = (): EnumerationProgress => ({
    evaluated: search.evaluated,
    values: search.bank.entries.length,
    level: search.level,
    fits: fits.ranked().length,
  })
  while (!search.isSpent() && search.level < MOST_LEVEL && fits.costOf(WANTED_PREDICTIONS) > search.level) {
    for (const _ of search.nextLevel()) yield progress()
    goals.endLevel()
  }
  const { evaluated, values, level } = progress()
  const ranked = fits.ranked()
  const shown = simplifyFits(
    ranked.slice(0, WANTED_PREDICTIONS),
    [...inputs, ...task.testInputs],
    limits.simplifyEvaluations,
  )
  return { fits: [...shown, ...ranked.slice(WANTED_PREDICTIONS)], near: goals.near.list(), evaluated, values, level }
}

function paletteOf(train: readonly Pair[]): ReadonlySet<number> {
  return new Set(train.flatMap(({ input, output }) => [...input.cells, ...output.cells]))
}
