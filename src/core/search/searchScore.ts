import type { Task } from '../task/task'
import { attempts, predictsTests, rankFits, type RankableFit } from './rankFits'

export interface ScoredFit extends RankableFit {
  readonly program: string
  readonly source: 'program' | 'mutation' | 'enumeration'
}

/** One task of a search, as it is reported. */
export interface TaskResult {
  readonly task: Task
  /** programs that reproduce every demonstration */
  readonly fits: number
  /** the first three that predict something new, best first */
  readonly attempts: readonly ScoredFit[]
  /** the first attempt that is right on every test pair; null: none is */
  readonly solvedBy: ScoredFit | null
}

export interface SearchScore {
  /** tasks of which the best program is right on every test pair */
  readonly passAt1: number
  /** ... one of the three best that predict something new */
  readonly passAt3: number
  /** ... one of the three best, whatever they predict: the ranking of the paper */
  readonly passAt3Programs: number
  readonly tasksWithFit: number
}

/** Samples are counted in the order they were made: the first `samples` of a kind, and what they alone solve. */
export interface CurvePoint {
  readonly samples: number
  readonly solved: number
  readonly tasksWithFit: number
}

const ATTEMPTS = 3

/** What a search found, task by task. Test outputs are compared here, to report; nothing that searches comes here. */
export class SearchScores {
  private readonly fits: Map<Task, ScoredFit[]>

  constructor(tasks: readonly Task[]) {
    this.fits = new Map(tasks.map((task) => [task, []]))
  }

  add(task: Task, fits: readonly ScoredFit[]): void {
    const known = this.fits.get(task)
    for (const fit of fits) known?.push(fit)
  }

  results(): TaskResult[] {
    return [...this.fits].map(([task, fits]) => resultOf(task, fits))
  }

  resultOf(task: Task): TaskResult {
    return resultOf(task, this.fits.get(task) ?? [])
  }

  score(): SearchScore {
    const score = { passAt1: 0, passAt3: 0, passAt3Programs: 0, tasksWithFit: 0 }
    for (const [task, fits] of this.fits) {
      if (fits.length === 0) continue
      const ranked = rankFits(fits)
      const isRight = (fit: ScoredFit): boolean => predictsTests(fit.predictions, task)
      score.tasksWithFit++
      if (ranked.slice(0, 1).some(isRight)) score.passAt1++
      if (attempts(ranked, ATTEMPTS).some(isRight)) score.passAt3++
      if (ranked.slice(0, ATTEMPTS).some(isRight)) score.passAt3Programs++
    }
    return score
  }

  /** Solved over samples (pass@3, distinct predictions), at 1, 2 and 5 times powers of ten and at `total`. */
  curve(total: number): CurvePoint[] {
    return curveCounts(total).map((samples) => {
      let solved = 0
      let tasksWithFit = 0
      for (const [task, fits] of this.fits) {
        const early = fits.filter(({ order }) => order < samples)
        if (early.length > 0) tasksWithFit++
        if (resultOf(task, early).solvedBy) solved++
      }
      return { samples, solved, tasksWithFit }
    })
  }
}

function resultOf(task: Task, fits: readonly ScoredFit[]): TaskResult {
  const chosen = attempts(rankFits(fits), ATTEMPTS)
  const solvedBy = chosen.find(({ predictions }) => predictsTests(predictions, task)) ?? null
  return { task, fits: fits.length, attempts: chosen, solvedBy }
}

function curveCounts(total: number): number[] {
  const counts: number[] = []
  for (let power = 100; power < total; power *= 10) {
    for (const step of [1, 2, 5]) if (step * power < total) counts.push(step * power)
  }
  return total > 0 ? [...counts, total] : []
}
