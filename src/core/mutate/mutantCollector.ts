import type { NewParent } from './mutationTries'

export interface CollectorOptions {
  readonly seeds: number
  /** mutants wanted */
  readonly count: number
  /** d1: only seeds are changed; dInf: mutants too */
  readonly mode: MutationMode
  /** tries after which to stop, however few mutants there are; 40 per wanted mutant and 1,000 more where left out */
  readonly maxTries?: number | undefined
}

export type MutationMode = 'd1' | 'dInf'

const LONGEST_ROUND = 4096

/**
 * Takes what the tries gave, in ascending order, wherever they were made: each text counts once, and what comes after the
 * last wanted mutant does not count. Under dInf, mutants become parents at the end of a round of as many tries as
 * there are parents (4,096 at most), so that the tries of a round can be made at the same time.
 */
export class MutantCollector {
  accepted = 0
  /** tries taken */
  tried = 0
  /** number of the first try that is not in this round */
  roundEnd: number
  private readonly seen = new Set<string>()
  private readonly maxTries: number
  private parents: number
  private waiting: NewParent[] = []

  constructor(private readonly options: CollectorOptions) {
    const { seeds, count, maxTries = count * 40 + 1000 } = options
    this.parents = seeds
    this.maxTries = seeds === 0 ? 0 : maxTries
    this.roundEnd = this.endOfRound()
  }

  get isDone(): boolean {
    return this.accepted >= this.options.count || this.tried >= this.maxTries
  }

  /** What the next try gave; whether it is a new mutant. */
  take(candidate: NewParent | null): boolean {
    this.tried++
    if (!candidate || this.seen.has(candidate.text)) return false
    this.seen.add(candidate.text)
    this.accepted++
    if (this.options.mode === 'dInf') this.waiting.push(candidate)
    return true
  }

  /** At the end of a round: the mutants that are parents from now on. */
  nextRound(): readonly NewParent[] {
    const added = this.waiting
    this.waiting = []
    this.parents += added.length
    this.roundEnd = this.endOfRound()
    return added
  }

  private endOfRound(): number {
    const { mode } = this.options
    const round = mode === 'd1' ? Infinity : Math.min(this.parents, LONGEST_ROUND)
    return Math.min(this.maxTries, this.tried + round)
  }
}
