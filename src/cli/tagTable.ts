import type { TagRow } from '../core/analysis/solvedByTag'
import { table } from './progressText'

/** Solved tasks of each tag by source, such as ConceptARC's concepts; nothing where no task has a tag. */
export function tagTable(rows: readonly TagRow[]): string[] {
  if (rows.length === 0) return []
  const sources = [...new Set(rows.flatMap(({ bySource }) => Object.keys(bySource)))].sort()
  return [
    '',
    ...table([
      ['tag', 'tasks', 'solved', ...sources],
      ...rows.map(({ tag, tasks, solved, bySource }) => [
        tag,
        String(tasks),
        String(solved),
        ...sources.map((source) => String(bySource[source] ?? 0)),
      ]),
    ]),
  ]
}
