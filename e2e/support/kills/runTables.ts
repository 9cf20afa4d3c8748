import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { RUN_TABLES } from '../../../src/node/store/replaySchema'
import type { ManifestData } from '../../../src/node/store/manifest'
import { stable } from './stable'

/** What a run has left on disk: each table's rows as texts, in order, free of times. */
export type RunTables = Readonly<Record<string, readonly string[]>>

const ORDER: Readonly<Record<string, string>> = {
  experiences: 'id',
  draws: 'iteration, id',
  ...Object.fromEntries(RUN_TABLES.filter((table) => table !== 'experiences').map((table) => [table, 'seq'])),
}

/** Reads the tables, checkpoints and record of the one experiment of a workspace that no host has open. */
export async function readRunTables(workspaceDirectory: string): Promise<RunTables> {
  const manifest = JSON.parse(await readFile(join(workspaceDirectory, 'workspace.json'), 'utf8')) as ManifestData
  const [record] = manifest.experiments
  if (!record) throw new Error('no experiment in the workspace')
  const directory = join(workspaceDirectory, 'experiments', record.id)
  const tables: Record<string, string[]> = {}
  const instance = await DuckDBInstance.create(join(directory, 'replay.duckdb'), { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  for (const [table, order] of Object.entries(ORDER)) {
    const rows = (await connection.runAndReadAll(`SELECT * FROM ${table} ORDER BY ${order}`)).getRowObjectsJson()
    tables[table] = rows.map((row) => JSON.stringify(table === 'reports' ? withoutTimes(row) : row))
  }
  connection.closeSync()
  instance.closeSync()
  const { state, problem, checkpointIteration, lastReport } = record
  return {
    ...tables,
    checkpoints: await hashFiles(join(directory, 'checkpoints')),
    record: [JSON.stringify({ state, problem, checkpointIteration, lastReport: stable(lastReport) })],
    'solved tasks of the workspace': [...(manifest.solved?.[record.id] ?? [])].sort(),
  }
}

/** Where two runs differ: one line a table, with its first row that does. */
export function differences(wanted: RunTables, found: RunTables): string[] {
  return Object.entries(wanted).flatMap(([table, rows]) => {
    const others = found[table] ?? []
    const at = Array.from({ length: Math.max(rows.length, others.length) }, (_, k) => k).find(
      (k) => rows[k] !== others[k],
    )
    if (at === undefined) return []
    return [`${table}: ${others.length} rows, not ${rows.length}; row ${at} is ${others[at]}, not ${rows[at]}`]
  })
}

function withoutTimes(row: Record<string, unknown>): Record<string, unknown> {
  return { ...row, json: stable(JSON.parse(String(row['json'])) as object) }
}

/** The policy's weights and its optimiser's state lie in these files. */
async function hashFiles(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).sort()
  return Promise.all(
    names.map(
      async (name) =>
        `${name} ${createHash('sha256')
          .update(await readFile(join(directory, name)))
          .digest('hex')}`,
    ),
  )
}
