import { join } from 'node:path'
import { forwardGraph } from '../../core/onnx/t5/forwardGraph'
import { parameterTable, weightViews } from '../../core/onnx/t5/parameters'
import { relativeBucket } from '../../core/onnx/t5/relativeBuckets'
import type { PolicyTokenizer } from '../../core/policy/policyTokenizer'
import type { TrainExample } from '../../core/policy/policyPort'
import { ok, type Result } from '../../core/util/result'
import { refuse } from '../data/problems'
import { readTokenizer } from '../huggingface/tokenizerFiles'
import type { NamedTensor } from '../huggingface/storedTensor'
import { readWeightsFile } from '../huggingface/weightsFile'
import { decodeCheckpoint } from './checkpoint'
import { OrtPolicy, type OrtPolicyOptions } from './ortPolicy'
import { loadOrt, openSession } from './ortRuntime'
import { BatchBuilder, paddedLength } from './paddedBatch'
import type { Provider } from './providers'
import { readParityRecord, type ParityRecord, type RecordedModel } from './parityRecord'
import { halfDifference, largestDifference, logSumExp, relativeError, worstOf } from './tensorErrors'
import { weightTensors } from './weightTensors'

/** One comparison with a recorded number. An error is relative, ||a - b|| / ||b||, or a count of what differs. */
export interface ParityCheck {
  readonly name: string
  readonly error: number
  /** the largest error that passes */
  readonly tolerance: number
  readonly passed: boolean
  /** what was compared, or the worst of many */
  readonly detail: string
}

/** What was recorded of a model, and where to repeat it; on the processor unless told otherwise. */
interface ParityModel extends RecordedModel {
  readonly provider?: Provider
}

const TOLERANCE = { loss: 1e-5, gradient: 1e-4, weights: 1e-5, moments: 1e-4, outputs: 1e-5, half: 2 ** -11 } as const

const check = (name: string, error: number, tolerance: number, detail: string): ParityCheck => ({
  name,
  error,
  tolerance,
  passed: error <= tolerance,
  detail,
})

/** Everything recorded in a folder against our policy on an execution provider; an error where the folder cannot be read. */
export async function runParity(directory: string, provider: Provider = 'cpu'): Promise<Result<ParityCheck[]>> {
  const record = await readParityRecord(directory)
  if (!record.ok) return record
  const checks: ParityCheck[] = []
  for (const model of record.value.models) {
    for (const group of MODEL_CHECKS) checks.push(...(await group({ ...model, provider })))
  }
  const { buckets } = record.value
  if (buckets) checks.push(...checkBuckets(buckets))
  const tokenized = await checkTokenizers(directory, record.value)
  return tokenized.ok ? ok([...checks, ...tokenized.value]) : tokenized
}

/** Weights files of other formats hold the same tensors: bit by bit, or each the nearest float16. */
export async function checkFormats({
  name,
  folder,
  shape,
  weights,
  otherFormats,
}: ParityModel): Promise<ParityCheck[]> {
  const checks: ParityCheck[] = []
  for (const file of otherFormats) {
    const title = `${name}: ${file} holds the tensors of model.safetensors`
    const read = await readWeightsFile(shape, join(folder, file))
    if (!read.ok) {
      checks.push(check(title, Number.NaN, 0, read.error.message))
      continue
    }
    const isHalf = file.includes('fp16')
    const difference = isHalf ? halfDifference : largestDifference
    const errors = [...weights.weights].map(
      ([key, { data }]) => [key, difference(dataOf(read.value.weights, key), data)] as const,
    )
    const aliases = `${weights.weights.size} tensors, ${read.value.aliases.length} aliases of the shared one`
    checks.push(check(title, worstOf(errors).error, isHalf ? TOLERANCE.half : 0, aliases))
  }
  return checks
}

