import type { Candidate } from '../replay/experience'
import type { Task } from '../task/task'
import type { Drawing } from './drawing'
import type { IterationReport, SampleShares } from './events'
import type { Execution } from './ports'
import type { Progress } from './progress'
import type { Scoreboard } from './scoreboard'

/** What came of learning. */
export interface Lesson {
  readonly loss: number
  readonly drawn: readonly number[]
  readonly tokensPerSecond: number
}

interface Reported {
  readonly scoreboard: Scoreboard
  readonly evaluationTasks: readonly Task[]
  readonly progress: Progress
  readonly executionsPerSecond: number
}

/** What a window shows of a meta-iteration. */
export function reportOf(
  run: Reported,
  iteration: number,
  lesson: Lesson,
  drawing: Drawing,
  executions: readonly Execution[],
  candidates: readonly Candidate[],
  { added, experiences }: { readonly added: number; readonly experiences: number },
): IterationReport {
  const failures: Record<string, number> = {}
  const times = { parsed: 0, executed: 0, valid: 0, solved: 0 }
  executions.forEach((execution, k) => {
    const weight = drawing.distinct[k]?.times ?? 0
    if (execution.parsed) times.parsed += weight
    if (execution.executed) times.executed += weight
    if (execution.demoOutputs.some((output) => output !== null)) times.valid += weight
    if (execution.demosRight === execution.demoOutputs.length && execution.testRight.every(Boolean))
      times.solved += weight
    if (execution.failure !== null) failures[execution.failure] = (failures[execution.failure] ?? 0) + 1
  })
  const share = (n: number): number => n / Math.max(1, drawing.samples)
  const shares: SampleShares = {
    parsed: share(times.parsed),
    executed: share(times.executed),
    valid: share(times.valid),
    solved: share(times.solved),
  }
  return {
    iteration,
    loss: lesson.loss,
    shares,
    solved: run.scoreboard.counts(candidates),
    evaluationTasks: run.evaluationTasks.length,
    samples: drawing.samples,
    experiences,
    added,
    failures,
    learnTokensPerSecond: lesson.tokensPerSecond,
    sampleTokensPerSecond: drawing.tokensPerSecond,
    executionsPerSecond: run.executionsPerSecond,
    elapsedMs: run.progress.elapsedMs,
  }
}
