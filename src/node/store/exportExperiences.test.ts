import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Grid } from '../../core/grid/grid'
import type { NewExperience } from '../../core/replay/experience'
import { DuckdbReplayStore } from './duckdbReplayStore'
import { MANY, manyExperiences } from './testing/manyExperiences'

let directory: string
let store: DuckdbReplayStore
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "codeit-it's-"))
  store = await DuckdbReplayStore.open(join(directory, 'replay.duckdb'))
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

const experience = (n: number, changes: Partial<NewExperience> = {}): NewExperience => ({
  source: 'mutation',
  iteration: 0,
  taskId: 'arc/training/a',
  program: `x1 = hmirror(I)\nO = shift${n}(x1, DOWN)`,
  lines: 2,
  pairIndices: [0, 2],
  outputs: [Grid.fromRows([[n % 10, 1, 2]]), Grid.fromRows([[3], [4]])],
  demosRight: 1,
  demos: 3,
  priority: 0.4,
  lineage: { parent: 'O = I', operator: 'argument', before: 'O = I', after: 'O = hmirror(I)' },
  ...changes,
})

/** As DuckDB's own shell would read the file. */
async function read(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson()
  connection.closeSync()
  instance.closeSync()
  return rows
}
const from = (file: string): string => `'${file.replaceAll("'", "''")}'`

it('writes Parquet of which every value reads back, grids as rows of digits', async () => {
  await store.addExperiences([
    experience(1),
    experience(2, { source: 'policy', lineage: null, outputs: [], pairIndices: [] }),
  ])
  await store.countDraws(1, [1, 1])
  await store.edits.apply('pin', [2], 'now')
  const file = join(directory, 'experiences.parquet')
  expect(await store.export(file, {})).toBe(2)
  const [first, second] = await read(`SELECT * FROM ${from(file)}`)
  expect(first).toEqual({
    id: 1,
    source: 'mutation',
    iteration: 0,
    task_id: 'arc/training/a',
    program: 'x1 = hmirror(I)\nO = shift1(x1, DOWN)',
    lines: 2,
    demos_right: 1,
    demos: 3,
    performance: 1 / 3,
    priority: 0.4,
    drawn: 2,
    pinned: false,
    excluded: false,
    pair_indices: [0, 2],
    outputs: ['112', '3/4'],
    parent_program: 'O = I',
    operator: 'argument',
    line_before: 'O = I',
    line_after: 'O = hmirror(I)',
  })
  expect(second).toMatchObject({ source: 'policy', pinned: true, outputs: [], parent_program: null })
  const types = await read(`DESCRIBE SELECT outputs FROM ${from(file)}`)
  expect(types[0]).toMatchObject({ column_type: 'VARCHAR[]' })
})

it('writes only what fits and is not deleted, over many rows, twice from one store', async () => {
  await store.addExperiences(Array.from({ length: 5000 }, (_, n) => experience(n, { iteration: n % 2 })))
  await store.edits.apply('delete', [2], 'now')
  for (const name of ['a.parquet', 'b.parquet']) {
    const file = join(directory, name)
    expect(await store.export(file, { minIteration: 1 })).toBe(2499)
    const [sums] = await read(
      `SELECT count(*)::INTEGER AS n, min(iteration) AS least, sum(outputs[1][1]::INTEGER)::INTEGER AS cells FROM ${from(file)}`,
    )
    // odd numbers but 1: their last digits add up to 25 in ten
    expect(sums).toEqual({ n: 2499, least: 1, cells: 500 * 25 - 1 })
  }
})

it('writes CSV where the name says so', async () => {
  await store.addExperiences([experience(7)])
  const file = join(directory, 'rows.csv')
  await store.export(file, {})
  const text = await readFile(file, 'utf8')
  expect(text.split('\n')[0]).toMatch(/^id,source,iteration,task_id,program,/)
  expect(text).toContain('"[712, 3/4]"')
})

it('tells how much is written, and stops in the middle when it is cancelled', async () => {
  await store.addExperiences(manyExperiences())
  const shares: number[] = []
  const { signal } = new AbortController()
  await store.export(join(directory, 'whole.parquet'), {}, { signal, onProgress: (share) => shares.push(share) })
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.length).toBeGreaterThan(5)
  expect(shares[0]).toBeLessThan(0.3)
  expect(shares.at(-1)).toBe(1)
  for (const name of ['part.parquet', 'part.csv']) {
    const abort = new AbortController()
    let last = 0
    const onProgress = (share: number): void => {
      last = share
      abort.abort()
    }
    await expect(store.export(join(directory, name), {}, { signal: abort.signal, onProgress })).rejects.toThrow()
    expect(last).toBeLessThan(1)
  }
  expect(await store.count()).toBe(MANY)
})

it('tells each of two exports at once its own part', async () => {
  await store.addExperiences(manyExperiences())
  const { signal } = new AbortController()
  const exported = [{ minIteration: 3 }, {}].map(async (filter, k) => {
    const shares: number[] = []
    const onProgress = (share: number): void => void shares.push(share)
    await store.export(join(directory, `${k}.parquet`), filter, { signal, onProgress })
    return shares
  })
  for (const shares of await Promise.all(exported)) {
    expect(shares.filter((share) => share === 1)).toHaveLength(1)
    expect(shares.indexOf(1)).toBe(shares.length - 1)
    expect(shares.length).toBeGreaterThan(2)
  }
})
