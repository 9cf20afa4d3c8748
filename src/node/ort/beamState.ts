import { START_TOKEN } from '../../core/onnx/t5/specialTokens'
import { logSumOf } from '../../core/policy/chooseToken'
import { GrammarState } from '../../core/policy/grammar'
import type { BeamOptions, Sample } from '../../core/policy/policyPort'
import { DecodeCaches, LEAST_ROWS_PER_TASK, outputOf, type Outputs } from './decodeCaches'
import type { Decoding, DecodingStart } from './decoding'
import type { Feeds } from './ortRuntime'

/** A sequence so far. */
interface Beam {
  /** where its keys and values are, within its task's slots */
  readonly slot: number
  readonly tokens: readonly number[]
  readonly logProbabilities: readonly number[]
  readonly logProbability: number
  readonly grammar: GrammarState | null
}

interface Search {
  /** of the request */
  readonly index: number
  /** likeliest first */
  live: readonly Beam[]
  /** best first, at most the beam's width of them */
  ended: readonly Beam[]
}

/**
 * Beam search. Each step, of all tokens that may follow the live sequences of a task, the likeliest `width` sequences
 * live on; those that end are set aside, and the best `width` of these are kept. A task is done when no live sequence can
 * still become better than all that are set aside. Equally likely ones keep the order of their sequences, then of token
 * ids: the result depends on the input alone.
 */
export class BeamState implements Decoding {
  private readonly all: readonly Search[]
  private searches: readonly Search[]
  private readonly perTask: number
  private readonly caches: DecodeCaches
  private tokens: BigInt64Array
  private readonly mask: Uint8Array

  constructor(
    private readonly start: DecodingStart,
    private readonly beam: BeamOptions,
  ) {
    const { ort, shape, requests, options, encoded, mask } = start
    this.perTask = Math.max(LEAST_ROWS_PER_TASK, beam.width)
    const isAny = options.maxTokens > 0
    const grammar = options.grammar && isAny ? GrammarState.start(options.maxTokens) : null
    const first: Beam = { slot: 0, tokens: [], logProbabilities: [], logProbability: 0, grammar }
    this.all = requests.map((_, index) => ({ index, live: [first], ended: [] }))
    this.searches = isAny ? this.all : []
    const slots = requests.length * this.perTask
    this.tokens = new BigInt64Array(slots).fill(BigInt(START_TOKEN))
    this.caches = new DecodeCaches(ort, shape, slots, requests.length, options.maxTokens, encoded, mask)
    this.mask = new Uint8Array(shape.vocabulary)
  }

  isLive(): boolean {
    return this.searches.length > 0
  }

  feeds(): Feeds {
    return this.caches.feeds(this.tokens, 1)
  }

  fetches(): Record<string, Feeds[string] | null> {
    return this.caches.fetches()
  }

  advance(outputs: Outputs): void {
    const { data } = outputOf(outputs, 'log_probabilities')
    this.searches.forEach((search, task) => this.expand(search, task * this.perTask, data))
    if (this.caches.position + 1 >= this.start.options.maxTokens) this.searches = []
    const before = this.searches
    this.searches = before.filter((search) => !this.isDone(search))
    if (this.searches.length === 0) return
    this.caches.extend(outputs)

    const sources: number[] = []
    const tokens: number[] = []
    before.forEach((search, task) => {
      if (!this.searches.includes(search)) return
      for (let r = 0; r < this.perTask; r++) {
        // a slot without a sequence of its own repeats one, so that its numbers stay finite
        const { slot, tokens: drawn } = search.live[r] ?? (search.live[0] as Beam)
        sources.push(task * this.perTask + slot)
        tokens.push(drawn[drawn.length - 1] ?? START_TOKEN)
      }
      search.live = search.live.map((live, slot) => ({ ...live, slot }))
    })
    this.caches.take(
      sources,
      before.flatMap((search, task) => (this.searches.includes(search) ? [task] : [])),
    )
    this.tokens = BigInt64Array.from(tokens, BigInt)
  }

  /** The best of each request; those that were cut come behind all that ended. */
  samples(): Sample[][] {
    const { requests, options } = this.start
    return this.all.map(({ index, live, ended }) => {
      const sampleOf =
        (isEnded: boolean) =>
        ({ tokens, logProbability, logProbabilities }: Beam): Sample => ({
          tokens: Int32Array.from(tokens),
          ended: isEnded,
          logProbability,
          ...(options.perToken ? { tokenLogProbabilities: Float64Array.from(logProbabilities) } : {}),
        })
      const ranked = [...ended.map(sampleOf(true)), ...this.ranked(live).map(sampleOf(false))]
      return ranked.slice(0, requests[index]?.count ?? 0)
    })
  }

  private expand(search: Search, firstSlot: number, logProbabilities: Float32Array): void {
    const { shape, endToken } = this.start
    const candidates: { readonly beam: Beam; readonly token: number; readonly step: number; readonly sum: number }[] =
      []
    const ended: Beam[] = []
    for (const beam of search.live) {
      const from = (firstSlot + beam.slot) * shape.vocabulary
      const row = logProbabilities.subarray(from, from + shape.vocabulary)
      beam.grammar?.writeMask(this.mask)
      const total = beam.grammar ? logSumOf(row, this.mask) : 0
      row.forEach((value, token) => {
        if (beam.grammar && this.mask[token] !== 1) return
        const step = value - total
        const sum = beam.logProbability + step
        if (token !== endToken) candidates.push({ beam, token, step, sum })
        else ended.push({ ...beam, logProbabilities: [...beam.logProbabilities, step], logProbability: sum })
      })
    }
    candidates.sort((a, b) => b.sum - a.sum) // stable: ties stay in order
    search.live = candidates.slice(0, this.beam.width).map(({ beam, token, step, sum }) => ({
      slot: beam.slot,
      tokens: [...beam.tokens, token],
      logProbabilities: [...beam.logProbabilities, step],
      logProbability: sum,
      grammar: beam.grammar && beam.grammar.next(token),
    }))
    search.ended = this.ranked([...search.ended, ...ended]).slice(0, this.beam.width)
  }

  private isDone({ live, ended }: Search): boolean {
    const best = live[0]
    if (!best) return true
    const worst = ended[this.beam.width - 1]
    if (!worst) return false
    // as if it reached the limit without becoming any less likely
    return best.logProbability / this.start.options.maxTokens ** this.beam.lengthPenalty <= this.rankOf(worst)
  }

  private ranked(beams: readonly Beam[]): readonly Beam[] {
    return beams.toSorted((a, b) => this.rankOf(b) - this.rankOf(a))
  }

  /** The end token counts. */
  private rankOf({ logProbability, logProbabilities }: Beam): number {
    return logProbability / logProbabilities.length ** this.beam.lengthPenalty
  }
}
