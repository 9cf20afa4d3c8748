import { BIGINT, BLOB, DOUBLE, INTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api'

/** Columns of a table in order: the statement that makes it and the chunks that fill it both come from this list. */
export type Columns = Readonly<Record<string, DuckDBType>>

export const TABLES = {
  /** The replay buffer. `key_hash` finds equal (task_id, program) without an index; `outputs`: see encodeOutputs. */
  experiences: {
    id: INTEGER,
    key_hash: BIGINT,
    source: VARCHAR,
    iteration: INTEGER,
    task_id: VARCHAR,
    program: VARCHAR,
    lines: INTEGER,
    demos_right: INTEGER,
    demos: INTEGER,
    performance: DOUBLE,
    priority: DOUBLE,
    drawn: INTEGER,
    outputs: BLOB,
    lineage: VARCHAR,
  },
  /** Programs that reproduce a demonstration; `test_right` is one 0 or 1 for each test pair. */
  candidates: {
    seq: INTEGER,
    iteration: INTEGER,
    source: VARCHAR,
    task_id: VARCHAR,
    program: VARCHAR,
    lines: INTEGER,
    demos_right: INTEGER,
    demos: INTEGER,
    test_right: VARCHAR,
  },
  metrics: { seq: INTEGER, iteration: INTEGER, name: VARCHAR, step: INTEGER, value: DOUBLE },
  /** What a window draws of a run, kept so that it survives a restart. */
  reports: { seq: INTEGER, iteration: INTEGER, json: VARCHAR },
  solved: { seq: INTEGER, iteration: INTEGER, json: VARCHAR },
} as const satisfies Record<string, Columns>

export type Table = keyof typeof TABLES
export const TABLE_NAMES = Object.keys(TABLES) as readonly Table[]

export const createTableSql = (table: Table): string =>
  `CREATE TABLE IF NOT EXISTS ${table} (${Object.entries(TABLES[table])
    .map(([name, type]) => `${name} ${type.toString()}`)
    .join(', ')})`
