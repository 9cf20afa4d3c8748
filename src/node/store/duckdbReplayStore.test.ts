import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Grid } from '../../core/grid/grid'
import type { IterationReport, SolvedTask } from '../../core/loop/events'
import type { NewExperience } from '../../core/replay/experience'
import { DuckdbReplayStore } from './duckdbReplayStore'

let directory: string
let store: DuckdbReplayStore

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codeit-store-'))
  store = await DuckdbReplayStore.open(join(directory, 'replay.duckdb'))
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

async function reopen(): Promise<void> {
  await store.close()
  store = await DuckdbReplayStore.open(join(directory, 'replay.duckdb'))
}

const experience = (n: number, changes: Partial<NewExperience> = {}): NewExperience => ({
  source: 'mutation',
  iteration: 0,
  taskId: `arc/training/${n % 3}`,
  program: `x1 = hmirror(I)\nO = shift${n}(x1, DOWN)`,
  lines: 2,
  pairIndices: [0, 2],
  outputs: [Grid.fromRows([[n % 10, 1, 2]]), Grid.fromRows([[3], [4]])],
  demosRight: n % 4,
  demos: 4,
  priority: 0.1 + (n % 4),
  lineage: { parent: 'O = I', operator: 'argument', before: 'O = I', after: 'O = hmirror(I)' },
  ...changes,
})
const many = (count: number, changes: Partial<NewExperience> = {}): NewExperience[] =>
  Array.from({ length: count }, (_, n) => experience(n, changes))

const all = { filter: {}, sort: { column: 'id', descending: false }, offset: 0, limit: 500 } as const

describe('the replay buffer', () => {
  it('gives back what was added, in the order asked for', async () => {
    const keys = await store.addExperiences([experience(0), experience(1, { lineage: null, source: 'seed' })])
    expect(keys).toEqual([
      { id: 1, source: 'mutation', priority: 0.1, lines: 2, iteration: 0, drawn: 0 },
      { id: 2, source: 'seed', priority: 1.1, lines: 2, iteration: 0, drawn: 0 },
    ])
    const got = await store.get([2, 1, 99])
    expect(got.map(({ id }) => id)).toEqual([2, 1])
    expect(got[0]?.lineage).toBeNull()
    expect(got[1]).toMatchObject({ ...experience(0), outputs: expect.anything(), drawn: 0 })
    expect(got[1]?.outputs.map((grid) => grid.toRows())).toEqual([[[0, 1, 2]], [[3], [4]]])
  })

  it('reads thousands at once in the order asked for', async () => {
    await store.addExperiences(many(3000))
    const ids = Array.from({ length: 3000 }, (_, k) => 3000 - k)
    expect((await store.get(ids)).map(({ id }) => id)).toEqual(ids)
  })

  it('keeps a task and program once, within a batch, over batches and after reopening', async () => {
    expect(await store.addExperiences([experience(1), experience(2), experience(1)])).toHaveLength(2)
    await reopen()
    const added = await store.addExperiences([experience(2), experience(3), experience(2, { taskId: 'other' })])
    expect(added.map(({ id }) => id)).toEqual([3, 4])
    expect(await store.keys()).toHaveLength(4)
  })

  it('counts draws, repeated ids included', async () => {
    await store.addExperiences(many(3))
    await store.countDraws([1, 3, 3])
    await store.countDraws([3])
    expect((await store.page(all)).rows.map(({ drawn }) => drawn)).toEqual([1, 0, 3])
  })

  it('pages without gap or overlap, filtered and sorted', async () => {
    await store.addExperiences([
      ...many(40),
      experience(100, { source: 'policy', iteration: 2, program: 'O = vmirror(I)' }),
    ])
    const by = { ...all, sort: { column: 'priority', descending: true }, limit: 15 } as const
    const pages = await Promise.all([0, 15, 30].map((offset) => store.page({ ...by, offset })))
    const ids = pages.flatMap((page) => page.rows.map(({ id }) => id))
    expect(pages.map(({ total }) => total)).toEqual([41, 41, 41])
    expect(new Set(ids).size).toBe(41)
    const priorities = pages.flatMap((page) => page.rows.map(({ priority }) => priority))
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a))
  })

  it.each([
    [{ sources: ['policy'] }, 1],
    [{ sources: [] }, 0],
    [{ taskId: 'training/2' }, 13],
    [{ program: 'shift7' }, 1],
    [{ program: "'; DROP TABLE experiences; --" }, 0],
    [{ primitive: 'hmirror' }, 40],
    [{ primitive: 'mirror' }, 0],
    [{ primitive: 'a.*(' }, 0],
    [{ minPerformance: 0.75 }, 10],
    [{ minIteration: 1, maxIteration: 2 }, 1],
  ] as const)('filters by %j', async (filter, total) => {
    await store.addExperiences([
      ...many(40),
      experience(0, { source: 'policy', iteration: 2, taskId: 'x', program: 'O = vmirror(I)' }),
    ])
    const page = await store.page({ ...all, filter: filter as Parameters<typeof store.page>[0]['filter'] })
    expect(page.total).toBe(total)
    expect(page.rows).toHaveLength(total)
  })

  it('makes a histogram of priorities in which every experience counts once', async () => {
    await store.addExperiences(many(40))
    const { edges, counts } = await store.histogram({ filter: {}, bins: 3 })
    expect(edges).toHaveLength(4)
    expect(edges[0]).toBeCloseTo(0.1)
    expect(edges[3]).toBeCloseTo(3.1)
    expect(counts).toEqual([10, 10, 20])
    expect((await store.histogram({ filter: { sources: ['policy'] }, bins: 2 })).counts).toEqual([0, 0])
    expect((await store.histogram({ filter: { program: 'shift4(' }, bins: 2 })).counts).toEqual([1, 0])
  })

  it('finds one experience, or none', async () => {
    await store.addExperiences([experience(5)])
    expect((await store.experience(1))?.program).toBe(experience(5).program)
    expect(await store.experience(2)).toBeNull()
  })
})

