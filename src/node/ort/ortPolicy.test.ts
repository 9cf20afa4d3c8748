import { afterEach, describe, expect, it } from 'vitest'
import type { PolicyShape, SampleRequest } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'
import { namedTensors } from '../huggingface/policyFolder'
import { readSafetensorsWhole, safetensorsParts } from '../huggingface/safetensors'
import { OrtPolicy, type OrtPolicyOptions } from './ortPolicy'
import { LEARN, randomExamples, randomTask, SMALL_SHAPE } from './testing/smallPolicy'

const opened: OrtPolicy[] = []
const open = async (options: Partial<OrtPolicyOptions> = {}, shape: PolicyShape = SMALL_SHAPE): Promise<OrtPolicy> => {
  const policy = await OrtPolicy.create(shape, { seed: 1, threads: 2, ...options })
  opened.push(policy)
  return policy
}
afterEach(async () => {
  for (const policy of opened.splice(0)) await policy.close()
})

it('weights written as safetensors make the same policy again', async () => {
  const policy = await open()
  await policy.learn(randomExamples(4), LEARN)
  const written = Buffer.concat(safetensorsParts(namedTensors(SMALL_SHAPE, await policy.weights())))
  const read = readSafetensorsWhole(written, 'written')
  if (!read.ok) throw new Error(read.error.message)
  const weights = new Map([...read.value].map(([name, { data }]) => [name, data]))
  const again = await open({ weights })
  expect(await again.weights()).toEqual(await policy.weights())
})

describe('learning', () => {
  it.each([
    ['a small table (dense product)', 40],
    ['a large table (gather and scatter)', 1500],
  ])('the gradient of %s of features agrees with central differences', async (_name, count) => {
    const shape = { ...SMALL_SHAPE, features: { count, width: 3 } }
    const examples = randomExamples(6, 2, shape)
    const policy = await open({}, shape)
    const table = 'encoder.features.weight'
    const weights = await policy.weights()
    const { gradients } = await policy.gradients(examples)
    const gradient = gradients.get(table) ?? new Float32Array()
    const slope = gradient.reduce((sum, x) => sum + x * x, 0)
    const step = 0.02 / Math.sqrt(slope)
    const lossAt = async (distance: number): Promise<number> => {
      const moved = (weights.get(table) ?? new Float32Array()).map((w, i) => w + distance * (gradient[i] ?? 0))
      const other = await open({ weights: new Map([...weights, [table, moved]]) }, shape)
      return (await other.gradients(examples)).loss
    }
    const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step)
    expect(Math.abs(measured / slope - 1)).toBeLessThan(0.01)
  })

  it('overfits eight examples and then writes them back greedily', async () => {
    const examples = randomExamples(8)
    const policy = await open()
    let loss = Number.POSITIVE_INFINITY
    for (let i = 0; i < 300 && loss >= 0.005; i++) loss = (await policy.learn(examples, LEARN)).loss
    expect(loss).toBeLessThan(0.005) // one wrong token of about fifty would cost more
    const requests = examples.map(({ input }, seed) => ({ input, count: 1, seed }))
    const samples = await policy.sample(requests, { temperature: 0, maxTokens: 12 })
    expect(samples.map(([sample]) => [...(sample?.tokens ?? []), 1])).toEqual(examples.map(({ target }) => [...target]))
    expect(samples.every(([sample]) => sample?.ended && sample.logProbability > -0.5)).toBe(true)
  })

  it('micro-batches of any size give the same gradient', async () => {
    const examples = randomExamples(10)
    const whole = await (await open({ maxTokens: 1e6 })).gradients(examples)
    const parts = await (await open({ maxTokens: 60 })).gradients(examples)
    expect(parts.loss).toBeCloseTo(whole.loss, 5)
    for (const [name, gradient] of whole.gradients) {
      const part = parts.gradients.get(name) ?? new Float32Array()
      gradient.forEach((x, i) => expect(Math.abs(x - (part[i] ?? Number.NaN)), name).toBeLessThan(1e-5))
    }
  })

  it('evaluation is the loss of learning, without learning', async () => {
    const examples = randomExamples(10)
    const policy = await open({ maxTokens: 100 })
    const before = Buffer.from(await policy.save())
    const evaluated = await policy.evaluate(examples)
    expect(Buffer.from(await policy.save()).equals(before)).toBe(true)
    const learnt = await policy.learn(examples, LEARN)
    expect(evaluated.loss).toBeCloseTo(learnt.loss, 5)
    expect(evaluated.tokens).toBe(learnt.tokens)
    expect((await policy.evaluate(examples)).loss).toBeLessThan(learnt.loss)
    await expect(policy.evaluate([])).rejects.toThrow('an empty batch')
  })

  it('padding of inputs and targets adds nothing to the loss', async () => {
    const policy = await open({ maxTokens: 1e6 })
    const [short, long] = [randomExamples(1, 3), randomExamples(1, 4)].flat()
    if (!short || !long) throw new Error('two examples')
    const shorter = { ...short, target: short.target.slice(0, 2) }
    const sum = async (...batch: (typeof short)[]): Promise<number> =>
      (await policy.evaluate(batch)).loss * batch.reduce((tokens, { target }) => tokens + target.length, 0)
    expect(await sum(shorter, long)).toBeCloseTo((await sum(shorter)) + (await sum(long)), 4)
  })

  it('clips the global norm, and weight decay acts alone where the gradient is scaled to nothing', async () => {
    const examples = randomExamples(4)
    const policy = await open()
    const before = await policy.weights()
    // Adam divides by the gradient's own size, so only a norm near its epsilon shows the clipping
    await policy.learn(examples, { learningRate: 0.1, weightDecay: 0.5, clipNorm: 1e-12 })
    const after = await policy.weights()
    for (const [name, weights] of before) {
      weights.forEach((w, i) => expect(Math.abs((after.get(name)?.[i] ?? Number.NaN) - 0.95 * w)).toBeLessThan(2e-4))
    }
  })

  it('refuses ids outside the tables and empty batches, and stays usable', async () => {
    const policy = await open()
    const [example] = randomExamples(1)
    if (!example) throw new Error('one example')
    await expect(policy.learn([], LEARN)).rejects.toThrow('an empty batch')
    await expect(policy.learn([{ ...example, target: Int32Array.of(20) }], LEARN)).rejects.toThrow('target token 20')
    const input = { features: Int32Array.of(1, 2, 40), length: 1, width: 3 }
    await expect(policy.learn([{ ...example, input }], LEARN)).rejects.toThrow('feature id 40 is outside 0..39')
    expect((await policy.learn([example], LEARN)).loss).toBeGreaterThan(0)
  })
})

