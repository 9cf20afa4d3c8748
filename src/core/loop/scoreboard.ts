import type { Candidate, Source } from '../replay/experience'
import { passAtK, rankCandidates } from '../task/passAtK'
import type { SolvedCounts, SolvedTask } from './events'

const K = 3

/** Candidate solutions of every evaluation task found so far, and which tasks count as solved by them (pass@3). */
export class Scoreboard {
  private readonly byTask = new Map<string, Candidate[]>()
  private readonly known = new Set<string>()
  /** task -> lines of the program it was last reported solved with */
  private readonly reported = new Map<string, number>()

  /** Takes what is new (same task, source kind and text count once, at their first finding) and returns it. */
  add(candidates: readonly Candidate[]): Candidate[] {
    const added: Candidate[] = []
    for (const candidate of candidates) {
      const key = `${candidate.taskId}\n${candidate.source}\n${candidate.program}`
      if (this.known.has(key)) continue
      this.known.add(key)
      const list = this.byTask.get(candidate.taskId)
      if (list) list.push(candidate)
      else this.byTask.set(candidate.taskId, [candidate])
      added.push(candidate)
    }
    return added
  }

  /** After a resume: what was told before it, so that the same comes as news as in a run that was never interrupted. */
  remember(told: readonly SolvedTask[]): void {
    for (const { taskId, lines } of told) this.reported.set(taskId, lines)
  }

  /** Where the program comes from that solves a task; null: none of its first K does. */
  solvedBy(taskId: string): Source | null {
    return solverOf(this.byTask.get(taskId) ?? [])?.source ?? null
  }

  /** `policyOnly` counts the given candidates alone: one iteration's samples. */
  counts(ofThisIteration: readonly Candidate[]): SolvedCounts {
    const from = (sources: readonly Source[]): number =>
      this.countTasks((candidate) => sources.includes(candidate.source))
    const alone = new Scoreboard()
    alone.add(ofThisIteration)
    return {
      seeds: from(['seed']),
      mutation: from(['mutation']),
      policy: from(['policy']),
      search: from(['search']),
      total: from(['seed', 'mutation', 'policy', 'search']),
      policyOnly: alone.countTasks(() => true),
    }
  }

  /** What was found for a task, best first; test outputs do not count. */
  candidatesOf(taskId: string): readonly Candidate[] {
    const candidates = this.byTask.get(taskId) ?? []
    return rankCandidates(candidates.map(rankable)).map(({ order }) => candidates[order] as Candidate)
  }

  /** Some program reproduces every demonstration of the task. */
  isFitted(taskId: string): boolean {
    return (this.byTask.get(taskId) ?? []).some(({ demosRight, demos }) => demosRight === demos)
  }

  /** Tasks solved for the first time, or by a shorter program than last reported. Reading it marks them as reported. */
  takeNews(): SolvedTask[] {
    const news: SolvedTask[] = []
    for (const [taskId, candidates] of this.byTask) {
      const best = solverOf(candidates)
      if (!best) continue
      const before = this.reported.get(taskId)
      if (before !== undefined && best.lines >= before) continue
      this.reported.set(taskId, best.lines)
      const { iteration, source, program, lines } = best
      news.push({ taskId, iteration, source, program, lines, first: before === undefined })
    }
    return news
  }

  private countTasks(wanted: (candidate: Candidate) => boolean): number {
    let solved = 0
    for (const candidates of this.byTask.values()) if (isSolved(candidates.filter(wanted))) solved++
    return solved
  }
}

const rankable = (candidate: Candidate, order: number) => ({
  demosRight: candidate.demosRight,
  demos: candidate.demos,
  length: candidate.lines,
  testRight: candidate.testRight.every(Boolean),
  order,
})

const isSolved = (candidates: readonly Candidate[]): boolean => passAtK(candidates.map(rankable), K)

/** The best-ranked program of the first K that is right on every test pair. */
function solverOf(candidates: readonly Candidate[]): Candidate | null {
  const first = rankCandidates(candidates.map(rankable))
    .slice(0, K)
    .find((ranked) => ranked.testRight)
  return first ? (candidates[first.order] ?? null) : null
}
