import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExperimentEvent, IterationReport } from '../../core/loop/events'
import type { Result } from '../../core/util/result'
import type { EventName, Events, ExperimentState, ExperimentSummary } from '../../ipc/contract'
import { writeTextPolicy } from '../huggingface/testing/writeTextPolicy'
import { Workspace } from '../store/workspace'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { ExperimentManager } from './experimentManager'

let entriesDirectory: string
let base: string
let workspace: Workspace
let manager: ExperimentManager
let seen: { id: string; event: ExperimentEvent }[]
let listeners: Set<() => void>

beforeAll(async () => {
  entriesDirectory = await buildEntries('experimentManager', {
    experiment: 'node/jobs/experiment.entry.ts',
    evalWorker: 'node/jobs/evalWorker.entry.ts',
    policy: 'node/ort/policy.entry.ts',
    searchWorker: 'node/jobs/searchWorker.entry.ts',
  })
}, 120_000)
afterAll(() => removeEntries(entriesDirectory))

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'codeit-manager-'))
  const flip = (rows: number[][]) => ({ input: rows, output: [...rows].reverse() })
  const turn = (rows: number[][]) => ({ input: rows, output: rows.map((row) => [...row].reverse()) })
  for (const [name, program, change] of [
    ['flip', 'O = hmirror(I)', flip],
    ['turn', 'O = vmirror(I)', turn],
  ] as const) {
    const starter = join(base, 'resources/starter')
    for (const folder of ['training', 'evaluation', 'seeds']) await mkdir(join(starter, folder), { recursive: true })
    const task = (k: number) => ({
      train: [
        change([
          [k, 1, 2],
          [3, 4, k],
        ]),
        change([
          [5, k],
          [6, 7],
        ]),
      ],
      test: [
        change([
          [8, 9, k],
          [1, 2, 3],
        ]),
      ],
    })
    await writeFile(join(starter, `training/${name}.json`), JSON.stringify(task(1)))
    await writeFile(join(starter, `evaluation/${name}.json`), JSON.stringify(task(2)))
    await writeFile(join(starter, `seeds/${name}.dsl`), program)
  }
  seen = []
  listeners = new Set()
  await openManager()
})
afterEach(async () => {
  await manager.close()
  await rm(base, { recursive: true })
})

const SHIPPED_RESOURCES = join(import.meta.dirname, '../../../resources')

const openManager = async (resourcesDirectory = join(base, 'resources')): Promise<void> => {
  workspace = await Workspace.open(join(base, 'workspace'), {
    resourcesDirectory: join(base, 'resources'),
    version: '1',
  })
  const emit = <E extends EventName>(name: E, payload: Events[E]): void => {
    if (name === 'experiment.event') {
      const { experimentId: id, event } = payload as Events['experiment.event']
      seen.push({ id, event })
    }
    for (const listener of [...listeners]) listener()
  }
  manager = new ExperimentManager({ workspace, entriesDirectory, resourcesDirectory, emit })
}

const TINY = {
  metaIterations: 3,
  mutants: 30,
  dModel: 16,
  heads: 2,
  dFf: 32,
  encoderLayers: 1,
  decoderLayers: 1,
  firstDraw: 64,
  seedDraw: 32,
  policyDraw: 32,
  batchSize: 8,
  samplesPerTask: 6,
  maxTokens: 16,
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const create = async (changes: Record<string, unknown> = {}): Promise<ExperimentSummary> =>
  valueOf(await manager.create({ preset: 'quick-start', changes: { ...TINY, ...changes } }))

/** Waits until something the manager told makes it true. */
const until = (isSo: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (!isSo()) return
      listeners.delete(look)
      resolve()
    }
    listeners.add(look)
    look()
  })
const reaches = (id: string, ...states: ExperimentState[]): Promise<void> =>
  until(() => states.includes(valueOf(manager.get(id)).state))
const finishedIterations = (id: string): number =>
  seen.filter((s) => s.id === id && s.event.kind === 'iteration').length
const ends = (id: string): Promise<void> => reaches(id, 'finished', 'failed', 'stopped')

