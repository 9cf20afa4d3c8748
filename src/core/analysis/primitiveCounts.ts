import type { Source } from '../replay/experience'

/**
 * What is counted of a set of programs to tell how primitives are used. A program counts once for each task that it ran
 * on, in the meta-iteration in which it was first found.
 */
export interface PrimitiveCounts {
  /** all programs; every source and meta-iteration that has any */
  readonly programs: readonly ProgramCount[]
  /** those that use a primitive, for each primitive */
  readonly uses: readonly UseCount[]
  /** for each primitive at most PARTNERS others that occur in the same programs, the most frequent first */
  readonly pairs: readonly PairCount[]
  /** the shortest known solution of each task that has one */
  readonly solutions: readonly KnownSolution[]
}

export interface ProgramCount {
  readonly source: Source
  readonly iteration: number
  /** programs that gave a valid grid and were kept */
  readonly programs: number
  /** candidates that are right on every test pair of a task, kept or not */
  readonly solving: number
}

export interface UseCount extends ProgramCount {
  readonly primitive: string
}

export interface PairCount {
  readonly primitive: string
  readonly partner: string
  /** in programs that the policy or the search found; else in seeds and mutants */
  readonly isFound: boolean
  readonly programs: number
}

export interface KnownSolution {
  readonly taskId: string
  readonly source: Source
  readonly iteration: number
  readonly program: string
  readonly lines: number
}

export const PARTNERS = 8

export const NOTHING_COUNTED: PrimitiveCounts = { programs: [], uses: [], pairs: [], solutions: [] }
