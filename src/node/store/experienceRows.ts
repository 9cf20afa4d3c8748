import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api'
import { TEXTBOOK_SOURCES, type Experience, type Lineage, type Source } from '../../core/replay/experience'
import type { ReplayRow } from '../../ipc/contract'
import { decodeOutputs } from './experienceOutputs'
import type { HashedExperience } from './hashExperience'

/** What the table of a window shows; `experienceOf` needs the two more of `EXPERIENCE_COLUMNS`. */
export const ROW_COLUMNS = [
  'id, task_id, source, iteration, performance, demos_right, demos, priority, lines, drawn, program',
  'pinned, excluded',
].join(', ')
export const EXPERIENCE_COLUMNS = `${ROW_COLUMNS}, outputs, lineage`

/** Condition: of the part `textbook`. */
export const IS_TEXTBOOK = `source IN (${TEXTBOOK_SOURCES.map((source) => `'${source}'`).join(', ')})`

/** The row of a new experience, in the order of the table's columns. */
export function newRow(id: number, { experience: e, keyHash, outputs, outputsHash }: HashedExperience): DuckDBValue[] {
  return [
    id,
    keyHash,
    e.source,
    e.iteration,
    e.taskId,
    e.program,
    e.lines,
    e.demosRight,
    e.demos,
    e.demos === 0 ? 0 : e.demosRight / e.demos,
    e.priority,
    0,
    new DuckDBBlobValue(outputs),
    e.lineage === null ? null : JSON.stringify(e.lineage),
    false,
    false,
    false,
    outputsHash,
  ]
}

/** Reads `ROW_COLUMNS`. */
export function rowOf(row: readonly DuckDBValue[]): ReplayRow {
  const [id, taskId, source, iteration, performance, demosRight, demos, priority, lines, drawn, program, ...flags] = row
  return {
    id: id as number,
    taskId: taskId as string,
    source: source as Source,
    iteration: iteration as number,
    performance: performance as number,
    demosRight: demosRight as number,
    demos: demos as number,
    priority: priority as number,
    lines: lines as number,
    drawn: drawn as number,
    program: program as string,
    pinned: flags[0] as boolean,
    excluded: flags[1] as boolean,
  }
}

/** Reads `EXPERIENCE_COLUMNS`. */
export function experienceOf(row: readonly DuckDBValue[]): Experience {
  const { performance: _, ...rest } = rowOf(row)
  const [blob, json] = row.slice(-2)
  const outputs = decodeOutputs((blob as DuckDBBlobValue).bytes)
  const lineage = json === null ? null : (JSON.parse(json as string) as Lineage)
  return { ...rest, ...outputs, lineage }
}