describe('sampling', () => {
  const rng = Rng.fromSeed(5)
  const requests: SampleRequest[] = Array.from({ length: 12 }, (_, seed) => ({
    input: randomTask(rng, rng.between(3, 40)),
    count: rng.between(1, 7),
    seed,
  }))
  const options = { temperature: 0.95, maxTokens: 20 }

  it('depends on seed and input alone, not on what else is in the batch', async () => {
    const policy = await open()
    for (let i = 0; i < 5; i++) await policy.learn(randomExamples(16), LEARN)
    const together = await policy.sample(requests, options)
    expect(together.map((samples) => samples.length)).toEqual(requests.map(({ count }) => count))
    const alone = []
    for (const request of requests) alone.push(...(await policy.sample([request], options)))
    expect(alone).toEqual(together)
    const reversed = await policy.sample(requests.toReversed(), options)
    expect(reversed.toReversed()).toEqual(together)
    const fewer = await policy.sample(
      requests.map((request) => ({ ...request, count: 1 })),
      options,
    )
    expect(fewer.map(([sample]) => sample)).toEqual(together.map(([sample]) => sample))
    const [other] = await policy.sample([{ ...(requests[0] as SampleRequest), seed: 99, count: 7 }], options)
    expect(other).not.toEqual(together[0])
  })

  it('ends samples at the end token or at the limit, with the log-probability of what was drawn', async () => {
    const policy = await open()
    const samples = (await policy.sample(requests, options)).flat()
    expect(samples.some(({ ended }) => ended)).toBe(true)
    for (const { tokens, ended, logProbability } of samples) {
      expect(tokens.includes(1)).toBe(false)
      expect(ended ? tokens.length < 20 : tokens.length === 20).toBe(true)
      expect(logProbability).toBeLessThan(0)
    }
  })

  it('the log-probability of a sample is the loss of learning it', async () => {
    const policy = await open()
    const request = requests[0] as SampleRequest
    const [samples] = await policy.sample([{ ...request, count: 20 }], { temperature: 1.3, maxTokens: 20 })
    const sample = samples?.find(({ ended, tokens }) => ended && tokens.length > 3)
    if (!sample) throw new Error('no sample of more than three tokens')
    const target = Int32Array.from([...sample.tokens, 1])
    const { loss } = await policy.gradients([{ input: request.input, target }])
    expect(-loss * target.length).toBeCloseTo(sample.logProbability, 3)
  })

  it('draws nothing where nothing is asked for', async () => {
    const policy = await open()
    const input = randomTask(rng, 4)
    expect(await policy.sample([], options)).toEqual([])
    expect(await policy.sample([{ input, count: 0, seed: 1 }], options)).toEqual([[]])
    const [[cut] = []] = await policy.sample([{ input, count: 1, seed: 1 }], { temperature: 1, maxTokens: 0 })
    expect(cut).toEqual({ tokens: new Int32Array(), ended: false, logProbability: 0 })
  })
})

describe('checkpoints', () => {
  it('continue bit for bit', async () => {
    const examples = randomExamples(12)
    const first = await open()
    for (let i = 0; i < 3; i++) await first.learn(examples, LEARN)
    const bytes = await first.save()
    const second = await open({ seed: 2 })
    await second.load(bytes)
    expect(Buffer.from(await second.save()).equals(bytes)).toBe(true)
    for (let i = 0; i < 3; i++) {
      expect(await second.learn(examples, LEARN)).toEqual(await first.learn(examples, LEARN))
    }
    expect(Buffer.from(await second.save()).equals(await first.save())).toBe(true)
  })

  it('are refused when cut, changed, foreign or of another shape, and then nothing is loaded', async () => {
    const policy = await open()
    const bytes = await policy.save()
    const changed = bytes.slice()
    changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1
    await expect(policy.load(bytes.subarray(0, bytes.length - 5))).rejects.toThrow('cut short or changed')
    await expect(policy.load(bytes.subarray(0, 10))).rejects.toThrow('only 10 bytes')
    await expect(policy.load(changed)).rejects.toThrow('cut short or changed')
    await expect(policy.load(new Uint8Array(100))).rejects.toThrow('not a policy checkpoint')
    const other = await open({}, { ...SMALL_SHAPE, dFf: 48 })
    await expect(other.load(bytes)).rejects.toThrow('another shape: dFf is 64 there and 48 here')
    expect(Buffer.from(await policy.save()).equals(bytes)).toBe(true)
  })
})

it('calls after close are refused', async () => {
  const policy = await open()
  const refused = expect(policy.learn(randomExamples(4), LEARN)).rejects.toThrow('the policy was closed')
  await policy.close()
  await refused
  await expect(policy.sample([], { temperature: 1, maxTokens: 4 })).rejects.toThrow('the policy was closed')
})
