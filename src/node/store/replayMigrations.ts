import type { Session } from './duckdbConnection'

/** One step from a version of the schema to the next. */
export interface Migration {
  readonly version: number
  /** kept in the database beside the version */
  readonly summary: string
  readonly statements: readonly string[]
}

/** All steps, in order, from an empty file to `TABLES`. Append-only: a step that was released never changes. */
export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    summary: 'experiences, candidates, metric series, what a window draws',
    // databases of the time before versions were kept have these tables
    statements: [
      `CREATE TABLE IF NOT EXISTS experiences (
        id INTEGER, key_hash BIGINT, source VARCHAR, iteration INTEGER, task_id VARCHAR, program VARCHAR, lines INTEGER,
        demos_right INTEGER, demos INTEGER, performance DOUBLE, priority DOUBLE, drawn INTEGER, outputs BLOB,
        lineage VARCHAR)`,
      `CREATE TABLE IF NOT EXISTS candidates (
        seq INTEGER, iteration INTEGER, source VARCHAR, task_id VARCHAR, program VARCHAR, lines INTEGER,
        demos_right INTEGER, demos INTEGER, test_right VARCHAR)`,
      'CREATE TABLE IF NOT EXISTS metrics (seq INTEGER, iteration INTEGER, name VARCHAR, step INTEGER, value DOUBLE)',
      'CREATE TABLE IF NOT EXISTS reports (seq INTEGER, iteration INTEGER, json VARCHAR)',
      'CREATE TABLE IF NOT EXISTS solved (seq INTEGER, iteration INTEGER, json VARCHAR)',
    ],
  },
  {
    version: 2,
    summary: 'experiences can be pinned, excluded and deleted by hand; equal outputs are found',
    // a new table: DuckDB commits no second new column with a default to a table that holds rows
    statements: [
      'ALTER TABLE experiences RENAME TO experiences_1',
      `CREATE TABLE experiences AS
        SELECT *, false AS pinned, false AS excluded, false AS deleted, NULL::BIGINT AS outputs_hash FROM experiences_1`,
      'DROP TABLE experiences_1',
      'CREATE TABLE edits (seq INTEGER, iteration INTEGER, action VARCHAR, experience_id INTEGER, made_at VARCHAR)',
    ],
  },
  {
    version: 3,
    summary: 'draws of the last meta-iterations, so that those of one that is run again are taken back',
    statements: ['CREATE TABLE draws (iteration INTEGER, id INTEGER, times INTEGER)'],
  },
]

export const SCHEMA_VERSION = MIGRATIONS.reduce((newest, { version }) => Math.max(newest, version), 0)

/** A database that a newer workbench has written: what it means is not known here. */
export class NewerSchema extends Error {
  constructor(readonly found: number) {
    super(`schema version ${found}, newer than ${SCHEMA_VERSION}`)
    this.name = 'NewerSchema'
  }
}

/** Brings the schema to the newest version; to be run in one transaction, so that all of it happens or nothing. */
export async function migrate(session: Session, migrations: readonly Migration[] = MIGRATIONS): Promise<void> {
  await session.run('CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER, summary VARCHAR)')
  const [row] = await session.rows('SELECT coalesce(max(version), 0) FROM schema_versions')
  const found = (row?.[0] ?? 0) as number
  if (found > SCHEMA_VERSION) throw new NewerSchema(found)
  for (const { version, summary, statements } of migrations) {
    if (version <= found) continue
    for (const statement of statements) await session.run(statement)
    await session.run('INSERT INTO schema_versions VALUES (?, ?)', [version, summary])
  }
}
