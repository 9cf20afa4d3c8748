import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { encodeCompact } from '../../core/policy/encodeCompact'
import type { EncodedTask, PolicyModel } from '../../core/policy/policyPort'
import { MAX_POSITIONS, policyShape } from '../../core/policy/policyShape'
import { decodeProgram, encodeProgramText } from '../../core/policy/programTokens'
import { parseTask } from '../../core/task/parseTask'
import { err, type Result } from '../../core/util/result'
import type { DeviceReport, ExperimentSummary, Params } from '../../ipc/contract'
import { spawnPolicy } from '../ort/policyProcess'
import { FileCheckpoints } from '../store/fileCheckpoints'
import { Workspace } from '../store/workspace'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { ExperimentFolder } from './experimentFolder'
import { ExperimentManager } from './experimentManager'
import { PolicyInspector } from './policyInspector'

let entriesDirectory: string
let base: string
let workspace: Workspace
let experiments: ExperimentManager
let inspector: PolicyInspector
let experiment: ExperimentSummary
let teacher: PolicyModel
const told: DeviceReport[] = []

const TASK_ID = 'starter/evaluation/flip'
/** hmirror is right on the first demonstration, identity on the second; the test pair would want something else */
const TASK = {
  train: [
    { input: [[1, 2], [3, 4]], output: [[3, 4], [1, 2]] }, // prettier-ignore
    { input: [[5, 6], [7, 8]], output: [[5, 6], [7, 8]] }, // prettier-ignore
  ],
  test: [{ input: [[1], [2]], output: [[9]] }], // prettier-ignore
}
const TINY = {
  grammar: false,
  dModel: 16,
  heads: 2,
  dFf: 32,
  encoderLayers: 1,
  decoderLayers: 1,
  maxTokens: 8,
  demonstrations: 1,
}
const ASKED: Params<'policy.sample'> = { experimentId: '', taskId: TASK_ID, count: 6, temperature: 0, seed: 5 }

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const checkpoints = (): FileCheckpoints =>
  new FileCheckpoints(new ExperimentFolder(workspace.experimentDirectory(experiment.id)).checkpoints)

const openInspector = (): PolicyInspector =>
  new PolicyInspector({
    workspace,
    experiments,
    entriesDirectory,
    emit: (name, payload) => {
      if (name === 'policy.device') told.push(payload as DeviceReport)
    },
  })

/** The task as the loop presents it. */
const presented = (): EncodedTask =>
  encodeCompact(valueOf(parseTask(TASK_ID, TASK)).train.slice(0, TINY.demonstrations), MAX_POSITIONS)

/** Teaches the policy to write this program for the task. */
async function teach(program: string): Promise<Uint8Array> {
  const target = encodeProgramText(program)
  if (!target) throw new Error('a program of the vocabulary')
  const example = { input: presented(), target }
  for (let step = 0; step < 40; step++) {
    await teacher.learn([example], { learningRate: 0.02, weightDecay: 0, clipNorm: 1 })
  }
  return await teacher.save()
}

beforeAll(async () => {
  entriesDirectory = await buildEntries('policyInspector', {
    evalWorker: 'node/jobs/evalWorker.entry.ts',
    policy: 'node/ort/policy.entry.ts',
  })
  base = await mkdtemp(join(tmpdir(), 'codeit-inspector-'))
  const starter = join(base, 'resources/starter')
  for (const folder of ['training', 'evaluation', 'seeds']) await mkdir(join(starter, folder), { recursive: true })
  for (const split of ['training', 'evaluation']) {
    await writeFile(join(starter, split, 'flip.json'), JSON.stringify(TASK))
  }
  await writeFile(join(starter, 'seeds/flip.dsl'), 'O = hmirror(I)')
  workspace = await Workspace.open(join(base, 'workspace'), {
    resourcesDirectory: join(base, 'resources'),
    version: '1',
  })
  experiments = new ExperimentManager({
    workspace,
    entriesDirectory,
    resourcesDirectory: join(base, 'resources'),
    emit: () => undefined,
  })
  experiment = valueOf(await experiments.create({ preset: 'quick-start', name: 'Flip', changes: TINY }))
  inspector = openInspector()
  teacher = await spawnPolicy(join(entriesDirectory, 'policy.js'), policyShape(experiment.config), {
    seed: 3,
    threads: 1,
  })
}, 120_000)
afterAll(async () => {
  await inspector.close()
  await teacher.close()
  await experiments.close()
  await rm(base, { recursive: true })
  await removeEntries(entriesDirectory)
})