describe('candidates, metrics and series', () => {
  const candidate = { taskId: 't', source: 'policy', program: 'O = I', lines: 1, demosRight: 1, demos: 2 } as const
  const solved: SolvedTask = { taskId: 't', iteration: 1, source: 'policy', program: 'O = I', lines: 1, first: true }
  const report = { iteration: 1, loss: 0.5, failures: { 'run/size': 2 } } as unknown as IterationReport

  it('keeps them in order over a restart', async () => {
    await store.addCandidates([{ ...candidate, iteration: 2, testRight: [true, false] }])
    await store.addCandidates([{ ...candidate, iteration: 1, testRight: [] }])
    await store.addMetrics([
      { iteration: 1, name: 'loss', step: 1, value: 3.5 },
      { iteration: 1, name: 'other', step: 1, value: 7 },
      { iteration: 1, name: 'loss', step: 2, value: 2.5 },
    ])
    await store.recordEvents([
      { kind: 'solved', solved },
      { kind: 'iteration', report },
      { kind: 'log', level: 'info', message: 'not kept' },
    ])
    await reopen()
    expect((await store.candidates()).map(({ iteration, testRight }) => [iteration, testRight])).toEqual([
      [2, [true, false]],
      [1, []],
    ])
    expect((await store.metrics()).map(({ value }) => value)).toEqual([3.5, 7, 2.5])
    expect(await store.series()).toEqual({
      loss: { step: [1, 2], value: [3.5, 2.5] },
      iterations: [report],
      solved: [solved],
    })
  })

  it('forgets later iterations everywhere and then numbers as if they had never been', async () => {
    await store.addExperiences([experience(1), experience(2, { iteration: 2 })])
    await store.addCandidates([1, 2].map((iteration) => ({ ...candidate, iteration, testRight: [true] })))
    await store.addMetrics([1, 2].map((iteration) => ({ iteration, name: 'loss', step: iteration, value: 1 })))
    await store.recordEvents([1, 2].map((iteration) => ({ kind: 'iteration', report: { ...report, iteration } })))
    await store.recordEvents([1, 2].map((iteration) => ({ kind: 'solved', solved: { ...solved, iteration } })))
    await store.truncateAfter(1)
    expect(await store.keys()).toHaveLength(1)
    expect(await store.candidates()).toHaveLength(1)
    expect(await store.metrics()).toHaveLength(1)
    const series = await store.series()
    expect([series.iterations.length, series.solved.length]).toEqual([1, 1])
    expect((await store.addExperiences([experience(2, { iteration: 2 })]))[0]?.id).toBe(2)
    await store.truncateAfter(-1)
    expect(await store.keys()).toEqual([])
  })
})

it('does nothing of a batch that fails', async () => {
  const bad = experience(2, { outputs: [Grid.fromRows([[11]]), Grid.fromRows([[1]])] })
  await expect(store.addExperiences([experience(1), bad])).rejects.toThrow('valid grids')
  expect(await store.keys()).toEqual([])
  expect(await store.addExperiences([experience(1)])).toEqual([expect.objectContaining({ id: 1 })])
})

it('loses no acknowledged batch when its process is killed', async () => {
  const file = join(directory, 'killed.duckdb')
  const script = join(import.meta.dirname, 'insertForever.testProcess.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let acknowledged = 0
  const died = new Promise((resolve) => child.on('exit', resolve))
  child.stdout.on('data', (data: Buffer) => {
    acknowledged += data.toString().split('\n').length - 1
    if (acknowledged >= 5) child.kill('SIGKILL')
  })
  await died
  const killed = await DuckdbReplayStore.open(file)
  const rows = (await killed.keys()).length
  const { rows: sample } = await killed.page({ ...all, sort: { column: 'id', descending: true }, limit: 1 })
  await killed.close()
  expect(acknowledged).toBeGreaterThanOrEqual(5)
  expect(rows).toBeGreaterThanOrEqual(acknowledged * 500)
  expect(rows % 500).toBe(0)
  expect(sample[0]?.id).toBe(rows)
})
