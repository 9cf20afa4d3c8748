import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createClient } from '../../ipc/client'
import type { Client } from '../../ipc/contract'
import { createLocalChannel } from '../../ipc/localChannel'
import { serveChannel } from '../../ipc/serve'
import { buildEntries, removeEntries } from '../jobs/buildEntries.testSupport'
import type { Query } from '../jobs/experimentMessages'
import { MANY } from '../store/testing/manyExperiences'
import { createHost, type Host } from './host'
import { fillWorkspace } from './testing/filledWorkspace'

const RESOURCES = join(import.meta.dirname, '../../../resources')
let [base, entriesDirectory, experimentId] = ['', '', '']
let host: Host

beforeAll(async () => {
  entriesDirectory = await buildEntries('hostLongJobs', { experiment: 'node/jobs/experiment.entry.ts' })
}, 120_000)
afterAll(() => removeEntries(entriesDirectory))

/** As each window has one. */
const openWindow = (): Client => {
  const channel = createLocalChannel()
  serveChannel(channel.far, host)
  return createClient(channel.near)
}

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'codeit-long-'))
  const options = { resourcesDirectory: RESOURCES, entriesDirectory, kind: 'headless', version: '1' } as const
  const workspaceDirectory = join(base, 'workspace')
  experimentId = await fillWorkspace({ ...options, workspaceDirectory }, MANY)
  const opened = await createHost({ ...options, workspaceDirectory })
  if (!opened.ok) throw new Error(opened.error.message)
  host = opened.value
})
afterEach(async () => {
  await host.close()
  await rm(base, { recursive: true })
})

const exportsLeft = (): Promise<string[]> => readdir(join(base, 'workspace/exports'))

it('an export is followed and cancelled by its job; the same of another window goes on', async () => {
  const [one, two] = [openWindow(), openWindow()]
  const shares: number[] = []
  one.on('job.progress', ({ jobId, share }) => {
    if (jobId !== 'mine') return
    shares.push(share)
    void one.call('jobs.cancel', { jobId })
  })
  const filter = {}
  const [mine, other, run] = await Promise.all([
    one.call('replay.export', { experimentId, filter, path: join(base, 'workspace/exports/mine.csv'), jobId: 'mine' }),
    two.call('replay.export', {
      experimentId,
      filter,
      path: join(base, 'workspace/exports/other.csv'),
      jobId: 'other',
    }),
    two.call('experiments.export', { experimentId, attempts: 2 }),
  ])
  expect(mine).toMatchObject({ ok: false, error: { code: 'job/cancelled', message: 'cancelled' } })
  expect(shares[0]).toBeLessThan(1)
  expect(other).toMatchObject({ ok: true, value: { experiences: MANY } })
  expect(run).toMatchObject({ ok: true, value: { experiences: MANY } })
  expect((await exportsLeft()).sort()).toEqual([experimentId, 'other.csv'].sort())
  expect(await one.call('jobs.cancel', { jobId: 'mine' })).toEqual({ ok: true, value: { cancelled: false } })
}, 60_000)

it('two exports at once that name no place get one each', async () => {
  const both = await Promise.all([1, 2].map(() => openWindow().call('replay.export', { experimentId, filter: {} })))
  expect(both.map((one) => (one.ok ? one.value.experiences : one.error.code))).toEqual([MANY, MANY])
  const name = `${experimentId}-experiences`
  expect((await exportsLeft()).sort()).toEqual([`${name}-2.parquet`, `${name}.parquet`])
}, 60_000)

it('a count that one window gives up is still answered to another', async () => {
  const [one, two] = [openWindow(), openWindow()]
  const mine = one.call('analysis.primitives', { experimentId, jobId: 'mine' })
  const other = two.call('analysis.primitives', { experimentId, jobId: 'other' })
  expect(await one.call('jobs.cancel', { jobId: 'mine' })).toEqual({ ok: true, value: { cancelled: true } })
  expect(await mine).toMatchObject({ ok: false, error: { code: 'job/cancelled' } })
  const counts = await other
  const programs = counts.ok ? counts.value.programs.reduce((sum, one) => sum + one.programs, 0) : 0
  expect(programs).toBe(MANY)
}, 60_000)

it('a host that closes cancels what goes on, and nothing half written is left', async () => {
  const window = openWindow()
  const told = new Promise<void>((resolve) => window.on('job.progress', ({ share }) => share > 0.1 && resolve()))
  const exported = window.call('experiments.export', { experimentId, attempts: 2 })
  await told
  await host.close()
  expect(await exported).toMatchObject({ ok: false, error: { code: 'job/cancelled' } })
  expect(await exportsLeft()).toEqual([])
}, 60_000)

/** Asks an experiment's process for an export and is killed in the middle of it. */
const HOST_THAT_DIES = `
  const [, entry, directory, resources, query] = process.argv
  const { fork } = require('node:child_process')
  const child = fork(entry, [directory, resources], { serialization: 'advanced' })
  child.on('message', ({ kind, share }) => {
    if (kind === 'share' && share > 0.1) process.kill(process.pid, 'SIGKILL')
  })
  child.send({ kind: 'query', id: 1, query: JSON.parse(query) })`

it('a process whose host is killed gives up what it writes, and nothing half written is left', async () => {
  const query: Query = { kind: 'exportRun', directory: join(base, 'workspace/exports/run'), attempts: 2 }
  const directory = host.workspace.experimentDirectory(experimentId)
  const entry = join(entriesDirectory, 'experiment.js')
  const args = ['-e', HOST_THAT_DIES, entry, directory, RESOURCES, JSON.stringify(query)]
  const dying = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  // once the experiment's process, which has the same output, is gone as well
  const [, signal] = (await once(dying, 'close')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  expect(await exportsLeft()).toEqual([])
}, 60_000)
