import type { DuckDBValue } from '@duckdb/node-api'
import type { ReplayFilter } from '../../ipc/contract'

/** A WHERE clause with its values in the order of its `?`. */
export interface Where {
  readonly sql: string
  readonly values: DuckDBValue[]
}

/** `taskId` and `program` are parts of the text; `primitive` is a whole name. What is deleted fits no filter. */
export function whereOf(filter: ReplayFilter): Where {
  const parts: string[] = ['NOT deleted']
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
  for (const [bound, condition] of BOUNDS) {
    const value = filter[bound]
    if (value !== undefined) add(condition, value)
  }
  if (filter.isPinned) add('pinned')
  if (filter.isExcluded) add('excluded')
  return { sql: `WHERE ${parts.join(' AND ')}`, values }
}

const BOUNDS = [
  ['minPerformance', 'performance >= ?'],
  ['maxPerformance', 'performance <= ?'],
  ['minPriority', 'priority >= ?'],
  ['maxPriority', 'priority <= ?'],
  ['minIteration', 'iteration >= ?'],
  ['maxIteration', 'iteration <= ?'],
  ['minLines', 'lines >= ?'],
  ['maxLines', 'lines <= ?'],
] as const
