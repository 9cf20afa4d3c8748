import { csvText } from './csv'

/** What the tables need of a run's report of one meta-iteration. */
interface Report {
  readonly iteration: number
  readonly loss: number
  readonly shares: Readonly<Record<'parsed' | 'executed' | 'valid' | 'solved', number>>
  readonly solved: Readonly<Record<string, number>>
  readonly evaluationTasks: number
  readonly samples: number
  readonly experiences: number
  readonly added: number
  readonly failures: Readonly<Record<string, number>>
  readonly elapsedMs: number
}

interface Solved {
  readonly taskId: string
  readonly iteration: number
  readonly source: string
  readonly program: string
  readonly lines: number
  readonly first: boolean
}

/** One line for each meta-iteration: loss, shares of the samples, solved tasks by source, failures by code. */
export function iterationsCsv(reports: readonly Report[]): string {
  const sources = [...new Set(reports.flatMap(({ solved }) => Object.keys(solved)))]
  const failures = [...new Set(reports.flatMap(({ failures }) => Object.keys(failures)))].sort()
  return csvText(
    [
      ...['iteration', 'loss', 'parsed', 'executed', 'valid', 'solved'],
      ...sources.map((source) => `tasks_solved_${source}`),
      ...['evaluation_tasks', 'samples', 'experiences', 'added', 'elapsed_seconds'],
      ...failures.map((code) => `failed ${code}`),
    ],
    reports.map((report) => [
      report.iteration,
      report.loss,
      report.shares.parsed,
      report.shares.executed,
      report.shares.valid,
      report.shares.solved,
      ...sources.map((source) => report.solved[source] ?? 0),
      report.evaluationTasks,
      report.samples,
      report.experiences,
      report.added,
      report.elapsedMs / 1000,
      ...failures.map((code) => report.failures[code] ?? 0),
    ]),
  )
}

export function lossCsv({
  step,
  value,
}: {
  readonly step: readonly number[]
  readonly value: readonly number[]
}): string {
  return csvText(
    ['step', 'loss'],
    step.map((n, k) => [n, value[k]]),
  )
}

/** The solved list in the order found; a task comes again with each shorter program. */
export function solvedCsv(solved: readonly Solved[]): string {
  return csvText(
    ['task', 'iteration', 'source', 'lines', 'first', 'program'],
    solved.map(({ taskId, iteration, source, lines, first, program }) => [
      taskId,
      iteration,
      source,
      lines,
      first,
      program,
    ]),
  )
}
