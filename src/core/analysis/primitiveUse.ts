import { PRIMITIVE_NAMES, type PrimitiveName } from '../dsl/primitives'
import { SOURCES, type Source } from '../replay/experience'
import type { KnownSolution, PairCount, PrimitiveCounts, UseCount } from './primitiveCounts'
import { primitivesNeededBy } from './primitivesIn'

/** How one primitive is used. */
export interface PrimitiveUse {
  readonly name: PrimitiveName
  /** programs with it, by source */
  readonly programs: Readonly<Record<Source, number>>
  /** programs with it that solve a task, of any source */
  readonly solving: number
  /** meta-iteration in which the policy first wrote it in a program that was kept or solves; null: not yet */
  readonly firstUse: number | null
  /** meta-iteration in which a program of the policy with it first solved a task; null: not yet */
  readonly firstSolving: number | null
  /** solved tasks whose shortest known solution needs it */
  readonly neededBy: readonly KnownSolution[]
}

/** The use of every primitive, in the order of the language. */
export function primitiveUses(counts: PrimitiveCounts): PrimitiveUse[] {
  const rows = new Map<string, UseCount[]>()
  for (const row of counts.uses) rows.set(row.primitive, [...(rows.get(row.primitive) ?? []), row])
  const needs = counts.solutions.map((solution) => ({ solution, names: primitivesNeededBy(solution.program) }))
  return PRIMITIVE_NAMES.map((name) => {
    const own = rows.get(name) ?? []
    const policy = own.filter(({ source }) => source === 'policy')
    return {
      name,
      programs: bySource(own),
      solving: own.reduce((sum, { solving }) => sum + solving, 0),
      firstUse: firstIteration(policy),
      firstSolving: firstIteration(policy.filter(({ solving }) => solving > 0)),
      neededBy: needs.flatMap(({ solution, names }) => (names.has(name) ? [solution] : [])),
    }
  })
}

/** All programs by source; `solving` over all of them. */
export function programTotals({ programs }: PrimitiveCounts): Pick<PrimitiveUse, 'programs' | 'solving'> {
  return { programs: bySource(programs), solving: programs.reduce((sum, { solving }) => sum + solving, 0) }
}

/** The primitives that most often occur in the same programs as this one. */
export function partnersOf({ pairs }: PrimitiveCounts, name: string, isFound: boolean): PairCount[] {
  return byFrequency(pairs.filter((pair) => pair.primitive === name && pair.isFound === isFound))
}

/** The pairs that occur in the most programs, each once. Exact up to PARTNERS of them. */
export function topPairs({ pairs }: PrimitiveCounts, isFound: boolean, count: number): PairCount[] {
  const some = pairs.filter((pair) => pair.isFound === isFound)
  const listed = new Set(some.map(({ primitive, partner }) => `${primitive} ${partner}`))
  // a pair may be among the most frequent ones of one of its primitives only
  const once = some.filter(({ primitive, partner }) => primitive < partner || !listed.has(`${partner} ${primitive}`))
  return byFrequency(once).slice(0, count)
}

function byFrequency(pairs: readonly PairCount[]): PairCount[] {
  return pairs.toSorted(
    (a, b) => b.programs - a.programs || compare(a.primitive, b.primitive) || compare(a.partner, b.partner),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function bySource(rows: readonly Pick<UseCount, 'source' | 'programs'>[]): Record<Source, number> {
  const sums = Object.fromEntries(SOURCES.map((source) => [source, 0])) as Record<Source, number>
  for (const { source, programs } of rows) sums[source] += programs
  return sums
}

function firstIteration(rows: readonly UseCount[]): number | null {
  return rows.length === 0 ? null : Math.min(...rows.map(({ iteration }) => iteration))
}
