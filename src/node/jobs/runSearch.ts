import { canonicalProgram } from '../../core/dsl/syntax/canonical'
import { printProgram } from '../../core/dsl/syntax/printer'
import { DEFAULT_BUDGET, type Budget } from '../../core/dsl/meter'
import type { Seed } from '../../core/mutate/mutationTries'
import type { SearchBudget } from '../../core/search/batch/graphRun'
import { SearchScores, type CurvePoint, type SearchScore, type TaskResult } from '../../core/search/searchScore'
import type { Task } from '../../core/task/task'
import type { SearchSummary } from '../../ipc/contract'
import { MutatePool } from './mutatePool'
import { SearchPool } from './searchPool'

/** Keeps 395 of arc-dsl's 400 programs; a mutant that takes more is nearly always an endless or exploding one. */
export const SEARCH_BUDGET: SearchBudget = { ...DEFAULT_BUDGET, steps: 50_000, callSteps: 8000 }

/** Above what any of arc-dsl's 400 programs needs on its task; one mutant in a thousand would use more. */
export const MUTANT_BUDGET: Budget = { ...DEFAULT_BUDGET, steps: 400_000 }

/** What is searched: given programs, or mutants of seeds and then enumeration. */
export type SearchPlan =
  | { readonly kind: 'programs'; readonly programs: readonly string[] }
  | {
      readonly kind: 'search'
      readonly seeds: readonly Seed[]
      /** of one core for one task, all told */
      readonly secondsPerTask: number
      readonly mutants: number
      /** everything random derives from it */
      readonly seed: number
    }

export interface SearchOptions {
  readonly tasks: readonly Task[]
  readonly plan: SearchPlan
  readonly workers: number
  /** the built worker entries */
  readonly entries: { readonly search: URL; readonly mutate: URL }
  readonly execArgv?: readonly string[]
  readonly onProgress?: (progress: SearchProgress) => void
  /** aborting ends the search within a fraction of a second; `runSearch` then rejects with `SearchCancelled` */
  readonly signal?: AbortSignal
}

export interface SearchProgress extends Pick<
  SearchSummary,
  'stage' | 'done' | 'total' | 'pairs' | 'pairsPerSecond' | 'values' | 'tasksWithFit'
> {
  /** the task of which something new is known */
  readonly result: TaskResult | null
}

/** What enumeration did on one task. */
export interface EnumerationFigures {
  readonly seconds: number
  readonly evaluated: number
  readonly values: number
  readonly level: number
}

export interface SearchReport {
  readonly score: SearchScore
  /** one per task, in the order given */
  readonly results: readonly TaskResult[]
  readonly curve: readonly CurvePoint[]
  readonly programs: number
  /** program-task pairs evaluated; enumeration's programs are not among them */
  readonly pairs: number
  readonly evaluated: number
  readonly seconds: { readonly mutate: number; readonly evaluate: number; readonly enumerate: number }
  readonly enumeration: ReadonlyMap<Task, EnumerationFigures>
  /** by task: programs of enumeration that came near, for the replay buffer */
  readonly near: ReadonlyMap<Task, readonly string[]>
}

/** Searches programs for tasks: task -> programs -> fits -> attempts. Test outputs only score what was found. */
export async function runSearch(options: SearchOptions): Promise<SearchReport> {
  const { tasks, plan, workers, entries, execArgv = [], signal, onProgress = () => undefined } = options
  const seeds = plan.kind === 'search' ? plan.seeds : []
  const seedTexts = seeds.map(({ program }) => printProgram(canonicalProgram(program)))
  const pool = new SearchPool({ entry: entries.search, execArgv, workers, tasks, budget: SEARCH_BUDGET, seedTexts })
  const scores = new SearchScores(tasks)
  const withFit = new Set<Task>()
  const close = (): void => void pool.close()
  signal?.addEventListener('abort', close)
  try {
    signal?.throwIfAborted()
    const begun = performance.now()
    const programs = plan.kind === 'programs' ? plan.programs : await withMutants(options, plan, seedTexts)
    const mutated = performance.now()

    let [pairs, evaluated] = [0, 0]
    const total = programs.length * tasks.length
    const source = plan.kind === 'programs' ? 'program' : 'mutation'
    await pool.evaluate(programs, (unit) => {
      pairs += unit.pairs
      evaluated += unit.evaluated
      scores.add(
        unit.task,
        unit.fits.map((fit) => ({ ...fit, source })),
      )
      if (unit.fits.length > 0) withFit.add(unit.task)
      const pairsPerSecond = (1000 * pairs) / (performance.now() - mutated)
      const result = unit.fits.length > 0 ? scores.resultOf(unit.task) : null
      const counts = { pairs, pairsPerSecond, values: 0, tasksWithFit: withFit.size, result }
      onProgress({ stage: 'evaluate', done: pairs, total, ...counts })
    })
    const evaluatedAt = performance.now()
    const curve = scores.curve(programs.length)

    const enumeration = new Map<Task, EnumerationFigures>()
    const near = new Map<Task, readonly string[]>()
    if (plan.kind === 'search') {
      const spent = ((evaluatedAt - begun) / 1000) * (workers / tasks.length)
      // what mutants left of the time, but never so little that enumeration has no chance
      const seconds = Math.max(plan.secondsPerTask - spent, plan.secondsPerTask / 4)
      let values = 0
      await pool.enumerate({ seconds, evaluations: Infinity }, (done) => {
        const { task, fits, seconds: taken, evaluated: calls, level } = done
        values += done.values
        scores.add(
          task,
          fits.map((fit) => ({ ...fit, source: 'enumeration' as const })),
        )
        if (fits.length > 0) withFit.add(task)
        enumeration.set(task, { seconds: taken, evaluated: calls, values: done.values, level })
        near.set(task, done.near)
        const result = scores.resultOf(task)
        const counts = { pairs, pairsPerSecond: 0, values, tasksWithFit: withFit.size, result }
        onProgress({ stage: 'enumerate', done: enumeration.size, total: tasks.length, ...counts })
      })
    }
    const end = performance.now()
    return {
      score: scores.score(),
      results: scores.results(),
      curve,
      programs: programs.length,
      pairs,
      evaluated,
      seconds: {
        mutate: (mutated - begun) / 1000,
        evaluate: (evaluatedAt - mutated) / 1000,
        enumerate: (end - evaluatedAt) / 1000,
      },
      enumeration,
      near,
    }
  } finally {
    signal?.removeEventListener('abort', close)
    await pool.close()
  }
}

/** The seeds, then mutants of them in the order they were made. */
async function withMutants(
  { workers, entries, execArgv = [], signal, onProgress = () => undefined }: SearchOptions,
  { seeds, mutants, seed }: Extract<SearchPlan, { kind: 'search' }>,
  seedTexts: readonly string[],
): Promise<string[]> {
  const programs = [...seedTexts]
  if (seeds.length === 0 || mutants === 0) return programs
  const options = { entry: entries.mutate, execArgv, workers, seeds, rngSeed: seed, budget: MUTANT_BUDGET }
  const pool = new MutatePool(options)
  const close = (): void => void pool.close()
  signal?.addEventListener('abort', close)
  try {
    for await (const batch of pool.mutate({ count: mutants, mode: 'd1' })) {
      for (const { text } of batch.mutants) programs.push(text)
      const counts = { pairs: 0, pairsPerSecond: 0, values: 0, tasksWithFit: 0, result: null }
      onProgress({ stage: 'mutate', done: batch.accepted, total: mutants, ...counts })
    }
  } finally {
    signal?.removeEventListener('abort', close)
    await pool.close()
  }
  return programs
}
