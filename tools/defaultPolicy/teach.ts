import type { PolicyModel } from '../../src/core/policy/policyPort'
import { decodeProgram } from '../../src/core/policy/programTokens'
import { executeProgram } from '../../src/core/loop/executeProgram'
import type { Rng } from '../../src/core/util/rng'
import { BUDGET, type Lesson } from './textbook'

export interface TeachOptions {
  readonly epochs: number
  readonly batchSize: number
  readonly learningRate: number
  /** share of the learning rate at the last step; it falls linearly */
  readonly finalLearningRate: number
  readonly warmupSteps: number
  readonly weightDecay: number
  readonly clipNorm: number
  /** of the order in which lessons come */
  readonly rng: Rng
}

export interface Epoch {
  readonly epoch: number
  /** optimiser steps so far */
  readonly steps: number
  /** mean of the batches' losses, each before its step */
  readonly loss: number
}

/** Every lesson once an epoch, in another order each time. Gives each epoch when it is over. */
export async function* teach(
  policy: PolicyModel,
  lessons: readonly Lesson[],
  options: TeachOptions,
): AsyncGenerator<Epoch> {
  const { epochs, batchSize, learningRate, finalLearningRate, warmupSteps, weightDecay, clipNorm, rng } = options
  const batches = Math.ceil(lessons.length / batchSize)
  const last = epochs * batches - 1
  let step = 0
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = rng.fork(epoch).shuffle(lessons)
    let sum = 0
    for (let from = 0; from < order.length; from += batchSize) {
      const warmUp = Math.min(1, (step + 1) / Math.max(1, warmupSteps))
      const rate = learningRate * warmUp * (1 + (step / Math.max(1, last)) * (finalLearningRate - 1))
      const batch = order.slice(from, from + batchSize).map(({ example }) => example)
      sum += (await policy.learn(batch, { learningRate: rate, weightDecay, clipNorm })).loss
      step++
    }
    yield { epoch, steps: step, loss: sum / batches }
  }
}

/** Mean cross-entropy per target token, nats; nothing is learnt. */
export async function lossOf(policy: PolicyModel, lessons: readonly Lesson[]): Promise<number> {
  return (await policy.evaluate(lessons.map(({ example }) => example))).loss
}

export interface Written {
  /** share of lessons for which the greedy program is the lesson's, both in canonical form */
  readonly exact: number
  /** share for which it gives the lesson's outputs on all of its inputs */
  readonly sameOutputs: number
}

/** What the policy writes for each lesson when it takes the likeliest token each time. */
export async function writeGreedily(
  policy: PolicyModel,
  lessons: readonly Lesson[],
  { grammar, maxTokens }: { readonly grammar: boolean; readonly maxTokens: number },
): Promise<Written> {
  const requests = lessons.map(({ example }, seed) => ({ input: example.input, count: 1, seed }))
  const written = await policy.sample(requests, { temperature: 0, grammar, maxTokens })
  let exact = 0
  let sameOutputs = 0
  for (const [k, { taskId, program, pairs }] of lessons.entries()) {
    const text = decodeProgram(written[k]?.[0]?.tokens ?? new Int32Array())
    const execution = executeProgram({ id: taskId, train: pairs, test: [] }, text, BUDGET)
    if (execution.program === program) exact++
    if (execution.demosRight === pairs.length) sameOutputs++
  }
  return { exact: exact / lessons.length, sameOutputs: sameOutputs / lessons.length }
}
