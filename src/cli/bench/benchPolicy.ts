import type { EncodedTask, PolicyModel, PolicyShape, SampleRequest, TrainExample } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'

/** What one batch holds. */
export interface Workload {
  /** encoder positions of a task */
  readonly positions: number
  /** target tokens of an example, sampled tokens of a sample */
  readonly tokens: number
  /** examples in a batch, or tasks sampled together */
  readonly tasks: number
  readonly samplesPerTask: number
}

export const TRAIN_WORKLOAD: Workload = { positions: 384, tokens: 96, tasks: 16, samplesPerTask: 1 }
export const GENERATE_WORKLOAD: Workload = { positions: 384, tokens: 96, tasks: 16, samplesPerTask: 24 }

export interface ModelFigures {
  readonly name: string
  readonly parameters: number
  readonly tokensPerSecond: number
  /** batches measured, and the seconds that half of them took at most */
  readonly batches: number
  readonly secondsPerBatch: number
}

/** Of training: encoder positions and target tokens a second, optimiser step included, for at least `seconds`. */
export function benchTrain(
  name: string,
  policy: PolicyModel,
  seconds: number,
  workload = TRAIN_WORKLOAD,
): Promise<ModelFigures> {
  const rng = Rng.fromSeed(1, name)
  const { positions, tokens, tasks } = workload
  const examples = Array.from({ length: tasks }, (): TrainExample => {
    const target = Int32Array.from({ length: tokens }, () => 1 + rng.int(policy.shape.vocabulary - 1))
    return { input: anyTask(rng, policy.shape, positions), target }
  })
  return measure(name, policy, seconds, async () => {
    const { tokens } = await policy.learn(examples, { learningRate: 1e-4, weightDecay: 0.01, clipNorm: 1 })
    return tokens
  })
}

/** Of sampling: sampled tokens a second, the encoder's work included. The policy's end token must be none. */
export function benchGenerate(
  name: string,
  policy: PolicyModel,
  seconds: number,
  workload = GENERATE_WORKLOAD,
): Promise<ModelFigures> {
  const rng = Rng.fromSeed(1, name)
  const { positions, tokens, tasks, samplesPerTask } = workload
  const requests = Array.from({ length: tasks }, (_, seed): SampleRequest => ({
    input: anyTask(rng, policy.shape, positions),
    count: samplesPerTask,
    seed,
  }))
  return measure(name, policy, seconds, async () => {
    const samples = await policy.sample(requests, { temperature: 0.95, maxTokens: tokens })
    return samples.flat().reduce((sum, sample) => sum + sample.tokens.length, 0)
  })
}

function anyTask(rng: Rng, { features, vocabulary }: PolicyShape, length: number): EncodedTask {
  const { count, width } = features ?? { count: vocabulary, width: 1 }
  return { features: Int32Array.from({ length: length * width }, () => rng.int(count)), length, width }
}

/** `run` does one batch and tells its tokens. The first, which opens sessions, does not count; the median of the rest does. */
async function measure(
  name: string,
  { parameters }: PolicyModel,
  seconds: number,
  run: () => Promise<number>,
): Promise<ModelFigures> {
  const tokens = await run()
  const times: number[] = []
  const startedAt = performance.now()
  do {
    const before = performance.now()
    await run()
    times.push((performance.now() - before) / 1000)
  } while (performance.now() - startedAt < 1000 * seconds)
  const secondsPerBatch = medianOf(times)
  return {
    name,
    parameters,
    tokensPerSecond: Math.round(tokens / secondsPerBatch),
    batches: times.length,
    secondsPerBatch,
  }
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const at = (k: number): number => sorted[k] ?? NaN
  return (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2
}
