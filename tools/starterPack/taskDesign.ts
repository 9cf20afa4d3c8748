import type { Rng } from '../../src/core/util/rng'
import type { Rows } from './rows'

export const FAMILIES = [
  'moving',
  'mirroring',
  'recolouring',
  'counting',
  'cropping',
  'tiling',
  'lines',
  'symmetry',
  'objects',
  'filling',
  'compositions',
] as const

export type Family = (typeof FAMILIES)[number]

export interface DrawnPair {
  readonly input: Rows
  readonly output: Rows
}

/** How far an evaluation task is from the seeds: one mutation, a combination of what seeds show, or a longer program. */
export type Distance = 'near' | 'middle' | 'far'

interface Design {
  readonly id: string
  readonly family: Family
  /** What happens, in one line, for a person. */
  readonly summary: string
  readonly tags: readonly string[]
  /** Demonstration and test pairs to draw; 3 and 1 where absent. */
  readonly trainPairs?: number
  readonly testPairs?: number
  /**
   * Draws one pair, or null where this attempt did not work out. `index` counts the task's pairs, demonstrations first,
   * for tasks that must show several cases.
   */
  readonly draw: (rng: Rng, index: number) => DrawnPair | null
}

/** A task that ships with a seed program, one call per line. */
export interface TrainingDesign extends Design {
  readonly split: 'training'
  readonly program: readonly string[]
}

/** A task whose program is for the experiment to find. */
export interface EvaluationDesign extends Design {
  readonly split: 'evaluation'
  readonly distance: Distance
}

export type TaskDesign = TrainingDesign | EvaluationDesign
