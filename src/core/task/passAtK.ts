/** A program that may solve a task, with what ranks it. */
export interface Candidate {
  /** demonstration pairs reproduced exactly */
  readonly demosRight: number
  /** demonstration pairs of the task */
  readonly demos: number
  /** program length; any unit, the same for all candidates of a task */
  readonly length: number
  /** right on every test pair; for scoring only, it never takes part in the ranking */
  readonly testRight: boolean
  /** when it was found: the earlier one wins a tie */
  readonly order: number
}

/** Candidates that reproduce at least one demonstration, best first: performance, then length, then order found. */
export function rankCandidates<C extends Candidate>(candidates: readonly C[]): C[] {
  return candidates.filter((candidate) => candidate.demosRight > 0).sort(compareCandidates)
}

/** Negative when `a` ranks before `b`. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  // cross-multiplied: shares of different denominators compare exactly
  return b.demosRight * a.demos - a.demosRight * b.demos || a.length - b.length || a.order - b.order
}

/** True when one of the k best-ranked candidates is right on every test pair (METHOD.md, "Report"). */
export function passAtK(candidates: readonly Candidate[], k: number): boolean {
  return rankCandidates(candidates)
    .slice(0, k)
    .some((candidate) => candidate.testRight)
}
