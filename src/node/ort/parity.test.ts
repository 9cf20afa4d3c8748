import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { relativeBucket } from '../../core/onnx/t5/relativeBuckets'
import type { PolicyShape, TrainExample } from '../../core/policy/policyPort'
import { OrtPolicy } from './ortPolicy'
import { readSafetensors } from './safetensors'

// Recorded by PyTorch; absent where the repository is checked out alone.
const FIXTURES = resolve(import.meta.dirname, '../../../../shared/conformance/policy')
const isPresent = existsSync(FIXTURES)
if (!isPresent) console.warn(`skipped: no PyTorch fixtures at ${FIXTURES}`)

interface Case {
  input_ids: number[][]
  attention_mask: number[][]
  labels: number[][]
  loss: number
  losses_3_steps: number[]
  greedy_40_no_eos: number[][]
  greedy_max24_eos: number[][]
  adamw: { lr: number; weight_decay: number }
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(resolve(FIXTURES, path), 'utf8')) as T
const readTensors = (path: string) => readSafetensors(readFileSync(resolve(FIXTURES, path)))

const shapeOf = (isGated: boolean): PolicyShape => ({
  vocabulary: 128,
  features: null,
  dModel: 32,
  dKv: 8,
  heads: 4,
  dFf: 64,
  encoderLayers: 2,
  decoderLayers: 2,
  relativeBuckets: 32,
  relativeMaxDistance: 128,
  gatedGelu: isGated,
  tiedOutput: !isGated,
})

function examplesOf(recorded: Case): TrainExample[] {
  return recorded.input_ids.map((ids, i) => {
    const length = (recorded.attention_mask[i] ?? []).filter((bit) => bit === 1).length
    return {
      input: { features: Int32Array.from(ids.slice(0, length)), length, width: 1 },
      target: Int32Array.from((recorded.labels[i] ?? []).filter((id) => id >= 0)),
    }
  })
}

/** ||a - b|| / ||b|| */
function relativeError(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length)
  let difference = 0
  let size = 0
  b.forEach((y, i) => {
    difference += ((a[i] ?? Number.NaN) - y) ** 2
    size += y * y
  })
  return Math.sqrt(difference / size)
}

describe.skipIf(!isPresent).each(['relu-tied', 'gated-untied'])('parity with PyTorch: %s', (name) => {
  const shape = shapeOf(name === 'gated-untied')
  let recorded: Case
  let examples: TrainExample[]
  const policies: OrtPolicy[] = []
  const open = async (options: { endToken?: number; maxTokens?: number } = {}): Promise<OrtPolicy> => {
    const weights = new Map([...readTensors(`${name}/model.safetensors`)].map(([key, { data }]) => [key, data]))
    const policy = await OrtPolicy.create(shape, { seed: 1, threads: 2, weights, ...options })
    policies.push(policy)
    return policy
  }

  beforeAll(() => {
    recorded = readJson<Case>(`${name}/case.json`)
    examples = examplesOf(recorded)
  })
  afterAll(async () => {
    for (const policy of policies) await policy.close()
  })

  it.each([4096, 64])('loss and every gradient, micro-batches of %i positions', async (maxTokens) => {
    const policy = await open({ maxTokens })
    const { loss, gradients } = await policy.gradients(examples)
    expect(Math.abs(loss - recorded.loss) / recorded.loss).toBeLessThan(1e-5)
    const expected = readTensors(`${name}/grads.safetensors`)
    expect([...gradients.keys()].sort()).toEqual([...expected.keys()].sort())
    for (const [key, { data }] of expected) {
      expect(relativeError(gradients.get(key) ?? new Float32Array(), data), key).toBeLessThan(1e-4)
    }
  })

  it('weights after three AdamW steps', async () => {
    const policy = await open()
    const { lr, weight_decay: weightDecay } = recorded.adamw
    for (const expected of recorded.losses_3_steps) {
      const { loss, tokens } = await policy.learn(examples, { learningRate: lr, weightDecay, clipNorm: 0 })
      expect(Math.abs(loss - expected) / expected).toBeLessThan(1e-5)
      expect(tokens).toBe(examples.reduce((sum, { input, target }) => sum + input.length + target.length, 0))
    }
    const weights = await policy.weights()
    for (const [key, { data }] of readTensors(`${name}/weights_step3.safetensors`)) {
      expect(relativeError(weights.get(key) ?? new Float32Array(), data), key).toBeLessThan(1e-5)
    }
  })

  it('greedy tokens', async () => {
    const requests = examples.map(({ input }) => ({ input, count: 1, seed: 0 }))
    const free = await (await open({ endToken: -1 })).sample(requests, { temperature: 0, maxTokens: 40 })
    expect(free.map(([sample]) => [0, ...(sample?.tokens ?? [])])).toEqual(recorded.greedy_40_no_eos)
    const ending = await (await open({ endToken: 2 })).sample(requests, { temperature: 0, maxTokens: 24 })
    const upToEnd = recorded.greedy_max24_eos.map((ids) => {
      const end = ids.indexOf(2)
      return ids.slice(1, end < 0 ? undefined : end)
    })
    expect(ending.map(([sample]) => [...(sample?.tokens ?? [])])).toEqual(upToEnd)
  })
})

it.skipIf(!isPresent)('relative position buckets equal those of transformers', () => {
  const { range, ...recorded } = readJson<Record<string, number[]>>('relative_buckets.json')
  const low = range?.[0] ?? 0
  for (const [isBidirectional, buckets, distance, key] of [
    [true, 32, 128, 'bidirectional_32_128'],
    [false, 32, 128, 'causal_32_128'],
    [true, 16, 64, 'bidirectional_16_64'],
    [false, 16, 64, 'causal_16_64'],
  ] as const) {
    const expected = recorded[key] ?? []
    expect(expected.length).toBe(801)
    expect(expected.map((_, i) => relativeBucket(low + i, isBidirectional, buckets, distance))).toEqual(expected)
  }
})
