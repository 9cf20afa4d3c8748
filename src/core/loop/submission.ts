import { compileProgram, runCompiled } from '../dsl/eval/compile'
import { validOutput } from '../dsl/eval/runOnPairs'
import type { Budget } from '../dsl/meter'
import { parseProgram } from '../dsl/syntax/parser'
import type { Grid } from '../grid/grid'
import type { Candidate } from '../replay/experience'
import { rankCandidates } from '../task/passAtK'
import type { Task } from '../task/task'

/** What is handed in for one test input: `attempt_1`, `attempt_2` and so on. */
export type Attempts = Readonly<Record<`attempt_${number}`, number[][]>>
/** ARC's submission: task -> one entry for each test input, in order. */
export type Submission = Readonly<Record<string, readonly Attempts[]>>

/** Candidates that are run for more attempts; the others of a task rank below them. */
const MOST_RUN = 50
/** What ARC's sample submission has where nothing is tried: every attempt must be there. */
const NOTHING: readonly (readonly number[])[] = [
  [0, 0],
  [0, 0],
]

/** Candidates of one task, best first: as pass@k ranks them. Test pairs take no part. */
export function rankedCandidates(candidates: readonly Candidate[]): Candidate[] {
  const rankable = candidates.map(({ demosRight, demos, lines }, order) => {
    return { demosRight, demos, length: lines, testRight: false, order }
  })
  return rankCandidates(rankable).flatMap(({ order }) => candidates[order] ?? [])
}

/** For each test input of a task the first `count` different grids that its candidates give, best first. */
export function attemptsFor(task: Task, candidates: readonly Candidate[], count: number, budget: Budget): Attempts[] {
  const found = task.test.map((): Grid[] => [])
  for (const { program } of rankedCandidates(candidates).slice(0, MOST_RUN)) {
    if (found.every((grids) => grids.length === count)) break
    const compiled = compileProgram(parseProgram(program).program)
    task.test.forEach(({ input }, k) => {
      const grids = found[k] ?? []
      if (grids.length === count) return
      const grid = validOutput(runCompiled(compiled, input, budget))
      if (grid && !grids.some((other) => other.equals(grid))) grids.push(grid)
    })
  }
  return found.map((grids) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, k) => [
        `attempt_${k + 1}`,
        grids[k]?.toRows() ?? NOTHING.map((row) => [...row]),
      ]),
    ),
  )
}
