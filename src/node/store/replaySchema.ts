import { BIGINT, BLOB, BOOLEAN, DOUBLE, INTEGER, VARCHAR, type DuckDBType } from '@duckdb/node-api'

/** Columns of a table in order, as the chunks that fill it need them. */
export type Columns = Readonly<Record<string, DuckDBType>>

/** The tables as the newest of `MIGRATIONS` leaves them. */
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
    /** stays when the buffer is full */
    pinned: BOOLEAN,
    /** is never drawn */
    excluded: BOOLEAN,
    /** as if it were not there, but not added again */
    deleted: BOOLEAN,
    /** finds equal (task_id, outputs); NULL in rows that came before it was kept */
    outputs_hash: BIGINT,
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
  /** What was changed by hand; `iteration`: whose draw heeded it first, NULL until one does. */
  edits: { seq: INTEGER, iteration: INTEGER, action: VARCHAR, experience_id: INTEGER, made_at: VARCHAR },
  /** How often each meta-iteration drew an experience; only the last ones are kept, and `drawn` has the sum of all. */
  draws: { iteration: INTEGER, id: INTEGER, times: INTEGER },
} as const satisfies Record<string, Columns>

export type Table = keyof typeof TABLES

/** Written by a run in the order of its iterations, and forgotten with them. */
export const RUN_TABLES = [
  'experiences',
  'candidates',
  'metrics',
  'reports',
  'solved',
] as const satisfies readonly Table[]
