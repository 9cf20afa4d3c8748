import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MemoryReplayStore } from '../../../test/doubles/memoryReplayStore'
import { ParrotPolicy } from '../../../test/doubles/parrotPolicy'
import { writeTextTokenizer } from '../../node/huggingface/testing/writeTextPolicy'
import { readTokenizer } from '../../node/huggingface/tokenizerFiles'
import { Grid } from '../grid/grid'
import type { PolicyLanguage } from '../policy/policyLanguage'
import type { Sample, SampleRequest } from '../policy/policyPort'
import { policyShape } from '../policy/policyShape'
import { textLanguage } from '../policy/textLanguage'
import type { Task } from '../task/task'
import { Rng } from '../util/rng'
import { makeConfig } from './checkConfig'
import type { IterationReport } from './events'
import { budgetOf, executeProgram } from './executeProgram'
import { runExperiment } from './experimentLoop'
import type { ExperimentPorts } from './ports'

const END = 2
let folder: string
let language: PolicyLanguage
let encode: (text: string) => Int32Array

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codeit-text-policy-'))
  await writeTextTokenizer(folder)
  const tokenizer = await readTokenizer(folder, await readdir(folder))
  if (!tokenizer.ok || !tokenizer.value) throw new Error('no tokenizer')
  const { value } = tokenizer
  encode = (text) => value.encode(text, { special: false })
  const sizes = { dModel: 16, heads: 2, dFf: 16, encoderLayers: 1, decoderLayers: 1 }
  const shape = { ...policyShape(sizes), features: null, vocabulary: 300 }
  language = textLanguage({ shape, endToken: END, tokenizer: value })
})
afterAll(() => rm(folder, { recursive: true }))

it('runs with a policy that reads and writes text; what left the vocabulary counts as not parsed', async () => {
  const made = makeConfig({
    policy: 'tiny',
    mutants: 40,
    metaIterations: 2,
    firstDraw: 60,
    seedDraw: 20,
    maxTokens: 300,
  })
  if (!made.ok) throw new Error(made.error.message)
  const config = made.value
  const rng = Rng.fromSeed(2)
  const task = (id: string, rule: (rows: number[][]) => number[][]): Task => {
    const pair = (side: number) => {
      const rows = Array.from({ length: side }, () => Array.from({ length: side }, () => rng.int(4)))
      return { input: Grid.fromRows(rows), output: Grid.fromRows(rule(rows)) }
    }
    return { id, train: [pair(2), pair(3)], test: [pair(4)] }
  }
  const upsideDown = (rows: number[][]): number[][] => rows.toReversed()
  const training = task('t/flip', upsideDown)
  const evaluation = task('e/flip', upsideDown)
  const tasks = new Map([training, evaluation].map((one) => [one.id, one]))
  const store = new MemoryReplayStore()
  const reports: IterationReport[] = []
  const policy = new (class extends ParrotPolicy {
    readonly asked: SampleRequest[] = []
    override async sample(...[requests, options]: Parameters<ParrotPolicy['sample']>) {
      this.asked.push(...requests)
      const samples = await super.sample(requests, options)
      const [tab = 0] = encode('\t')
      // each first sample leaves the vocabulary after a whole program, at what a parser reads over
      return samples.map(([first, ...more]) => {
        const whole = language.encodeProgram('O = hmirror(I)') ?? new Int32Array()
        const left = { ...(first as Sample), tokens: Int32Array.from([...whole.slice(0, -1), tab]), ended: false }
        return [left, ...more]
      })
    }
  })(language.shape, END)
  const ports: ExperimentPorts = {
    config,
    language,
    policy,
    trainingTasks: [training],
    seeds: [{ taskId: 't/flip', program: 'x1 = vmirror(I)\nx2 = vmirror(x1)\nO = hmirror(x2)' }],
    evaluationTasks: [evaluation],
    executor: {
      execute: async (requests) =>
        requests.map(({ taskId, program }) => executeProgram(tasks.get(taskId) as Task, program, budgetOf(config))),
    },
    searcher: { search: async (orders) => orders.map(() => []), match: async (taskIds) => taskIds.map(() => []) },
    store,
    checkpoints: { save: async () => undefined, latest: async () => null },
    clock: { now: () => 0 },
    rng: Rng.fromSeed(config.seed),
    gate: async () => true,
    emit: (event) => void (event.kind === 'iteration' && reports.push(event.report)),
    solvedBefore: async () => [],
  }
  expect(await runExperiment(ports, { resume: false })).toBe('finished')

  expect(policy.sampledWith.map(({ programVocabulary }) => programVocabulary)).toEqual([
    language.programVocabulary,
    language.programVocabulary,
  ])
  expect(policy.asked.map(({ input }) => input)).toEqual([
    language.encodeTask(evaluation.train),
    language.encodeTask(evaluation.train),
  ])
  for (const { shares, failures, solved } of reports) {
    expect(shares.parsed).toBeGreaterThan(0.5)
    expect(shares.parsed).toBeLessThanOrEqual(1 - 1 / config.samplesPerTask)
    expect(Object.keys(failures).some((code) => code.startsWith('syntax/'))).toBe(true)
    expect(solved.total).toBe(1)
  }
  expect(reports).toHaveLength(2)
  expect(store.experiences.map(({ source }) => source)).toContain('policy')
})
