import {
  PARTNERS,
  type PairCount,
  type PrimitiveCounts,
  type ProgramCount,
  type UseCount,
} from '../../core/analysis/primitiveCounts'
import { refinedTasks } from '../../core/analysis/refinement'
import type { SolvedTask } from '../../core/loop/events'
import type { Source } from '../../core/replay/experience'
import type { Session } from './duckdbConnection'

/**
 * Counts how the programs of an experiment use primitives, inside the database: what leaves it has a row for each
 * primitive, source and meta-iteration, whatever the number of programs.
 */
export async function countPrimitives(session: Session): Promise<PrimitiveCounts> {
  const programs = new Map<string, ProgramCount>()
  const uses = new Map<string, UseCount>()
  for (const [column, table] of [
    ['solving', `candidates WHERE ${SOLVES}`],
    ['programs', 'experiences'],
  ] as const) {
    await session.run(nameSetsSql(table))
    await session.forEachRow(TOTALS_SQL, [], ([source, iteration, count]) => {
      const known = programs.get(`${source} ${iteration}`) ?? nothingOf(source, iteration)
      programs.set(`${source} ${iteration}`, { ...known, [column]: count })
    })
    await session.forEachRow(USES_SQL, [], ([name, source, iteration, count]) => {
      const key = `${name} ${source} ${iteration}`
      const known = uses.get(key) ?? { ...nothingOf(source, iteration), primitive: name as string }
      uses.set(key, { ...known, [column]: count })
    })
  }
  // the sets of the last table are still there
  const pairs = (await session.rows(PAIRS_SQL)).map(([primitive, partner, isFound, count]) => {
    return { primitive, partner, isFound, programs: count } as PairCount
  })
  await session.run('DROP TABLE name_sets') // it takes memory that a run may need
  const solved = (await session.rows('SELECT json FROM solved ORDER BY seq')).map(
    ([json]) => JSON.parse(json as string) as SolvedTask,
  )
  return {
    programs: [...programs.values()],
    uses: [...uses.values()],
    pairs,
    solutions: refinedTasks(solved).map(({ shortest: { taskId, source, iteration, program, lines } }) => {
      return { taskId, source, iteration, program, lines }
    }),
  }
}

const nothingOf = (source: unknown, iteration: unknown): ProgramCount => ({
  source: source as Source,
  iteration: iteration as number,
  programs: 0,
  solving: 0,
})

/** A candidate that is right on every test pair, as pass@k counts it. */
const SOLVES = "NOT contains(test_right, '0')"

/** Of the names in a canonical program primitives alone begin with two small letters: variables are x1, x2 ... */
const NAMES = String.raw`list_distinct(regexp_extract_all(program, '\b[a-z]{2}\w*'))`

/** Programs are cut into names once; everything is counted from these. */
const nameSetsSql = (table: string): string =>
  `CREATE OR REPLACE TEMP TABLE name_sets AS SELECT source, iteration, ${NAMES} AS names FROM ${table}`

const TOTALS_SQL = 'SELECT source, iteration, count(*)::INTEGER FROM name_sets GROUP BY ALL ORDER BY ALL'

const USES_SQL = `SELECT name, source, iteration, count(*)::INTEGER
  FROM (SELECT unnest(names) AS name, source, iteration FROM name_sets) GROUP BY ALL ORDER BY ALL`

/** Each pair is counted once, then listed for both. */
const PAIRS_SQL = `WITH
  one AS (SELECT source IN ('policy', 'search') AS is_found, names, unnest(names) AS name FROM name_sets),
  two AS (SELECT is_found, name, unnest(names) AS partner FROM one),
  counted AS (SELECT name, partner, is_found, count(*)::INTEGER AS programs FROM two WHERE name < partner GROUP BY ALL),
  listed AS (FROM counted UNION ALL SELECT partner, name, is_found, programs FROM counted)
SELECT * FROM listed
  QUALIFY row_number() OVER (PARTITION BY name, is_found ORDER BY programs DESC, partner) <= ${PARTNERS}
  ORDER BY name, is_found, programs DESC, partner`
