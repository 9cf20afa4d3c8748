import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Grid } from '../../core/grid/grid'
import type { IterationReport, SolvedTask } from '../../core/loop/events'
import type { NewExperience } from '../../core/replay/experience'
import type { ExperienceKey } from '../../core/replay/replayStore'
import type { ReplayFilter } from '../../ipc/contract'
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
      { id: 1, taskId: 'arc/training/0', part: 'textbook', priority: 0.1, lines: 2, iteration: 0, drawn: 0 },
      { id: 2, taskId: 'arc/training/1', part: 'textbook', priority: 1.1, lines: 2, iteration: 0, drawn: 0 },
    ])
    const got = await store.get([2, 1, 99])
    expect(got.map(({ id }) => id)).toEqual([2, 1])
    expect(got[1]?.outputs.map((grid) => grid.toRows())).toEqual([[[0, 1, 2]], [[3], [4]]])
    expect(got[1]).toMatchObject({ taskId: experience(0).taskId, program: experience(0).program, pairIndices: [0, 2] })
    expect((await store.browser.experience(2))?.experience.lineage).toBeNull()
    expect((await store.browser.experience(1))?.experience).toMatchObject({
      ...experience(0),
      outputs: got[1]?.outputs,
      drawn: 0,
      pinned: false,
      excluded: false,
    })
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
    expect(await store.count()).toBe(4)
  })

  it('tells the key of every experience by ascending id, over chunks', async () => {
    const added = await store.addExperiences([...many(2500), ...many(2500, { source: 'policy', taskId: 'x' })])
    const keys: ExperienceKey[] = []
    await store.forEachKey(1, (key) => keys.push(key))
    expect(keys).toEqual(added)
    expect(keys[2499]).toMatchObject({ id: 2500, part: 'textbook', priority: 3.1 })
    expect(keys[2500]?.part).toBe('own')
  })

  it('where outputs must be distinct keeps the first program that does the same on a task', async () => {
    const same = { outputs: experience(0).outputs }
    const added = await store.addExperiences(
      [
        experience(0),
        experience(3, same),
        experience(3, { ...same, taskId: 'other' }),
        experience(6, { ...same, pairIndices: [0, 1] }),
      ],
      true,
    )
    expect(added.map(({ id }) => id)).toEqual([1, 2, 3])
    await reopen()
    expect(await store.addExperiences([experience(9, same), experience(12)], true)).toHaveLength(1)
    expect(await store.addExperiences([experience(9, same)])).toHaveLength(1)
  })

  it('counts draws, repeated ids included', async () => {
    await store.addExperiences(many(3))
    await store.countDraws(1, [1, 3, 3])
    await store.countDraws(2, [3])
    const drawn = async () => (await store.browser.page(all)).rows.map((row) => row.drawn)
    expect(await drawn()).toEqual([1, 0, 3])
    await store.truncateAfter(1) // the second meta-iteration is run again
    expect(await drawn()).toEqual([1, 0, 2])
    await store.countDraws(2, [3])
    expect(await drawn()).toEqual([1, 0, 3])
  })

  it('pages without gap or overlap, filtered and sorted', async () => {
    await store.addExperiences([
      ...many(40),
      experience(100, { source: 'policy', iteration: 2, program: 'O = vmirror(I)' }),
    ])
    for (const column of ['priority', 'program', 'id'] as const) {
      for (const descending of [true, false]) {
        const by = { ...all, sort: { column, descending } } as const
        const { rows } = await store.browser.page(by)
        const pages = await Promise.all(
          [0, 9, 18, 27, 36, 45].map((offset) => store.browser.page({ ...by, offset, limit: 9 })),
        )
        expect(pages.flatMap((page) => page.rows)).toEqual(rows)
        expect(pages.map(({ total }) => total)).toEqual([41, 41, 41, 41, 41, 41])
        const upwards = [...rows].sort(
          (a, b) => (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0) * (descending ? -1 : 1) || a.id - b.id,
        )
        expect(rows.map(({ id }) => id)).toEqual(upwards.map(({ id }) => id))
      }
    }
  })

  it('pages deep in a large table sorted by text as everywhere', async () => {
    const names = ['objects', 'fill', 'hmirror', 'fillings', 'rot90']
    const rows = many(22_000).map((e, n) => ({ ...e, program: `O = ${names[(n * n) % 5]}(I, x${n % 9973})`, lines: 1 }))
    for (let from = 0; from < rows.length; from += 5500) await store.addExperiences(rows.slice(from, from + 5500))
    const total = await store.count()
    const known = await store.get(Array.from({ length: total }, (_, k) => k + 1))
    for (const column of ['program', 'taskId'] as const) {
      for (const descending of [true, false]) {
        const sorted = known.toSorted(
          (a, b) => (a[column] < b[column] ? -1 : a[column] > b[column] ? 1 : 0) * (descending ? -1 : 1) || a.id - b.id,
        )
        for (const offset of [10_001, Math.floor(total / 2) - 90, total - 10_100]) {
          const page = await store.browser.page({ filter: {}, sort: { column, descending }, offset, limit: 100 })
          expect(page.rows.map(({ id }) => id)).toEqual(sorted.slice(offset, offset + 100).map(({ id }) => id))
        }
      }
    }
  }, 60_000)

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
    [{ minPerformance: 0.25, maxPerformance: 0.5 }, 20],
    [{ minIteration: 1, maxIteration: 2 }, 1],
    [{ minLines: 2 }, 40],
    [{ maxLines: 1 }, 1],
    [{ minPriority: 2, maxPriority: 2.5 }, 10],
    [{ isPinned: true }, 2],
    [{ isExcluded: true, isPinned: true }, 1],
  ] as const)('filters by %j', async (filter, total) => {
    await store.addExperiences([
      ...many(40),
      experience(0, { source: 'policy', iteration: 2, taskId: 'x', program: 'O = vmirror(I)', lines: 1 }),
    ])
    await store.edits.apply('pin', [3, 5], 'now')
    await store.edits.apply('exclude', [3, 4], 'now')
    const page = await store.browser.page({ ...all, filter: filter as ReplayFilter })
    expect(page.total).toBe(total)
    expect(page.rows).toHaveLength(total)
  })

  it('makes a histogram of priorities in which every experience counts once', async () => {
    await store.addExperiences(many(40))
    const { bins } = await store.browser.histogram({ filter: {}, bins: 3 })
    expect(bins.map(({ count }) => count)).toEqual([10, 10, 20])
    expect(bins[0]?.from).toBeCloseTo(0.1)
    expect(bins[2]?.to).toBeCloseTo(3.1)
    expect([bins[2]?.least, bins[2]?.greatest]).toEqual([2.1, 3.1])
    const countsOf = async (filter: ReplayFilter): Promise<number[]> =>
      (await store.browser.histogram({ filter, bins: 2 })).bins.map(({ count }) => count)
    expect(await countsOf({ sources: ['policy'] })).toEqual([0, 0])
    expect(await countsOf({ program: 'shift4(' })).toEqual([1, 0])
  })

  it('says how likely the next draw falls into each bin, of each part, as it is now', async () => {
    await store.addExperiences(many(4)) // priorities 0.1, 1.1, 2.1, 3.1
    await store.addExperiences(many(2, { source: 'policy', taskId: 'x' })) // 0.1, 1.1
    const chances = async (filter: ReplayFilter = {}): Promise<[number, number][]> =>
      (await store.browser.histogram({ filter, bins: 3 })).bins.map(({ textbook, own }) => [textbook, own])
    const [low, , high] = await chances()
    expect(low?.[0]).toBeCloseTo(0.1 / 6.4)
    expect(low?.[1]).toBeCloseTo(0.1 / 1.2)
    expect(high?.[0]).toBeCloseTo(5.2 / 6.4)
    expect((await chances()).reduce((sum, [textbook]) => sum + textbook, 0)).toBeCloseTo(1)
    expect((await store.browser.experience(4))?.probability).toBeCloseTo(3.1 / 6.4)
    // a filter narrows what is shown, not what is drawn from
    expect((await chances({ sources: ['policy'] })).reduce((sum, [textbook]) => sum + textbook, 0)).toBe(0)
    expect((await chances({ minPriority: 3 }))[0]?.[0]).toBeCloseTo(3.1 / 6.4)
    await store.edits.apply('exclude', [4], 'now')
    expect((await store.browser.experience(4))?.probability).toBe(0)
    expect((await chances())[2]?.[0]).toBeCloseTo(2.1 / 3.3)
  })

  it('finds one experience, or none', async () => {
    await store.addExperiences([experience(5)])
    expect((await store.browser.experience(1))?.experience.program).toBe(experience(5).program)
    expect(await store.browser.experience(2)).toBeNull()
  })
})