/** What must not depend on when a run was interrupted: everything but times. */
const resultsOf = (reports: readonly IterationReport[]): unknown =>
  reports.map(({ iteration, loss, shares, solved, experiences, added, failures }) => ({
    iteration,
    loss: loss.toFixed(4),
    shares,
    solved,
    experiences,
    added,
    failures,
  }))
const page = { filter: {}, sort: { column: 'id', descending: false }, offset: 0, limit: 500 } as const

describe('making experiments', () => {
  it('refuses what cannot run, with the setting to blame', async () => {
    const refusals = await Promise.all([
      manager.create({ preset: 'nothing', changes: {} }),
      manager.create({ preset: 'quick-start', changes: { batchSize: 0 } }),
      manager.create({ preset: 'quick-start', changes: { evaluationSet: 'arc/evaluation' } }),
      manager.create({ preset: 'quick-start', changes: { trainingSet: 'starter/evaluation' } }),
    ])
    expect(refusals.map((result) => (result.ok ? null : result.error.where))).toEqual([
      'preset',
      'batchSize',
      'evaluationSet',
      'trainingSet',
    ])
    expect(manager.list()).toEqual([])
  })

  it('refuses the default weights for another shape, or where they do not ship, and says what to set', async () => {
    const changes = { ...TINY, initialWeights: 'default' }
    expect(await manager.create({ preset: 'quick-start', changes })).toMatchObject({
      ok: false,
      error: { code: 'file/missing', where: join(base, 'resources/policy/manifest.json') },
    })
    await manager.close()
    await openManager(SHIPPED_RESOURCES)
    expect(await manager.create({ preset: 'quick-start', changes })).toMatchObject({
      ok: false,
      error: {
        code: 'config/invalid',
        where: 'dModel',
        message: expect.stringContaining('of a policy with 64, not 16'),
        mend: 'Set dModel to 64, or initialWeights to random.',
      },
    })
    expect(manager.list()).toEqual([])
  })

  it('has one that can be looked at before it started, and removed', async () => {
    const { id, state, evaluationTasks } = await create({ maxEvaluationTasks: 1 })
    expect([state, evaluationTasks]).toEqual(['created', 1])
    expect(valueOf(await manager.series(id)).iterations).toEqual([])
    expect(valueOf(await manager.replayPage({ experimentId: id, ...page }))).toEqual({ total: 0, rows: [] })
    expect(valueOf(await manager.replayHistogram({ experimentId: id, filter: {}, bins: 3 })).bins).toEqual([])
    expect(valueOf(await manager.primitives(id)).programs).toEqual([])
    expect(await manager.exports.run({ experimentId: id, attempts: 2 })).toMatchObject({
      ok: false,
      error: { code: 'experiment/state' },
    })
    expect(await manager.pause(id)).toMatchObject({ ok: false, error: { code: 'experiment/state' } })
    expect(await manager.remove(id)).toEqual({ ok: true, value: { removed: true } })
    expect(await manager.get(id)).toMatchObject({ ok: false, error: { code: 'experiment/unknown' } })
    expect(await readdir(join(base, 'workspace/experiments'))).toEqual([])
  })
})

