import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Grid } from '../../core/grid/grid'
import { QueuedConnection, type Session } from './duckdbConnection'
import { DuckdbReplayStore } from './duckdbReplayStore'
import { migrate, MIGRATIONS, NewerSchema, SCHEMA_VERSION } from './replayMigrations'
import { TABLES } from './replaySchema'

let directory: string
let file: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codeit-schema-'))
  file = join(directory, 'replay.duckdb')
})
afterEach(() => rm(directory, { recursive: true }))

/** Does something with the file as plain DuckDB sees it. */
async function plainly<T>(job: (connection: QueuedConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(file)
  const connection = new QueuedConnection(await instance.connect())
  try {
    return await job(connection)
  } finally {
    await connection.close()
    instance.closeSync()
  }
}

async function writeVersion1(): Promise<void> {
  const sql = await readFile(join(import.meta.dirname, 'testing/replayVersion1.sql'), 'utf8')
  await plainly((connection) =>
    connection.exclusive(async (session) => {
      for (const statement of sql.split(/;\n/)) if (statement.trim() !== '') await session.run(statement)
    }),
  )
}

const versionsOf = async (session: Session): Promise<unknown[]> =>
  (await session.rows('SELECT version FROM schema_versions ORDER BY version')).flat()

async function columnsOf(session: Session): Promise<Record<string, Record<string, string>>> {
  const columns: Record<string, Record<string, string>> = {}
  const rows = await session.rows(
    `SELECT table_name, column_name, data_type FROM duckdb_columns()
     WHERE NOT internal AND table_name NOT IN ('schema_versions', 'wanted', 'probe') ORDER BY table_name, column_index`,
  )
  for (const [table, column, type] of rows as string[][]) {
    columns[table as string] = { ...columns[table as string], [column as string]: type as string }
  }
  return columns
}

const declared = Object.fromEntries(
  Object.entries(TABLES).map(([table, columns]) => [
    table,
    Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, type.toString()])),
  ]),
)

describe('the schema of a replay database', () => {
  it('has steps from 1 on without a gap', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, k) => k + 1))
    expect(SCHEMA_VERSION).toBe(MIGRATIONS.length)
  })

  it.each([
    ['a new file', async (): Promise<void> => undefined],
    ['a file of version 1', writeVersion1],
  ])('%s comes to the tables that the store fills, column by column', async (_, prepare) => {
    await prepare()
    await (await DuckdbReplayStore.open(file)).close()
    await plainly((connection) =>
      connection.exclusive(async (session) => {
        const columns = await columnsOf(session)
        expect(columns).toEqual(declared)
        for (const [table, names] of Object.entries(declared)) {
          expect(Object.keys(columns[table] ?? {}), table).toEqual(Object.keys(names))
        }
        expect(await versionsOf(session)).toEqual(MIGRATIONS.map(({ version }) => version))
      }),
    )
  })

  it('keeps everything of a file of version 1, and goes on with it', async () => {
    await writeVersion1()
    for (let opened = 0; opened < 2; opened++) {
      const store = await DuckdbReplayStore.open(file)
      const found = await Promise.all([1, 2, 3].map((id) => store.browser.experience(id)))
      const [flip, turned, turn] = found.map((one) => one?.experience)
      expect(flip).toMatchObject({ program: 'O = hmirror(I)', drawn: 3, pinned: false, excluded: false, lineage: null })
      expect(flip?.outputs.map((grid) => grid.toRows())).toEqual([[[0, 1, 2]], [[3], [4]]])
      expect(turned?.lineage).toMatchObject({ operator: 'function' })
      expect(turn).toMatchObject({ pairIndices: [1], lines: 2, priority: 0.55 })
      expect(await store.candidates()).toMatchObject([{ testRight: [false, true] }])
      expect(await store.series()).toMatchObject({
        loss: { step: [1, 2], value: [3.5, 2.5] },
        iterations: [{ iteration: 1, loss: 3 }],
        solved: [{ taskId: 'starter/training/flip' }],
      })
      await store.close()
    }
    const store = await DuckdbReplayStore.open(file)
    const known = {
      source: 'policy',
      iteration: 2,
      taskId: 'starter/training/flip',
      lines: 1,
      pairIndices: [0],
    } as const
    const rest = { outputs: [Grid.fromRows([[1]])], demosRight: 0, demos: 2, priority: 0.1, lineage: null }
    const added = await store.addExperiences([
      { ...known, ...rest, program: 'O = hmirror(I)' },
      { ...known, ...rest, program: 'O = rot90(I)' },
    ])
    expect(added.map(({ id }) => id)).toEqual([4])
    await store.close()
  })

  it('does nothing of a migration of which a later step fails', async () => {
    await writeVersion1()
    const bad = { version: 3, summary: 'bad', statements: ['ALTER TABLE experiences ADD COLUMN id INTEGER'] }
    await plainly(async (connection) => {
      await expect(connection.transaction((session) => migrate(session, [...MIGRATIONS, bad]))).rejects.toThrow(
        /id.*already/,
      )
      const { experiences } = await connection.exclusive(columnsOf)
      expect(Object.keys(experiences ?? {})).not.toContain('pinned')
      await expect(connection.exclusive(versionsOf)).rejects.toThrow('schema_versions')
    })
    const store = await DuckdbReplayStore.open(file)
    expect(await store.count()).toBe(3)
    await store.close()
  })

  it('refuses a file of a newer version and leaves it as it is', async () => {
    await (await DuckdbReplayStore.open(file)).close()
    await plainly((connection) =>
      connection.exclusive(async (session) => {
        await session.run("INSERT INTO schema_versions VALUES (99, 'from the future')")
        await session.run('DROP TABLE metrics')
      }),
    )
    await expect(DuckdbReplayStore.open(file)).rejects.toThrow(new NewerSchema(99))
    await plainly((connection) =>
      connection.exclusive(async (session) => {
        expect((await versionsOf(session)).at(-1)).toBe(99)
        expect(Object.keys(await columnsOf(session))).not.toContain('metrics')
      }),
    )
  })
})
