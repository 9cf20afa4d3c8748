import { START_TOKEN } from '../../core/onnx/t5/specialTokens'
import { chooseToken, type Choice, type ChoiceOptions } from '../../core/policy/chooseToken'
import { GrammarState } from '../../core/policy/grammar'
import type { Sample } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'
import { DecodeCaches, LEAST_ROWS_PER_TASK, outputOf, type Outputs } from './decodeCaches'
import type { Decoding, DecodingStart } from './decoding'
import type { Feeds } from './ortRuntime'

/** One sample being written. */
interface Row {
  readonly rng: Rng
  /** tokens that it begins with */
  readonly prefix: Int32Array
  readonly tokens: number[]
  /** of each token drawn, the end token too */
  readonly logProbabilities: number[]
  logProbability: number
  ended: boolean
  /** what may follow; null where anything may */
  grammar: GrammarState | null
}

const NO_PREFIX = new Int32Array()

/** Live rows are moved together once they need less than this share of the slots. */
const COMPACT_BELOW = 0.75

/**
 * The rows of one run that draws: B tasks x R slots, and what was drawn so far. Finished rows leave the batch when enough
 * have finished.
 */
export class DecodeState implements Decoding {
  private readonly rows: Row[][]
  /** [B * R] the row in each slot, null where it has finished or never was */
  private slots: (Row | null)[]
  /** tasks still decoded */
  private batch: number
  private perTask: number
  private tokens: BigInt64Array
  private live: number
  private readonly caches: DecodeCaches
  private readonly choice: ChoiceOptions
  /** the runtime's softmax at the temperature is the distribution to draw from */
  private readonly isPlain: boolean
  private readonly mask: Uint8Array

  constructor(private readonly start: DecodingStart) {
    const { ort, shape, requests, options, encoded, mask } = start
    const { temperature, maxTokens, topK = 0, topP = 1, grammar = false } = options
    this.choice = { temperature, topK, topP }
    this.isPlain = topK === 0 && topP === 1 && !grammar
    this.mask = new Uint8Array(shape.vocabulary)
    this.batch = requests.length
    this.perTask = Math.max(LEAST_ROWS_PER_TASK, ...requests.map((request) => request.count))
    this.live = maxTokens > 0 ? requests.reduce((sum, { count }) => sum + count, 0) : 0
    const first = grammar && this.live > 0 ? GrammarState.start(maxTokens) : null
    this.rows = requests.map(({ count, seed, prefix = NO_PREFIX }) => {
      const stream = Rng.fromSeed(seed, 'sample')
      return Array.from({ length: count }, (_, i) => ({
        rng: stream.fork(i),
        prefix,
        tokens: [],
        logProbabilities: [],
        logProbability: 0,
        ended: false,
        grammar: first,
      }))
    })
    this.slots = this.rows.flatMap((rows) => Array.from({ length: this.perTask }, (_, i) => rows[i] ?? null))
    this.tokens = new BigInt64Array(this.slots.length).fill(BigInt(START_TOKEN))
    this.caches = new DecodeCaches(ort, shape, this.slots.length, this.batch, maxTokens, encoded, mask)
  }

  isLive(): boolean {
    return this.live > 0
  }

  samples(): Sample[][] {
    const { perToken = false } = this.start.options
    return this.rows.map((rows) =>
      rows.map(({ tokens, ended, logProbability, logProbabilities }) => ({
        tokens: Int32Array.from(tokens),
        ended,
        logProbability,
        ...(perToken ? { tokenLogProbabilities: Float64Array.from(logProbabilities) } : {}),
      })),
    )
  }

  feeds(): Feeds {
    return this.caches.feeds(this.tokens, this.choice.temperature)
  }

  fetches(): Record<string, Feeds[string] | null> {
    return this.caches.fetches()
  }

  /** Draws a token for every live row, extends the caches, drops finished rows. */
  advance(outputs: Outputs): void {
    this.draw(outputOf(outputs, 'probabilities').data, outputOf(outputs, 'log_probabilities').data)
    if (this.caches.position + 1 >= this.start.options.maxTokens) this.live = 0
    if (this.live === 0) return
    this.caches.extend(outputs)
    this.compact()
  }

  private draw(probabilities: Float32Array, logProbabilities: Float32Array): void {
    const { shape, options, endToken } = this.start
    const { vocabulary } = shape
    const { programVocabulary } = options
    this.slots.forEach((row, slot) => {
      if (!row) return
      const [from, to] = [slot * vocabulary, (slot + 1) * vocabulary]
      const { token, logProbability } = this.choose(
        row,
        probabilities.subarray(from, to),
        logProbabilities.subarray(from, to),
      )
      row.logProbability += logProbability
      row.logProbabilities.push(logProbability)
      this.tokens[slot] = BigInt(token)
      row.ended = token === endToken
      if (!row.ended) row.tokens.push(token)
      if (row.ended || (programVocabulary && programVocabulary[token] !== 1)) {
        this.slots[slot] = null
        this.live--
      } else if (row.grammar) row.grammar = row.grammar.next(token)
    })
  }

  private choose(row: Row, probabilities: Float32Array, logProbabilities: Float32Array): Choice {
    const given = row.prefix[row.tokens.length]
    if (given !== undefined) return { token: given, logProbability: 0 }
    const isGreedy = this.choice.temperature <= 0
    if (this.isPlain) {
      const token = isGreedy ? largest(probabilities) : drawFrom(probabilities, row.rng.next())
      return { token, logProbability: logProbabilities[token] ?? 0 }
    }
    row.grammar?.writeMask(this.mask)
    return chooseToken(logProbabilities, row.grammar && this.mask, this.choice, isGreedy ? 0 : row.rng.next())
  }

  /** Moves the live rows together when that frees enough slots; a task without live rows leaves altogether. */
  private compact(): void {
    const liveOf = (task: number): number[] => {
      const slots: number[] = []
      for (let r = 0; r < this.perTask; r++)
        if (this.slots[task * this.perTask + r]) slots.push(task * this.perTask + r)
      return slots
    }
    const tasks = Array.from({ length: this.batch }, (_, task) => ({ task, slots: liveOf(task) })).filter(
      ({ slots }) => slots.length > 0,
    )
    const perTask = Math.max(LEAST_ROWS_PER_TASK, ...tasks.map(({ slots }) => slots.length))
    if (tasks.length * perTask > COMPACT_BELOW * this.slots.length) return

    // a slot without a row of its own repeats one, so that its numbers stay finite
    const sources = tasks.flatMap(({ slots }) => Array.from({ length: perTask }, (_, i) => slots[i] ?? slots[0] ?? 0))
    const isOwn = tasks.flatMap(({ slots }) => Array.from({ length: perTask }, (_, i) => i < slots.length))
    const kept = tasks.map(({ task }) => task)
    this.caches.take(sources, kept)
    this.tokens = BigInt64Array.from(sources, (slot) => this.tokens[slot] ?? 0n)
    this.slots = sources.map((slot, i) => (isOwn[i] ? (this.slots[slot] ?? null) : null))
    this.batch = tasks.length
    this.perTask = perTask
  }
}

function largest(values: Float32Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i
  return best
}

/** Inverse of the cumulative distribution at `u` in [0, 1); rounding left over goes to the last possible token. */
function drawFrom(probabilities: Float32Array, u: number): number {
  let sum = 0
  let last = 0
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] ?? 0
    if (p <= 0) continue
    sum += p
    last = i
    if (u < sum) return i
  }
  return last
}
