import type { Grid } from '../grid/grid'
import type { Task } from '../task/task'

/** One grid per test input of a task; null where a program gives none. */
export type Predictions = readonly (Grid | null)[]

/** A program that reproduces every demonstration of a task. */
export interface RankableFit {
  /** statements; the shorter program ranks first */
  readonly lines: number
  /** when it was found: the earlier one wins a tie */
  readonly order: number
  readonly predictions: Predictions
}

/** Best first: the shortest, then the first found. Test outputs take no part. */
export function rankFits<F extends RankableFit>(fits: readonly F[]): F[] {
  return [...fits].sort((a, b) => a.lines - b.lines || a.order - b.order)
}

/** Of ranked fits the first k that predict something new: what would be handed in with k attempts. */
export function attempts<F extends RankableFit>(ranked: readonly F[], k: number): F[] {
  const chosen: F[] = []
  for (const fit of ranked) {
    if (chosen.length === k) break
    if (!chosen.some((other) => samePredictions(fit.predictions, other.predictions))) chosen.push(fit)
  }
  return chosen
}

/** Whether a prediction is right on every test pair. For reporting only. */
export function predictsTests(predictions: Predictions, task: Task): boolean {
  return task.test.every(({ output }, k) => predictions[k]?.equals(output) === true)
}

export function samePredictions(a: Predictions, b: Predictions): boolean {
  return a.every((grid, k) => {
    const other = b[k] ?? null
    return grid === null ? other === null : other !== null && grid.equals(other)
  })
}
