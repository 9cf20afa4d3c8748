import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { parameterTable } from '../../core/onnx/t5/parameters'
import type { PolicyModel, TrainExample } from '../../core/policy/policyPort'
import { buildEntries, removeEntries } from '../../node/jobs/buildEntries.testSupport'
import { Output } from '../output'
import { runCommandLine } from '../program'
import { benchGenerate, benchTrain } from './benchPolicy'
import { DEFAULT_MODELS, MODEL_SHAPES } from './modelShapes'

describe('the shapes', () => {
  it('have about as many parameters as their names stand for', () => {
    const millions = [...MODEL_SHAPES].map(([name, shape]) => [name, (parameterTable(shape).size / 1e6).toFixed(1)])
    expect(Object.fromEntries(millions)).toEqual({
      'd64-2+2': '0.3',
      'd128-2+2': '1.0',
      'd128-4+4': '1.9',
      'd192-3+3': '3.2',
      'd256-4+4': '7.5',
      'd768-12+12': '222.9',
    })
    expect(DEFAULT_MODELS).not.toContain('d768-12+12')
  })
})

describe('figures', () => {
  const shape = MODEL_SHAPES.get('d64-2+2')
  if (!shape) throw new Error('no such shape')
  let calls = 0
  /** takes 100 ms for the first batch, then 10 ms, now and then 50 ms */
  const work = async <T>(result: T): Promise<T> => {
    vi.advanceTimersByTime(calls === 0 ? 100 : calls % 4 === 0 ? 50 : 10)
    calls++
    return result
  }
  const policy: PolicyModel = {
    shape,
    parameters: 7,
    learn: (batch) => work({ loss: 1, tokens: tokensOf(batch) }),
    evaluate: (batch) => work({ loss: 1, tokens: tokensOf(batch) }),
    sample: (requests, { maxTokens }) =>
      work(
        requests.map(({ count }) =>
          Array.from({ length: count }, () => ({ tokens: new Int32Array(maxTokens), ended: false, logProbability: 0 })),
        ),
      ),
    save: async () => new Uint8Array(),
    load: async () => undefined,
    close: async () => undefined,
  }
  const tokensOf = (batch: readonly TrainExample[]): number =>
    batch.reduce((sum, { input, target }) => sum + input.length + target.length, 0)

  beforeEach(() => {
    calls = 0
    vi.useFakeTimers({ toFake: ['performance'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('are tokens by the median batch, the first left out', async () => {
    const trained = await benchTrain('a', policy, 1)
    expect(trained).toMatchObject({ name: 'a', parameters: 7, secondsPerBatch: 0.01, tokensPerSecond: 768_000 })
    expect(trained.batches).toBe(calls - 1)
    expect(trained.batches).toBeGreaterThan(40)
    const generated = await benchGenerate('b', policy, 1)
    expect(generated).toMatchObject({ name: 'b', secondsPerBatch: 0.01, tokensPerSecond: 3_686_400 })
  })

  it('are of one batch at least', async () => {
    expect(await benchTrain('a', policy, 0)).toMatchObject({ batches: 1, tokensPerSecond: 768_000 })
  })
})

describe('codeit bench train and generate', () => {
  let entries: string
  beforeAll(async () => {
    entries = await buildEntries('bench-policy', { policy: 'node/ort/policy.entry.ts' })
  })
  afterAll(() => removeEntries(entries))

  async function codeit(directory: string, ...args: string[]) {
    let [out, err] = ['', '']
    const output = new Output(
      { write: (text: string) => ((out += text), true) },
      { write: (text: string) => ((err += text), true) },
    )
    const directories = { entries: directory, renderer: '', preload: '', resources: '', version: '1' }
    const code = await runCommandLine([...args, '--json'], { directories, output })
    const lines = out.trimEnd().split('\n')
    return { code, err, lines: lines.slice(0, -1), json: JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> }
  }

  it.each([
    ['train', 480 * 16],
    ['generate', 96 * 24 * 16],
  ])('%s measures a policy in a process of its own', async (bench, tokens) => {
    const { code, lines, json } = await codeit(entries, 'bench', bench, '--models', 'd64-2+2', '--seconds', '1')
    expect(code).toBe(0)
    expect(lines.join('\n')).toMatch(/2 threads\nmodel +parameters[^]*\nd64-2\+2 +0\.26 M +\d+/)
    const models = json['models'] as { tokensPerSecond: number; secondsPerBatch: number }[]
    expect(models).toMatchObject([{ name: 'd64-2+2', parameters: 263_040 }])
    const [figures] = models
    expect((figures?.tokensPerSecond ?? 0) * (figures?.secondsPerBatch ?? 0)).toBeCloseTo(tokens, -1)
  })

  it('names the shapes where one is asked for that is none', async () => {
    const { code, err } = await codeit(entries, 'bench', 'train', '--models', 'd64-2+2,d65')
    expect(code).toBe(2)
    expect(err).toContain("'d65' is none of d64-2+2, d128-2+2")
  })

  it('fails where the policy does not start', async () => {
    const { code, err } = await codeit(`${entries}-missing`, 'bench', 'generate', '--models', 'd64-2+2')
    expect(code).toBe(1)
    expect(err).toMatch(/^codeit: the policy d64-2\+2 failed: the policy's process ended/)
  })
})
