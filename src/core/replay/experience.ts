import type { Grid } from '../grid/grid'

/** Where a program came from. */
export type Source = 'seed' | 'mutation' | 'policy' | 'search'
export const SOURCES: readonly Source[] = ['seed', 'mutation', 'policy', 'search']

/** The two parts of the replay buffer, each with its own share of a lesson: what was given, and what a run found itself. */
export type BufferPart = 'textbook' | 'own'

export const TEXTBOOK_SOURCES: readonly Source[] = ['seed', 'mutation']

export const partOf = (source: Source): BufferPart => (TEXTBOOK_SOURCES.includes(source) ? 'textbook' : 'own')

/** In place of a mutation operator: the policy wrote it beside its parent, a near miss. */
export const REFINEMENT = 'refinement'

/** How a program came to be: its parent's text, the mutation operator or `REFINEMENT`, and what changed. */
export interface Lineage {
  readonly parent: string
  readonly operator: string
  readonly before: string
  readonly after: string
}

/**
 * One entry of the replay buffer, relabelled in hindsight: the program is, by construction, right for the pairs
 * (input of the parent task's demonstration `pairIndices[k]` -> `outputs[k]`), whatever the task itself asked for.
 */
export interface NewExperience {
  readonly source: Source
  /** 0 = before the first meta-iteration (seeds and mutants) */
  readonly iteration: number
  /** the task whose demonstration inputs the program ran on */
  readonly taskId: string
  /** canonical program text */
  readonly program: string
  /** program length in lines */
  readonly lines: number
  /** which demonstrations of the task gave a valid output grid */
  readonly pairIndices: readonly number[]
  /** the outputs really produced, one for each of pairIndices */
  readonly outputs: readonly Grid[]
  /** demonstrations reproduced exactly, of `demos` */
  readonly demosRight: number
  readonly demos: number
  /** weight in the sampling of training batches, > 0 */
  readonly priority: number
  readonly lineage: Lineage | null
}

export interface Experience extends NewExperience {
  readonly id: number
  /** how often training drew it */
  readonly drawn: number
  /** by hand: stays when the buffer is full */
  readonly pinned: boolean
  /** by hand: is never drawn */
  readonly excluded: boolean
}

/** What training needs of an experience: that of a lesson is read at once. */
export type TaughtExperience = Pick<Experience, 'id' | 'taskId' | 'program' | 'pairIndices' | 'outputs'>

/** A program that reproduces at least one demonstration: a candidate for pass@k. */
export interface Candidate {
  readonly taskId: string
  readonly source: Source
  readonly iteration: number
  readonly program: string
  readonly lines: number
  readonly demosRight: number
  readonly demos: number
  /** right on each test pair; for reporting only, nothing learns from or chooses by it */
  readonly testRight: readonly boolean[]
}
