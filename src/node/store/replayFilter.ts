import type { DuckDBValue } from '@duckdb/node-api'
import type { ReplayColumn, ReplayFilter } from '../../ipc/contract'

/** A WHERE clause with its values in the order of its `?`. */
export interface Where {
  readonly sql: string
  readonly values: DuckDBValue[]
}

/** `taskId` and `program` are parts of the text; `primitive` is a whole name. */
export function whereOf(filter: ReplayFilter): Where {
  const parts: string[] = []
  const values: DuckDBValue[] = []
  const add = (sql: string, ...given: DuckDBValue[]): void => {
    parts.push(sql)
    values.push(...given)
  }
  if (filter.sources) {
    if (filter.sources.length === 0) add('false')
    else add(`source IN (${filter.sources.map(() => '?').join(', ')})`, ...filter.sources)
  }
  if (filter.taskId) add('contains(task_id, ?)', filter.taskId)
  if (filter.program) add('contains(program, ?)', filter.program)
  if (filter.primitive) {
    add('contains(program, ?)', filter.primitive) // cheap, spares most rows the pattern
    add('regexp_matches(program, ?)', `\\b${filter.primitive.replace(/\W/g, '\\$&')}\\b`)
  }
  if (filter.minPerformance !== undefined) add('performance >= ?', filter.minPerformance)
  if (filter.minIteration !== undefined) add('iteration >= ?', filter.minIteration)
  if (filter.maxIteration !== undefined) add('iteration <= ?', filter.maxIteration)
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, values }
}

export const SORT_COLUMNS: Readonly<Record<ReplayColumn, string>> = {
  id: 'id',
  taskId: 'task_id',
  source: 'source',
  iteration: 'iteration',
  performance: 'performance',
  priority: 'priority',
  lines: 'lines',
  drawn: 'drawn',
  program: 'program',
}