describe('an imported policy', () => {
  const importPolicy = async (seed = 1): Promise<void> => {
    await writeTextPolicy(join(base, 'tiny'), { seed })
    valueOf(await workspace.policies.import(join(base, 'tiny'), { importedAt: new Date().toISOString() }))
  }
  const SHORT = { policy: 'tiny', metaIterations: 2, mutants: 10, samplesPerTask: 3, maxTokens: 40, threads: 1 }

  it('is refused where it is not there or cannot be read as text, with how to import it', async () => {
    const paper = await manager.create({ preset: 'codeit-paper', changes: {} })
    expect(paper).toMatchObject({ ok: false, error: { code: 'config/invalid', where: 'policy' } })
    const { message, mend } = paper.ok ? { message: '', mend: '' } : paper.error
    expect(message).toContain("no policy 'codet5p-220m' (there is none)")
    expect(mend).toContain('codeit import policy <folder> --name codet5p-220m')
    await importPolicy()
    for (const name of ['vocab.json', 'merges.txt']) await rm(join(base, 'tiny', name))
    valueOf(await workspace.policies.import(join(base, 'tiny'), { name: 'mute', importedAt: new Date().toISOString() }))
    const mute = await manager.create({ preset: 'quick-start', changes: { policy: 'mute' } })
    expect(mute.ok ? '' : mute.error.message).toContain('no tokenizer')
    expect(await manager.create({ preset: 'quick-start', changes: { policy: 'tiny', grammar: true } })).toMatchObject({
      error: { code: 'config/invalid', where: 'grammar' },
    })
    expect(manager.list()).toEqual([])
  })

  it('learns and samples; stopped and resumed with the same weights, it comes to the same; others are refused', async () => {
    await importPolicy()
    const whole = await create(SHORT)
    expect(whole.policy).toMatchObject({ name: 'tiny', weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await manager.start(whole.id)
    await ends(whole.id)
    expect(valueOf(manager.get(whole.id))).toMatchObject({ state: 'finished', problem: null, checkpointIteration: 2 })
    const { iterations, loss } = valueOf(await manager.series(whole.id))
    expect(iterations.map(({ samples }) => samples)).toEqual([6, 6])
    expect(loss.value.at(-1)).toBeLessThan(loss.value[0] ?? 0)

    const parted = await create(SHORT)
    await manager.start(parted.id)
    await until(() => finishedIterations(parted.id) === 1)
    await manager.stop(parted.id)
    await reaches(parted.id, 'stopped')
    await manager.close()
    await openManager()
    await importPolicy(2)
    expect(await manager.start(parted.id)).toMatchObject({ ok: false, error: { code: 'policy/changed' } })
    await rm(join(base, 'workspace/policies/tiny'), { recursive: true })
    expect(await manager.start(parted.id)).toMatchObject({ ok: false, error: { where: 'policy' } })
    await importPolicy()
    await manager.start(parted.id)
    await ends(parted.id)
    expect(valueOf(manager.get(parted.id))).toMatchObject({ state: 'finished', problem: null })
    expect(resultsOf(valueOf(await manager.series(parted.id)).iterations)).toEqual(resultsOf(iterations))
  }, 60_000)

  it('whose weights were changed behind the record fails and says so', async () => {
    await importPolicy()
    const { id } = await create(SHORT)
    await writeTextPolicy(join(base, 'workspace/policies/tiny'), { seed: 3 })
    await manager.start(id)
    await ends(id)
    const { state, problem } = valueOf(manager.get(id))
    expect([state, problem?.message]).toEqual(['failed', expect.stringContaining('checksum does not match')])
  })
})

describe('running', () => {
  it('starts from the default weights where it is told to, and then knows more than random ones', async () => {
    await manager.close()
    await openManager(SHIPPED_RESOURCES)
    const changes = { mutants: 20, metaIterations: 1, firstDraw: 32, samplesPerTask: 1, maxEvaluationTasks: 2 }
    const losses: number[] = []
    for (const initialWeights of ['random', 'default']) {
      const { id } = valueOf(await manager.create({ preset: 'quick-start', changes: { ...changes, initialWeights } }))
      await manager.start(id)
      await ends(id)
      expect(valueOf(manager.get(id))).toMatchObject({ state: 'finished', problem: null })
      losses.push(valueOf(await manager.series(id)).loss.value[0] ?? Number.NaN)
    }
    const [random = 0, trained = 0] = losses
    expect(random).toBeGreaterThan(4)
    expect(trained).toBeLessThan(random / 2)
  }, 60_000)

  it('searches programs for tasks that seeds and mutants leave open', async () => {
    await rm(join(base, 'resources/starter/seeds/turn.dsl'))
    await manager.close()
    await openManager()
    const { id } = await create({ searchCalls: 2000, mutants: 0, metaIterations: 1 })
    await manager.start(id)
    await ends(id)
    expect(valueOf(manager.get(id)).lastReport?.solved).toMatchObject({ seeds: 1, search: 1, total: 2 })
    const { rows } = valueOf(await manager.replayPage({ experimentId: id, ...page }))
    const found = rows.filter(({ source }) => source === 'search')
    expect(found.map(({ taskId }) => taskId)).toContain('starter/evaluation/turn')
    expect(found.every(({ iteration }) => iteration === 0)).toBe(true)
  })

  it('runs to its end and can be browsed then; killed or stopped in the middle, it comes to the same', async () => {
    const whole = await create()
    const other = await create({ workers: 1, threads: 1 })
    const paused = await create()
    expect(valueOf(await manager.start(whole.id))).toMatchObject({ state: 'running', pid: expect.any(Number) })
    await ends(whole.id)
    const end = valueOf(manager.get(whole.id))
    expect(end).toMatchObject({ state: 'finished', problem: null, checkpointIteration: 3, pid: null })
    expect(end.lastReport?.iteration).toBe(3)
    expect(finishedIterations(whole.id)).toBe(3)
    expect(await manager.start(whole.id)).toMatchObject({ ok: false, error: { code: 'experiment/state' } })

    const series = valueOf(await manager.series(whole.id))
    expect(series.iterations.map(({ iteration }) => iteration)).toEqual([1, 2, 3])
    expect(series.loss.step.at(-1)).toBeGreaterThan(3)
    expect(series.solved.map(({ taskId }) => taskId)).toContain('starter/evaluation/flip')
    const solved = [...new Set(series.solved.map(({ taskId }) => taskId))]
    expect(workspace.solved.list()).toEqual([{ experimentId: whole.id, taskIds: solved }])
    const all = valueOf(await manager.replayPage({ experimentId: whole.id, ...page }))
    expect(all.total).toBe(end.lastReport?.experiences)
    const { programs, uses, solutions } = valueOf(await manager.primitives(whole.id))
    expect(programs.reduce((sum, one) => sum + one.programs, 0)).toBe(all.total)
    const inMutants = all.rows.filter(({ source, program }) => source === 'mutation' && /\bhmirror\b/.test(program))
    expect(uses.find(({ primitive, source }) => primitive === 'hmirror' && source === 'mutation')?.programs).toBe(
      inMutants.length,
    )
    expect(solutions.map(({ taskId }) => taskId)).toContain('starter/evaluation/flip')
    const seed = all.rows.find(({ taskId, source }) => source === 'seed' && taskId.endsWith('flip'))
    const detail = valueOf(await manager.replayExperience({ experimentId: whole.id, id: seed?.id ?? 0 }))
    expect(detail.pairs[0]).toEqual({
      input: [
        [1, 1, 2],
        [3, 4, 1],
      ],
      wanted: [
        [3, 4, 1],
        [1, 1, 2],
      ],
      realised: [
        [3, 4, 1],
        [1, 1, 2],
      ],
    })
    expect(await manager.replayExperience({ experimentId: whole.id, id: 99_999 })).toMatchObject({
      ok: false,
      error: { code: 'replay/unknown' },
    })

    await manager.start(other.id)
    await until(() => finishedIterations(other.id) === 1 && valueOf(manager.get(other.id)).checkpointIteration === 1)
    process.kill(valueOf(manager.get(other.id)).pid as number, 'SIGKILL')
    await ends(other.id)
    expect(valueOf(manager.get(other.id))).toMatchObject({ state: 'failed', problem: { code: 'experiment/crashed' } })
    await manager.start(other.id)
    await ends(other.id)
    expect(valueOf(manager.get(other.id))).toMatchObject({ state: 'finished', problem: null })
    const resumed = valueOf(await manager.series(other.id))
    expect(resultsOf(resumed.iterations)).toEqual(resultsOf(series.iterations))
    expect(resumed.loss.step).toEqual(series.loss.step)
    const rows = valueOf(await manager.replayPage({ experimentId: other.id, ...page })).rows
    expect(rows).toEqual(all.rows)

    await manager.start(paused.id)
    await until(() => finishedIterations(paused.id) === 1)
    await manager.pause(paused.id)
    await reaches(paused.id, 'paused')
    expect(valueOf(await manager.replayPage({ experimentId: paused.id, ...page })).total).toBeGreaterThan(0)
    expect(valueOf(await manager.start(paused.id)).state).toBe('running')
    await until(() => finishedIterations(paused.id) === 2)
    expect(valueOf(await manager.stop(paused.id)).state).toBe('stopping')
    await ends(paused.id)
    await manager.close()
    await openManager()
    expect(valueOf(manager.get(paused.id))).toMatchObject({ state: 'stopped', problem: null, pid: null })
    await manager.start(paused.id)
    await ends(paused.id)
    expect(resultsOf(valueOf(await manager.series(paused.id)).iterations)).toEqual(resultsOf(series.iterations))
  }, 180_000)

  it('runs one after the other, in the order in which they were started', async () => {
    const [first, second, third, left] = [await create(), await create(), await create(), await create()]
    expect(valueOf(await manager.start(first.id)).state).toBe('running')
    for (const { id } of [left, third, second]) expect(valueOf(await manager.start(id)).state).toBe('queued')
    expect(valueOf(await manager.start(second.id)).state).toBe('queued')
    expect(valueOf(await manager.stop(left.id)).state).toBe('created')
    const order: string[] = []
    listeners.add(() => {
      const running = manager.list().filter(({ state }) => state === 'running')
      expect(running.length).toBeLessThan(2)
      for (const { id } of running) if (order.at(-1) !== id) order.push(id)
    })
    await manager.stop(first.id) // makes room as an end does
    await ends(second.id)
    expect(order.filter((id) => id !== first.id)).toEqual([third.id, second.id])
    expect(valueOf(manager.get(third.id)).state).toBe('finished')
    expect(valueOf(manager.get(left.id)).state).toBe('created')
  }, 60_000)

  it('keeps what was queued when the host ended, not started', async () => {
    const [runs, waits] = [await create({ metaIterations: 50 }), await create()]
    await manager.start(runs.id)
    await manager.start(waits.id)
    await manager.close()
    expect(seen.some(({ id }) => id === waits.id)).toBe(false)
    await openManager()
    expect(valueOf(manager.get(waits.id))).toMatchObject({ state: 'created', problem: null })
  }, 60_000)

  it('stops what runs when it closes, and takes it up again from there', async () => {
    const { id } = await create({ metaIterations: 50 })
    await manager.start(id)
    await until(() => valueOf(manager.get(id)).checkpointIteration === 1)
    await manager.close()
    expect(valueOf(manager.get(id)).state).toBe('stopped')
  }, 60_000)

  it('hears at the resume what a host that died had not: the last report, the checkpoint, solved tasks', async () => {
    const { id } = await create()
    await manager.start(id)
    await ends(id)
    const end = valueOf(manager.get(id))
    const solved = workspace.solved.list()
    expect(solved[0]?.taskIds).toContain('starter/evaluation/flip')
    await workspace.putExperiment({ ...end, state: 'running', checkpointIteration: 1, lastReport: null })
    await workspace.solved.set(id, [])
    await manager.close()
    await openManager()
    await manager.start(id)
    await ends(id)
    const { state, checkpointIteration, lastReport } = end
    expect(valueOf(manager.get(id))).toMatchObject({ state, checkpointIteration, lastReport })
    expect(workspace.solved.list()).toEqual(solved)
  }, 120_000)

  it('says what was running when the host died, and finds experiments that the manifest lost', async () => {
    const ran = await create()
    const lost = await create()
    await workspace.putExperiment({ ...ran, state: 'running', checkpointIteration: 2 })
    await workspace.removeExperiment(lost.id)
    await manager.close()
    await openManager()
    expect(valueOf(manager.get(ran.id))).toMatchObject({
      state: 'stopped',
      checkpointIteration: 2,
      problem: { code: 'experiment/crashed', mend: expect.stringContaining('Resume') },
    })
    await until(() => manager.get(lost.id).ok)
    expect(valueOf(manager.get(lost.id)).state).toBe('created')
  })
})
