import type { PrimitiveCounts } from './primitiveCounts'

/** Which of the policy's programs are looked at. */
export type Counted = 'programs' | 'solving'

/** Of each meta-iteration, the share of the policy's programs that use a primitive. */
export interface UseOverTime {
  /** ascending, without a gap, from 1 to the last one in which the policy found anything */
  readonly iterations: readonly number[]
  /** programs of each iteration */
  readonly totals: readonly number[]
  /** by primitive, one for each iteration; null where the iteration has no program */
  readonly shares: ReadonlyMap<string, readonly (number | null)[]>
}

/** Primitives that the policy never used are left out of `shares`. */
export function useOverTime(counts: PrimitiveCounts, counted: Counted): UseOverTime {
  const last = Math.max(0, ...policyOnly(counts.programs).map(({ iteration }) => iteration))
  const iterations = Array.from({ length: last }, (_, k) => k + 1)
  const totals = iterations.map(() => 0)
  for (const row of policyOnly(counts.programs)) totals[row.iteration - 1] = row[counted]
  const shares = new Map<string, (number | null)[]>()
  for (const row of policyOnly(counts.uses)) {
    const of = shares.get(row.primitive) ?? totals.map((total) => (total > 0 ? 0 : null))
    const total = totals[row.iteration - 1] ?? 0
    if (total > 0) of[row.iteration - 1] = row[counted] / total
    shares.set(row.primitive, of)
  }
  return { iterations, totals, shares }
}

const policyOnly = <T extends { readonly source: string; readonly iteration: number }>(rows: readonly T[]): T[] =>
  rows.filter(({ source, iteration }) => source === 'policy' && iteration > 0)
