import { compileProgram, runCompiled } from '../../core/dsl/eval/compile'
import type { Outcome } from '../../core/dsl/eval/outcome'
import { differingCells, validOutput } from '../../core/dsl/eval/runOnPairs'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import type { Pair, Task } from '../../core/task/task'
import { formatProblem } from '../../core/util/result'
import type { CliContext } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readSeedPrograms } from '../readSeedPrograms'

interface Failure {
  readonly task: string
  readonly code: string
  readonly message: string
}

const MOST_SLOW_SHOWN = 5

/**
 * `codeit replay-seeds`: every seed on every pair of the task of its name. The last line counts tasks that are right on
 * all their pairs; `executeSeconds` is the time spent running programs, without reading, checking and comparing.
 */
export async function replaySeeds({ output }: CliContext, seedsPath: string, tasksPath: string): Promise<Finished> {
  const read = await readSeedPrograms(seedsPath, tasksPath)
  if (!read.ok) return refused(read.error)
  const { seeds, refused: refusedSeeds } = read.value
  const failures: Failure[] = []
  for (const problem of refusedSeeds) {
    output.line(`left out ${formatProblem(problem)}`)
    failures.push({ task: problem.taskName, code: problem.code, message: problem.message })
  }

  const spent: { task: string; seconds: number }[] = []
  let pairs = 0
  for (const { task, program } of seeds) {
    const all = [...task.train, ...task.test]
    const compiled = compileProgram(program)
    const startedAt = performance.now()
    const outcomes = all.map(({ input }) => runCompiled(compiled, input, DEFAULT_BUDGET))
    spent.push({ task: task.id, seconds: (performance.now() - startedAt) / 1000 })
    pairs += all.length
    const failure = firstFailure(task, all, outcomes)
    if (!failure) continue
    output.line(`${failure.task}: ${failure.code} ${failure.message}`)
    failures.push(failure)
  }

  const executeSeconds = spent.reduce((sum, { seconds }) => sum + seconds, 0)
  const slowest = spent.sort((a, b) => b.seconds - a.seconds).slice(0, MOST_SLOW_SHOWN)
  const passed = seeds.length - (failures.length - refusedSeeds.length)
  output.line(`${pairs} pairs executed in ${executeSeconds.toFixed(3)} s`)
  output.line(`slowest: ${slowest.map(({ task, seconds }) => `${task} ${(seconds * 1000).toFixed(0)} ms`).join(', ')}`)
  output.line(`${passed} passed, ${failures.length} failed`)
  const json = { passed, failed: failures.length, pairs, executeSeconds, failures, slowest }
  return failures.length === 0 ? succeeded(json) : fellShort(json)
}

/** The first pair that is not right, and why. */
function firstFailure(task: Task, pairs: readonly Pair[], outcomes: readonly Outcome[]): Failure | null {
  for (const [k, outcome] of outcomes.entries()) {
    const { output: wanted } = pairs[k] as Pair
    const name = k < task.train.length ? `train ${k + 1}` : `test ${k - task.train.length + 1}`
    const fail = (code: string, message: string): Failure => ({ task: task.id, code, message: `${name}: ${message}` })
    if (outcome.kind === 'failed') return fail(outcome.code, `line ${outcome.line}: ${outcome.message}`)
    const grid = validOutput(outcome)
    if (!grid) return fail('run/not-a-grid', 'the result is not a valid grid')
    const wrong = differingCells(grid, wanted)
    if (!wrong) return fail('seed/wrong', `${grid.rows}x${grid.cols} where ${wanted.rows}x${wanted.cols} is wanted`)
    if (wrong.length > 0)
      return fail('seed/wrong', `${wrong.length} cells are wrong, the first at ${wrong[0]?.join(', ')}`)
  }
  return null
}
