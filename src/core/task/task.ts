import type { Grid } from '../grid/grid'

/** One demonstration or test pair. */
export interface Pair {
  readonly input: Grid
  readonly output: Grid
}

/** An ARC task: demonstration pairs define it; test pairs are for scoring only, nothing learns from their outputs. */
export interface Task {
  readonly id: string
  readonly train: readonly Pair[]
  readonly test: readonly Pair[]
}

/** A task as JSON, as in ARC's files. */
export interface TaskJson {
  readonly train: readonly { readonly input: number[][]; readonly output: number[][] }[]
  readonly test: readonly { readonly input: number[][]; readonly output: number[][] }[]
}
