import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkBuckets,
  checkFormats,
  checkGradients,
  checkGreedy,
  checkOutputs,
  checkTokenizers,
  checkTraining,
  type ParityCheck,
} from './parity'
import { readParityRecord, type ParityRecord, type RecordedModel } from './parityRecord'

// Recorded by PyTorch; absent where the repository is checked out alone.
const FIXTURES = resolve(import.meta.dirname, '../../../../shared/conformance/policy')
const isPresent = existsSync(FIXTURES)
if (!isPresent) console.warn(`skipped: no PyTorch fixtures at ${FIXTURES}`)

let reading: ReturnType<typeof readParityRecord> | null = null
async function record(): Promise<ParityRecord> {
  const read = await (reading ??= readParityRecord(FIXTURES))
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

/** All pass, and there are as many as there should be. */
function expectAll(checks: readonly ParityCheck[], count: number): void {
  expect(checks.filter(({ passed }) => !passed)).toEqual([])
  expect(checks.map(({ name }) => name)).toHaveLength(count)
}

describe.skipIf(!isPresent).each(['relu-tied', 'gated-untied'])('parity with PyTorch: %s', (name) => {
  const model = async (): Promise<RecordedModel> => {
    const found = (await record()).models.find((one) => one.name === name)
    if (!found) throw new Error(`${name} is not recorded`)
    return found
  }

  it('weights files of three formats', async () => expectAll(await checkFormats(await model()), 2))
  it("the encoder's output, logits and log-probabilities", async () => expectAll(await checkOutputs(await model()), 3))
  it.each([4096, 64])('loss and every gradient, micro-batches of %i positions', async (maxTokens) =>
    expectAll(await checkGradients(await model(), maxTokens), 2),
  )
  it('losses, weights and moments of three AdamW steps', async () => expectAll(await checkTraining(await model()), 5))
  it('greedy tokens', async () => expectAll(await checkGreedy(await model()), 2))

  it('a wrong weight is seen', async () => {
    const right = await model()
    const weights = new Map(right.weights.weights)
    const key = 'decoder.block.1.layer.2.DenseReluDense.wo.weight'
    const { shape, data } = weights.get(key) ?? { shape: [], data: new Float32Array() }
    weights.set(key, { shape, data: data.map((value, i) => (i === 0 ? value + 0.5 : value)) })
    const wrong = { ...right, weights: { ...right.weights, weights } }
    const checks = [...(await checkFormats(wrong)), ...(await checkOutputs(wrong)), ...(await checkGradients(wrong))]
    expect(checks.filter(({ passed }) => passed).map((one) => one.name)).toEqual([`${name}: the encoder's output`])
  })
})

it.skipIf(!isPresent)('relative position buckets equal those of transformers', async () => {
  const { buckets } = await record()
  expectAll(buckets ? checkBuckets(buckets) : [], 4)
})

it.skipIf(!isPresent)('the tokenizer equals that of transformers on every recorded text', async () => {
  const checks = await checkTokenizers(FIXTURES, await record())
  expectAll(checks.ok ? checks.value : [], 6)
  expect(checks.ok && checks.value[0]?.detail).toBe('200 texts')
})
