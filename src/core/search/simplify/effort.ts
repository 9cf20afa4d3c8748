/** Thrown when the effort is spent; caught by `simplifyProgram` only. Not an Error: it is the normal end of a search. */
export class EffortSpent {}

const SPENT = new EffortSpent()

/** Evaluations between two looks at the clock. */
const POLL = 64

/**
 * What a search may still do, counted in evaluations: one call on one input. Counting makes a search reproducible; the
 * deadline is only a net below it.
 */
export class Effort {
  private spent = 0
  private sinceLook = 0
  /** evaluations at which the part in progress ends */
  private partEnd: number
  /** whether something was left undone */
  isCutShort = false

  constructor(
    readonly evaluations: number,
    private readonly deadline?: () => boolean,
  ) {
    this.partEnd = evaluations
  }

  get left(): number {
    return Math.max(0, this.evaluations - this.spent)
  }

  /** To be called before so many evaluations. */
  spend(count: number): void {
    this.spent += count
    this.sinceLook += count
    if (this.spent > this.evaluations) throw this.stop()
    if (this.sinceLook < POLL) return
    this.sinceLook = 0
    if (this.deadline?.()) {
      this.spent = this.evaluations + 1
      throw this.stop()
    }
  }

  /** From now on only this many evaluations count as left for the part that asks `isPartSpent`. */
  startPart(evaluations: number): void {
    this.partEnd = Math.min(this.evaluations, this.spent + Math.max(0, Math.floor(evaluations)))
  }

  /** Whether the part's share is used up; what asks must then leave the rest undone. */
  isPartSpent(): boolean {
    if (this.spent < this.partEnd) return false
    this.isCutShort = true
    return true
  }

  private stop(): EffortSpent {
    this.isCutShort = true
    return SPENT
  }
}