export function checkOutputs(model: ParityModel): Promise<ParityCheck[]> {
  return withForward(model, ({ encoded, logits }) => {
    const { outputs, name, case: recorded, shape } = model
    const tensors: [string, Float32Array, NamedTensor | undefined][] = [
      ["the encoder's output", encoded, outputs?.get('enc_out')],
      ['logits', logits, outputs?.get('logits')],
    ]
    const checks = tensors.flatMap(([title, values, expected]) =>
      expected
        ? [
            check(
              `${name}: ${title}`,
              relativeError(values, expected.data),
              TOLERANCE.outputs,
              `[${expected.shape.join(', ')}]`,
            ),
          ]
        : [],
    )
    const { token_logp: logProbabilities, labels } = recorded
    if (!logProbabilities) return checks
    const ours = labels.flat().map((label, row) => {
      const scores = logits.subarray(row * shape.vocabulary, (row + 1) * shape.vocabulary)
      return (scores[Math.max(0, label)] ?? Number.NaN) - logSumExp(scores)
    })
    const error = relativeError(Float32Array.from(ours), Float32Array.from(logProbabilities.flat()))
    return [
      ...checks,
      check(`${name}: log-probabilities of the labels`, error, TOLERANCE.outputs, `${ours.length} tokens`),
    ]
  })
}

/** Loss and every gradient of the first step; `maxTokens` cuts the batch into more or fewer micro-batches. */
export function checkGradients(model: ParityModel, maxTokens = 4096): Promise<ParityCheck[]> {
  return withPolicy(model, { maxTokens }, async (policy) => {
    const { loss, gradients } = await policy.gradients(examplesOf(model))
    const { name, case: recorded } = model
    return [
      check(`${name}: loss`, Math.abs(loss - recorded.loss) / recorded.loss, TOLERANCE.loss, loss.toPrecision(8)),
      compareAll(`${name}: gradients`, gradients, model.gradients, TOLERANCE.gradient),
    ]
  })
}

/** Losses of three AdamW steps on one batch, and the weights and moments after them. */
export function checkTraining(model: ParityModel): Promise<ParityCheck[]> {
  return withPolicy(model, {}, async (policy) => {
    const { name, case: recorded, shape, momentsAfter3 } = model
    const { lr, weight_decay: weightDecay } = recorded.adamw
    const checks: ParityCheck[] = []
    for (const [k, expected] of recorded.losses_3_steps.entries()) {
      const { loss } = await policy.learn(examplesOf(model), { learningRate: lr, weightDecay, clipNorm: 0 })
      const error = Math.abs(loss - expected) / expected
      checks.push(check(`${name}: loss of step ${k + 1}`, error, TOLERANCE.loss, loss.toPrecision(8)))
    }
    const title = `after ${recorded.losses_3_steps.length} AdamW steps`
    checks.push(compareAll(`${name}: weights ${title}`, await policy.weights(), model.weightsAfter3, TOLERANCE.weights))
    if (momentsAfter3) {
      const table = parameterTable(shape)
      const { m, v } = decodeCheckpoint(await policy.save(), shape, table)
      const moments = new Map(
        table.entries.flatMap((entry) => [
          [`m.${entry.name}`, m.subarray(entry.offset, entry.offset + entry.size)] as const,
          [`v.${entry.name}`, v.subarray(entry.offset, entry.offset + entry.size)] as const,
        ]),
      )
      checks.push(compareAll(`${name}: moments ${title}`, moments, momentsAfter3, TOLERANCE.moments))
    }
    return checks
  })
}