describe('edits by hand', () => {
  const keysOf = async (iteration: number): Promise<number[]> => {
    const priorities: number[] = []
    await store.forEachKey(iteration, ({ priority }) => priorities.push(priority))
    return priorities
  }

  it('excludes from drawing, deletes from sight, and takes both back', async () => {
    await store.addExperiences(many(4, { priority: 2 }))
    expect(await store.edits.apply('exclude', [2, 99], 'now')).toBe(1)
    expect(await store.edits.apply('delete', [3], 'now')).toBe(1)
    expect(await keysOf(1)).toEqual([2, 0, 0, 2])
    expect(await store.count()).toBe(3)
    expect((await store.browser.page(all)).rows.map(({ id, excluded }) => [id, excluded])).toEqual([
      [1, false],
      [2, true],
      [4, false],
    ])
    expect(await store.browser.experience(3)).toBeNull()
    expect((await store.browser.histogram({ filter: {}, bins: 1 })).bins[0]?.count).toBe(3)
    // deleted is not forgotten: it does not come in again
    expect(await store.addExperiences(many(4))).toEqual([])
    await reopen()
    await store.edits.apply('include', [2], 'now')
    await store.edits.apply('restore', [3], 'now')
    expect(await keysOf(1)).toEqual([2, 2, 2, 2])
    expect(await store.count()).toBe(4)
  })

  it('keeps each edit with the meta-iteration whose draw heeds it first', async () => {
    await store.addExperiences(many(3))
    await store.edits.apply('exclude', [1, 2], 'Monday')
    expect(await store.pendingEdits()).toBe(2)
    await keysOf(3)
    await store.edits.apply('pin', [3], 'Tuesday')
    expect(await store.edits.all()).toEqual([
      [3, 'exclude', 1, 'Monday'],
      [3, 'exclude', 2, 'Monday'],
      [null, 'pin', 3, 'Tuesday'],
    ])
    expect(await store.pendingEdits()).toBe(1)
    await keysOf(4)
    expect(await store.pendingEdits()).toBe(0)
  })

  it('forgets the edits of experiences that a restart forgets, and no others', async () => {
    await store.addExperiences([experience(1), experience(2, { iteration: 2 })])
    await store.edits.apply('pin', [1, 2], 'now')
    await keysOf(3)
    await store.truncateAfter(1)
    expect(await store.edits.all()).toEqual([[3, 'pin', 1, 'now']])
  })
})

