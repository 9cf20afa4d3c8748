import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DEFAULT_CONFIG } from '../../core/loop/config'
import { parseTask } from '../../core/task/parseTask'
import { DuckdbReplayStore } from '../store/duckdbReplayStore'
import type { LongJob } from '../store/longJob'
import { MANY, manyExperiences } from '../store/testing/manyExperiences'
import { exportRows, exportRun, type ExportParts } from './exportRun'

const parsed = parseTask('arc/evaluation/a', {
  train: [{ input: [[1]], output: [[1]] }],
  test: [{ input: [[1]], output: [[1]] }],
})
if (!parsed.ok) throw new Error(parsed.error.message)
const evaluationTasks = [parsed.value]

let base: string
let parts: ExportParts
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'codeit-export-run-'))
  const store = await DuckdbReplayStore.open(join(base, 'replay.duckdb'))
  await store.addExperiences(manyExperiences())
  parts = { store, config: DEFAULT_CONFIG, evaluationTasks }
})
afterEach(async () => {
  await parts.store.close()
  await rm(base, { recursive: true })
})

const watched = (onProgress: LongJob['onProgress'] = () => undefined): LongJob => ({
  signal: new AbortController().signal,
  onProgress,
})
/** A job that is cancelled as soon as more than this share is done. */
const cancelledAt = (most: number): LongJob & { readonly last: () => number } => {
  const abort = new AbortController()
  let last = 0
  const onProgress = (share: number): void => {
    last = share
    if (share > most) abort.abort()
  }
  return { signal: abort.signal, onProgress, last: () => last }
}

it('a run: told how far it is; cancelled among the programs or the rows, nothing of it is left', async () => {
  const directory = join(base, 'out/run')
  const shares: number[] = []
  const whole = await exportRun(
    parts,
    join(base, 'whole'),
    2,
    watched((share) => shares.push(share)),
  )
  expect(whole).toMatchObject({ ok: true, value: { experiences: MANY } })
  expect(shares[0]).toBe(0.1)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)

  for (const most of [0, 0.1]) {
    const job = cancelledAt(most)
    await expect(exportRun(parts, directory, 2, job)).rejects.toThrow()
    expect(job.last()).toBeGreaterThan(most)
    expect(job.last()).toBeLessThan(0.7)
    expect(await readdir(join(base, 'out'))).toEqual([])
  }
  expect(await exportRun(parts, directory, 2, watched())).toMatchObject({ ok: true })
})

it('a run into a folder that was there: the folder stays, and what another put there meanwhile', async () => {
  const directory = join(base, 'mine')
  await mkdir(directory)
  const cancelled = cancelledAt(0.1)
  let isPut = Promise.resolve()
  const job = {
    ...cancelled,
    onProgress: (share: number) => {
      isPut = writeFile(join(directory, 'notes.txt'), 'kept')
      cancelled.onProgress(share)
    },
  }
  await expect(exportRun(parts, directory, 2, job)).rejects.toThrow()
  await isPut
  expect(await readdir(directory)).toEqual(['notes.txt'])
})

it('other exports into the folder of one that goes on are refused and do not harm it', async () => {
  const directory = join(base, 'both')
  const all = await Promise.all(Array.from({ length: 20 }, () => exportRun(parts, directory, 2, watched())))
  expect(all.flatMap((one) => (one.ok ? [one.value.experiences] : []))).toEqual([MANY])
  expect(new Set(all.flatMap((one) => (one.ok ? [] : [one.error.code])))).toEqual(new Set(['file/not-empty']))
  expect(await readdir(directory)).toHaveLength(8)
})

it('rows: a cancel removes the file, never one that was there', async () => {
  await mkdir(join(base, 'rows'))
  await writeFile(join(base, 'rows/tmp_part.csv'), 'kept')
  for (const name of ['part.csv', 'part.parquet']) {
    const path = join(base, 'rows', name)
    await expect(exportRows(parts.store, path, {}, cancelledAt(0))).rejects.toThrow()
    expect(await readdir(join(base, 'rows'))).toEqual(['tmp_part.csv'])
  }
  const path = join(base, 'rows/tmp_part.csv')
  expect(await exportRows(parts.store, path, {}, cancelledAt(0))).toMatchObject({ error: { code: 'file/exists' } })
  expect(await readdir(join(base, 'rows'))).toEqual(['tmp_part.csv'])
})