/** Greedy ids, cut where the recorded end token comes and without any end. */
export async function checkGreedy(model: ParityModel): Promise<ParityCheck[]> {
  const { name, endToken, case: recorded } = model
  const requests = examplesOf(model).map(({ input }) => ({ input, count: 1, seed: 0 }))
  const sample = (end: number, maxTokens: number): Promise<number[][]> =>
    withPolicy(model, { endToken: end }, async (policy) => {
      const samples = await policy.sample(requests, { temperature: 0, maxTokens })
      return samples.map(([first]) => [...(first?.tokens ?? [])])
    })
  const differing = (ours: number[][], expected: number[][]): number =>
    Math.max(ours.length, expected.length) - expected.filter((ids, i) => ids.join() === ours[i]?.join()).length
  const title = (what: string): string => `${name}: greedy ids ${what}`
  const detail = (ours: number[][]): string => `${ours.flat().length} tokens of ${ours.length} sequences`

  const free = await sample(-1, 40)
  const expectedFree = recorded.greedy_40_no_eos.map((ids) => ids.slice(1)) // without the start token
  const ending = await sample(endToken, 24)
  const expectedEnding = recorded.greedy_max24_eos.map((ids) => {
    const end = ids.indexOf(endToken)
    return ids.slice(1, end < 0 ? undefined : end)
  })
  return [
    check(title('without an end token'), differing(free, expectedFree), 0, detail(free)),
    check(title(`with end token ${endToken}`), differing(ending, expectedEnding), 0, detail(ending)),
  ]
}

const MODEL_CHECKS = [
  checkFormats,
  checkOutputs,
  (model: ParityModel) => checkGradients(model),
  checkTraining,
  checkGreedy,
]

/** Each recorded table is named `bidirectional_<buckets>_<distance>` or `causal_<buckets>_<distance>`. */
export function checkBuckets({ range: [low], ...tables }: NonNullable<ParityRecord['buckets']>): ParityCheck[] {
  return Object.entries(tables).flatMap(([name, expected]) => {
    const [, kind, buckets, distance] = /^(bidirectional|causal)_(\d+)_(\d+)$/.exec(name) ?? []
    if (!Array.isArray(expected) || kind === undefined) return []
    const wrong = expected.filter(
      (bucket, i) => bucket !== relativeBucket(low + i, kind === 'bidirectional', Number(buckets), Number(distance)),
    )
    const title = `relative buckets, ${kind}, ${buckets} up to distance ${distance}`
    return [check(title, wrong.length, 0, `${expected.length} positions`)]
  })
}

/** Recorded texts through tokenizer.json, and through vocab.json with merges.txt where they know the texts' tokens. */
export async function checkTokenizers(
  directory: string,
  { texts, files }: Pick<ParityRecord, 'texts' | 'files'>,
): Promise<Result<ParityCheck[]>> {
  if (!texts) return ok([])
  const checks: ParityCheck[] = []
  const [json, others] = [
    files.filter((name) => name === 'tokenizer.json'),
    files.filter((name) => name !== 'tokenizer.json'),
  ]
  const whole = await readTokenizer(directory, json)
  if (!whole.ok) return whole
  if (whole.value) checks.push(...checkTexts('tokenizer.json', whole.value, texts))
  const parts = await readTokenizer(directory, others)
  if (!parts.ok) return parts
  if (parts.value) {
    const known = new Set(parts.value.vocabulary.map(([, id]) => id))
    const readable = texts.filter(({ ids }) => ids.every((id) => known.has(id)))
    checks.push(...checkTexts('vocab.json and merges.txt', parts.value, readable))
  }
  return checks.length > 0 ? ok(checks) : refuse('parity/record', directory, { reason: 'texts without a tokenizer' })
}

function checkTexts(
  source: string,
  tokenizer: PolicyTokenizer,
  texts: NonNullable<ParityRecord['texts']>,
): ParityCheck[] {
  const count = (isRight: (recorded: (typeof texts)[number]) => boolean): number =>
    texts.filter((recorded) => !isRight(recorded)).length
  const encodes = (text: string, special: boolean, ids: readonly number[]): boolean =>
    tokenizer.encode(text, { special }).join() === ids.join()
  const detail = `${texts.length} texts`
  return [
    check(
      `${source}: ids`,
      count((t) => encodes(t.text, true, t.ids)),
      0,
      detail,
    ),
    check(
      `${source}: ids without special tokens`,
      count((t) => encodes(t.text, false, t.ids_no_special)),
      0,
      detail,
    ),
    check(
      `${source}: decoded texts`,
      count((t) => tokenizer.decode(t.ids_no_special) === t.decoded),
      0,
      detail,
    ),
  ]
}