describe('a full buffer', () => {
  const own = (n: number, demosRight: number): NewExperience =>
    experience(n, { source: 'policy', taskId: 'x', demosRight, demos: 4, iteration: n })
  const idsLeft = async (): Promise<number[]> => (await store.browser.page(all)).rows.map(({ id }) => id)

  it('lets go what reproduces least, the oldest first; seeds, solutions, pinned and the newest stay', async () => {
    await store.addExperiences([
      experience(1, { source: 'seed', demosRight: 0 }), // 1
      ...[4, 0, 0, 2, 1, 0, 0].map((right, k) => own(k, right)), // 2 to 8
    ])
    await store.edits.apply('pin', [3], 'now')
    const kept = { textbook: 0, own: 0 }
    expect(await store.evict({ capacity: 8, kept })).toBe(0)
    expect(await store.evict({ capacity: 7, kept })).toBe(1)
    expect(await idsLeft()).toEqual([1, 2, 3, 5, 6, 7, 8])
    expect(await store.evict({ capacity: 5, kept })).toBe(2)
    expect(await idsLeft()).toEqual([1, 2, 3, 5, 8])
    expect(await store.evict({ capacity: 1, kept })).toBe(1)
    expect(await idsLeft()).toEqual([1, 2, 3, 8])
    // what has left may come in again; numbers go on
    expect((await store.addExperiences([own(3, 2), own(9, 0)])).map(({ id }) => id)).toEqual([9, 10])
  })

  it('keeps of each part what a lesson draws', async () => {
    const mutants = [1, 0, 2].map((demosRight, k) => experience(k, { demosRight }))
    await store.addExperiences([...mutants, ...[1, 0, 3, 0, 2].map((right, k) => own(k, right))])
    expect(await store.evict({ capacity: 2, kept: { textbook: 2, own: 1 } })).toBe(4)
    expect(await idsLeft()).toEqual([1, 3, 6, 8])
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
    expect(await store.count()).toBe(1)
    expect(await store.candidates()).toHaveLength(1)
    expect(await store.metrics()).toHaveLength(1)
    const series = await store.series()
    expect([series.iterations.length, series.solved.length]).toEqual([1, 1])
    expect((await store.addExperiences([experience(2, { iteration: 2 })]))[0]?.id).toBe(2)
    await store.truncateAfter(-1)
    expect(await store.count()).toBe(0)
  })
})

it('does nothing of a batch that fails', async () => {
  const bad = experience(2, { outputs: [Grid.fromRows([[11]]), Grid.fromRows([[1]])] })
  await expect(store.addExperiences([experience(1), bad])).rejects.toThrow('valid grids')
  expect(await store.count()).toBe(0)
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
  const rows = await killed.count()
  const { rows: sample } = await killed.browser.page({ ...all, sort: { column: 'id', descending: true }, limit: 1 })
  await killed.close()
  expect(acknowledged).toBeGreaterThanOrEqual(5)
  expect(rows).toBeGreaterThanOrEqual(acknowledged * 500)
  expect(rows % 500).toBe(0)
  expect(sample[0]?.id).toBe(rows)
})
