import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_CONFIG } from '../../src/core/loop/config'
import { policyShape } from '../../src/core/policy/policyShape'
import { Rng } from '../../src/core/util/rng'
import { OrtPolicy } from '../../src/node/ort/ortPolicy'
import { lossOf, teach, writeGreedily } from './teach'
import { readStarterSeeds, splitTextbook, textbookOf } from './textbook'

const RESOURCES = join(import.meta.dirname, '../../resources')
const { maxTokens } = DEFAULT_CONFIG
const lessons = textbookOf(await readStarterSeeds(RESOURCES), { mutants: 120, seed: 5, maxTokens })

describe('the textbook', () => {
  it('holds seeds and mutants of training tasks with the outputs that they really give', () => {
    expect(lessons.filter(({ source }) => source === 'seed').length).toBeGreaterThan(20)
    expect(lessons.filter(({ source }) => source === 'mutant').length).toBeGreaterThan(100)
    for (const { pairs, example } of lessons) {
      expect(pairs.length).toBeGreaterThan(0)
      expect(example.target.length).toBeLessThanOrEqual(maxTokens)
    }
  })

  it('holds out mutants only, no text of which is taught, and others for another seed', () => {
    const { taught, heldOut } = splitTextbook(lessons, { share: 0.3, seed: 1 })
    const texts = new Set(taught.map(({ program }) => program))
    expect(taught.length + heldOut.length).toBe(lessons.length)
    expect(heldOut.length).toBeGreaterThan(15)
    for (const { source, program } of heldOut) expect([source, texts.has(program)]).toEqual(['mutant', false])
    expect(splitTextbook(lessons, { share: 0.3, seed: 1 }).heldOut).toEqual(heldOut)
    expect(splitTextbook(lessons, { share: 0.3, seed: 2 }).heldOut).not.toEqual(heldOut)
  })
})

it('a small policy learns: the loss falls, and more and more of what it writes is the lesson, with grammar too', async () => {
  const few = lessons.filter(({ example }) => example.target.length <= 8 && example.input.length <= 60).slice(0, 10)
  expect(few).toHaveLength(10)
  const shape = policyShape({ dModel: 32, heads: 2, dFf: 64, encoderLayers: 1, decoderLayers: 1 })
  const policy = await OrtPolicy.create(shape, { seed: 1, threads: 1 })
  const written = (grammar: boolean) => writeGreedily(policy, few, { grammar, maxTokens: 12 })
  const losses = [await lossOf(policy, few)]
  const exact = [(await written(false)).exact]
  const options = { batchSize: 5, learningRate: 1e-2, finalLearningRate: 0.2, warmupSteps: 10, weightDecay: 0.01 }
  for await (const { epoch } of teach(policy, few, { ...options, epochs: 80, clipNorm: 1, rng: Rng.fromSeed(1) })) {
    if (epoch % 20 !== 0) continue
    losses.push(await lossOf(policy, few))
    exact.push((await written(false)).exact)
  }
  expect(losses.toSorted((a, b) => b - a)).toEqual(losses)
  expect(exact[0]).toBe(0)
  expect(exact.toSorted((a, b) => a - b)).toEqual(exact)
  expect(exact.at(-1)).toBeGreaterThanOrEqual(0.9)
  const masked = await written(true)
  expect(masked.exact).toBeGreaterThanOrEqual(0.9)
  expect(masked.sameOutputs).toBeGreaterThanOrEqual(masked.exact)
  await policy.close()
})