describe('sampling from a policy', () => {
  it('says what to do when there is no checkpoint yet, and refuses what is not there', async () => {
    expect(await inspector.sample({ ...ASKED, experimentId: experiment.id })).toEqual(
      err(
        'policy/no-checkpoint',
        'Flip has no policy yet',
        undefined,
        'Start the experiment first: it keeps one after every meta-iteration.',
      ),
    )
    expect(await inspector.sample({ ...ASKED, experimentId: 'nobody' })).toMatchObject({
      error: { code: 'experiment/unknown' },
    })
    expect(await inspector.sample({ ...ASKED, experimentId: experiment.id, taskId: 'a/b/c' })).toMatchObject({
      error: { code: 'task/unknown' },
    })
  })

  it('reads the demonstrations as the loop does, and tells what the program does on each', async () => {
    await checkpoints().save(1, await teach('O = hmirror(I)'))
    const params = { ...ASKED, experimentId: experiment.id }
    const sampling = valueOf(await inspector.sample(params))
    expect(sampling).toMatchObject({ params, iteration: 1 })
    expect(sampling.samples).toEqual([
      {
        program: 'O = hmirror(I)',
        tokens: ['hmirror', 'I'],
        // of hmirror, I and the end: they say together what the whole says
        tokenLogProbabilities: [expect.closeTo(0, 1), expect.closeTo(0, 1), expect.closeTo(0, 1)],
        logProbability: expect.closeTo(0, 1),
        ended: true,
        times: 6,
        parsed: true,
        executed: true,
        valid: true,
        demosRight: 1,
        demos: 2,
        failure: null,
        outputs: [
          [
            [3, 4],
            [1, 2],
          ],
          [
            [7, 8],
            [5, 6],
          ],
        ],
      },
    ])
  })

  it('follows the experiment to its next checkpoint, and lists the best first', async () => {
    await checkpoints().save(2, await teach('O = vmirror(I)'))
    const greedy = valueOf(await inspector.sample({ ...ASKED, experimentId: experiment.id }))
    expect(greedy.iteration).toBe(2)
    expect(greedy.samples.map(({ program, demosRight }) => [program, demosRight])).toEqual([['O = vmirror(I)', 0]])

    const hot = { ...ASKED, experimentId: experiment.id, temperature: 3, count: 32 }
    const { samples } = valueOf(await inspector.sample(hot))
    expect(samples.length).toBeGreaterThan(3)
    expect(samples.reduce((sum, { times }) => sum + times, 0)).toBe(32)
    const rank = samples.map(({ demosRight, times }) => 100 * demosRight + times)
    expect(rank).toEqual([...rank].sort((a, b) => b - a))
    for (const { parsed, failure } of samples) if (!parsed) expect(failure).toMatch(/^(syntax|name)\//)
    expect(valueOf(await inspector.sample(hot)).samples).toEqual(samples)

    const request = { input: presented(), count: hot.count, seed: hot.seed }
    const [drawn = []] = await teacher.sample([request], { temperature: hot.temperature, maxTokens: TINY.maxTokens })
    expect(new Set(samples.map(({ program }) => program))).toEqual(
      new Set(drawn.map((one) => decodeProgram(one.tokens))),
    )
  })

  it('answers in turn when asked several times at once', async () => {
    const seeds = [1, 2, 3]
    const asked = seeds.map((seed) => inspector.sample({ ...ASKED, experimentId: experiment.id, seed }))
    expect((await Promise.all(asked)).map((one) => valueOf(one).params.seed)).toEqual(seeds)
  })

  it('keeps no process longer than asked, nor after it is closed in the middle', async () => {
    const children = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
    const onlyTeacher = (): Promise<boolean> => vi.waitUntil(() => children() === 1, { timeout: 20_000, interval: 20 })
    await inspector.close()
    await onlyTeacher()
    const options = { workspace, experiments, entriesDirectory, emit: () => undefined }
    const brief = new PolicyInspector({ ...options, keepMs: 100 })
    valueOf(await brief.sample({ ...ASKED, experimentId: experiment.id }))
    expect(children()).toBe(2)
    await onlyTeacher()
    const asked = brief.sample({ ...ASKED, experimentId: experiment.id })
    await brief.close()
    expect(await asked).toMatchObject({ error: { code: 'policy/failed' } })
    await onlyTeacher()
    inspector = openInspector()
  })

  it('says so when the only checkpoint is broken', async () => {
    const other = valueOf(await experiments.create({ preset: 'quick-start', name: 'Broken', changes: TINY }))
    const folder = new ExperimentFolder(workspace.experimentDirectory(other.id))
    await new FileCheckpoints(folder.checkpoints).save(1, Uint8Array.of(1, 2, 3))
    const [file = ''] = await readdir(folder.checkpoints)
    await writeFile(join(folder.checkpoints, file), 'nothing of the kind')
    expect(await inspector.sample({ ...ASKED, experimentId: other.id })).toMatchObject({
      error: { code: 'checkpoint/broken' },
    })
  })
})

describe('the devices', () => {
  it('are tried once, told of one by one, and tried again when asked', async () => {
    const [reports, joined] = await Promise.all([inspector.devices(false), inspector.devices(true)])
    expect(valueOf(reports).map(({ provider }) => provider)).toEqual(['cpu', 'cuda', 'webgpu', 'dml', 'coreml'])
    expect(valueOf(reports)[0]).toEqual({ provider: 'cpu', works: true, reason: '' })
    expect(joined).toEqual(reports)
    expect(told).toEqual(valueOf(reports))
    expect(await inspector.devices(false)).toEqual(reports)
    expect(told).toHaveLength(5)
    await inspector.devices(true)
    expect(told).toHaveLength(10)
  })
})
