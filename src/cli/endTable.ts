import type { IterationReport, SampleShares, SolvedCounts } from '../core/loop/events'
import { percent, table } from './progressText'

/** What a finished run tells: the same for the same seed, so no times in it. */
export function endTable(reports: readonly IterationReport[]): string[] {
  const last = reports.at(-1)
  if (!last) return ['no meta-iteration was finished']
  const { solved, evaluationTasks } = last
  return [
    `tasks solved (pass@3) of ${evaluationTasks}`,
    ...table([
      ['  by seeds', String(solved.seeds)],
      ['  by mutation', String(solved.mutation)],
      ['  by policy', String(solved.policy)],
      ...(solved.search > 0 ? [['  by search', String(solved.search)]] : []),
      ['  total', String(solved.total)],
    ]),
    '',
    ...table([
      ['iteration', 'samples', 'parsed', 'executed', 'valid', 'solved', 'tasks solved', 'by policy'],
      ...reports.map(({ iteration, samples, shares, solved }) => [
        String(iteration),
        String(samples),
        percent(shares.parsed),
        percent(shares.executed),
        percent(shares.valid),
        percent(shares.solved),
        String(solved.total),
        String(solved.policy),
      ]),
    ]),
  ]
}

export interface RunFigures {
  readonly iterations: number
  readonly solved: Pick<SolvedCounts, 'seeds' | 'mutation' | 'policy' | 'search' | 'total' | 'policyOnly'>
  readonly shares: readonly SampleShares[]
}

export function runFigures(reports: readonly IterationReport[]): RunFigures {
  const last = reports.at(-1)?.solved
  const { seeds = 0, mutation = 0, policy = 0, search = 0, total = 0, policyOnly = 0 } = last ?? {}
  const shares = reports.map(({ shares: { parsed, executed, valid, solved } }) => ({ parsed, executed, valid, solved }))
  return { iterations: reports.length, solved: { seeds, mutation, policy, search, total, policyOnly }, shares }
}