/** The recorded batch without its padding. */
export function examplesOf({ case: recorded }: ParityModel): TrainExample[] {
  return recorded.input_ids.map((ids, i) => {
    const length = (recorded.attention_mask[i] ?? []).filter((bit) => bit === 1).length
    return {
      input: { features: Int32Array.from(ids.slice(0, length)), length, width: 1 },
      target: Int32Array.from((recorded.labels[i] ?? []).filter((id) => id >= 0)),
    }
  })
}

async function withPolicy<T>(
  { shape, weights, provider = 'cpu' }: ParityModel,
  options: Pick<OrtPolicyOptions, 'maxTokens' | 'endToken'>,
  work: (policy: OrtPolicy) => Promise<T>,
): Promise<T> {
  const values = new Map([...weights.weights].map(([name, { data }]) => [name, data]))
  const policy = await OrtPolicy.create(shape, { seed: 1, threads: 2, provider, weights: values, ...options })
  try {
    return await work(policy)
  } finally {
    await policy.close()
  }
}

/** The forward pass of the recorded batch, cut to its recorded lengths: encoded [B, S, D], logits [B, T, V]. */
async function withForward<T>(
  model: ParityModel,
  use: (outputs: { encoded: Float32Array; logits: Float32Array }) => T,
): Promise<T> {
  const { shape, case: recorded, weights, provider = 'cpu' } = model
  const ort = await loadOrt()
  const table = parameterTable(shape)
  const flat = new Float32Array(table.size)
  for (const { name, offset } of table.entries) flat.set(dataOf(weights.weights, name), offset)
  const graph = forwardGraph(shape)
  const session = await openSession(graph.model, { threads: 2, provider })
  try {
    const examples = examplesOf(model)
    const feeds = new BatchBuilder(ort, shape).training(examples, 1)
    const { labels, label_weights: _weights, ...inputs } = feeds
    const outputs = await session.run({
      ...weightTensors(ort, weightViews(table), flat, { names: graph.weights }),
      ...inputs,
    })
    const [length, target] = [recorded.input_ids[0]?.length ?? 0, recorded.labels[0]?.length ?? 0]
    const paddedInput = paddedLength(Math.max(...examples.map(({ input }) => input.length)))
    return use({
      encoded: cutRows(outputs.encoded?.data, paddedInput, length, shape.dModel),
      logits: cutRows(outputs.logits?.data, labels?.dims[1] ?? 0, target, shape.vocabulary),
    })
  } finally {
    await session.release()
  }
}

/** Every recorded tensor against ours of the same name; both have the same names. */
function compareAll(
  name: string,
  ours: ReadonlyMap<string, Float32Array>,
  expected: ReadonlyMap<string, NamedTensor>,
  tolerance: number,
): ParityCheck {
  const surplus = [...ours.keys()].find((key) => !expected.has(key))
  if (surplus !== undefined) return check(name, Number.NaN, tolerance, `${surplus} is not recorded`)
  const errors = [...expected].map(
    ([key, { data }]) => [key, relativeError(ours.get(key) ?? new Float32Array(), data)] as const,
  )
  const worst = worstOf(errors)
  return check(name, worst.error, tolerance, `${errors.length} tensors, worst: ${worst.name}`)
}

const dataOf = (tensors: ReadonlyMap<string, NamedTensor>, name: string): Float32Array =>
  tensors.get(name)?.data ?? new Float32Array()

/** [B, padded, width] -> [B, rows, width] */
function cutRows(values: unknown, padded: number, rows: number, width: number): Float32Array {
  if (!(values instanceof Float32Array) || rows > padded) return new Float32Array() // shorter than what is recorded
  const batch = values.length / (padded * width)
  const cut = new Float32Array(batch * rows * width)
  for (let b = 0; b < batch; b++) {
    const from = b * padded * width
    cut.set(values.subarray(from, from + rows * width), b * rows * width)
  }
  return cut
}
