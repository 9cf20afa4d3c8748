import { afterEach, describe, expect, it } from 'vitest'
import { checkProgram, isRunnable } from '../../core/dsl/check/checkProgram'
import type { PolicyShape, Sample, SampleOptions, SampleRequest } from '../../core/policy/policyPort'
import { decodeProgram, VOCABULARY_SIZE } from '../../core/policy/programTokens'
import { Rng } from '../../core/util/rng'
import { OrtPolicy, type OrtPolicyOptions } from './ortPolicy'
import { LEARN, randomExamples, randomTask, SMALL_SHAPE } from './testing/smallPolicy'

const opened: OrtPolicy[] = []
const open = async (shape: PolicyShape, options: Partial<OrtPolicyOptions> = {}): Promise<OrtPolicy> => {
  const policy = await OrtPolicy.create(shape, { seed: 1, threads: 1, ...options })
  opened.push(policy)
  return policy
}
afterEach(async () => {
  for (const policy of opened.splice(0)) await policy.close()
})

const PROGRAMS: PolicyShape = { ...SMALL_SHAPE, vocabulary: VOCABULARY_SIZE }
const rng = Rng.fromSeed(6)
const requests: SampleRequest[] = Array.from({ length: 8 }, (_, seed) => ({
  input: randomTask(rng, rng.between(3, 40)),
  count: rng.between(1, 6),
  seed,
}))
const first = requests[0] as SampleRequest
const sumOf = (numbers: Iterable<number>): number => [...numbers].reduce((sum, x) => sum + x, 0)

describe.each<[string, PolicyShape, Partial<SampleOptions>]>([
  ['topK', SMALL_SHAPE, { topK: 4 }],
  ['topP', SMALL_SHAPE, { topP: 0.7 }],
  ['the grammar', PROGRAMS, { grammar: true }],
  [
    'a vocabulary of programs',
    SMALL_SHAPE,
    { programVocabulary: Uint8Array.from({ length: 20 }, (_, id) => +(id < 18)) },
  ],
  ['the grammar, topK and topP', PROGRAMS, { grammar: true, topK: 30, topP: 0.9 }],
  ['a beam', PROGRAMS, { beam: { width: 6, lengthPenalty: 1 }, grammar: true }],
])('sampling with %s', (_name, shape, changes) => {
  const options = { temperature: 0.95, maxTokens: 16, perToken: true, ...changes }

  it('depends on seed and input alone, not on what else is in the batch', async () => {
    const policy = await open(shape)
    for (let i = 0; i < 3; i++) await policy.learn(randomExamples(12, i, shape), LEARN)
    const together = await policy.sample(requests, options)
    expect(together.map((samples) => samples.length)).toEqual(requests.map(({ count }) => count))
    const alone = []
    for (const request of requests) alone.push(...(await policy.sample([request], options)))
    expect(alone).toEqual(together)
    expect((await policy.sample(requests.toReversed(), options)).toReversed()).toEqual(together)
    const fewer = await policy.sample(
      requests.map((request) => ({ ...request, count: 1 })),
      options,
    )
    expect(fewer.map(([sample]) => sample)).toEqual(together.map(([sample]) => sample))
    const smallGroups = await open(shape, { maxRows: 4 })
    await smallGroups.load(await policy.save())
    expect(await smallGroups.sample(requests, options)).toEqual(together)
    for (const { tokens, ended, logProbability, tokenLogProbabilities } of together.flat()) {
      expect(tokenLogProbabilities).toHaveLength(tokens.length + (ended ? 1 : 0))
      expect(sumOf(tokenLogProbabilities ?? [])).toBeCloseTo(logProbability, 10)
    }
  })
})

describe('sampling options', () => {
  it('that are off change nothing', async () => {
    const policy = await open(SMALL_SHAPE)
    const plain = await policy.sample(requests, { temperature: 0.95, maxTokens: 16 })
    const off = { temperature: 0.95, maxTokens: 16, topK: 0, topP: 1, grammar: false, perToken: false }
    expect(await policy.sample(requests, off)).toEqual(plain)
    expect(plain.flat().every((sample) => !('tokenLogProbabilities' in sample))).toBe(true)
  })

  it('that let every token through draw the same', async () => {
    const policy = await open(SMALL_SHAPE)
    const plain = await policy.sample(requests, { temperature: 0.95, maxTokens: 16 })
    const all = await policy.sample(requests, { temperature: 0.95, maxTokens: 16, topK: SMALL_SHAPE.vocabulary })
    expect(all.flat().map(({ tokens }) => tokens)).toEqual(plain.flat().map(({ tokens }) => tokens))
  })

  it('the one likeliest token is greedy at any temperature', async () => {
    const policy = await open(SMALL_SHAPE)
    const greedy = await policy.sample(requests, { temperature: 0, maxTokens: 16 })
    expect(await policy.sample(requests, { temperature: 2, maxTokens: 16, topK: 1 })).toEqual(greedy)
    expect(await policy.sample(requests, { temperature: 2, maxTokens: 16, topP: 1e-6 })).toEqual(greedy)
  })

  it.each<[string, Partial<SampleOptions>]>([
    ['topK -1 is no count', { topK: -1 }],
    ['topP 0 is outside 0 to 1', { topP: 0 }],
    ['the policy writes 20 others', { grammar: true }],
    ['a beam cannot be 0 wide', { beam: { width: 0, lengthPenalty: 0 } }],
    ['a length penalty cannot be -1', { beam: { width: 9, lengthPenalty: -1 } }],
    ['a beam of 1 does not give 2 samples', { beam: { width: 1, lengthPenalty: 0 } }],
  ])('are refused: %s', async (message, changes) => {
    const policy = await open(SMALL_SHAPE)
    const asked = policy.sample([{ ...first, count: 2 }], { temperature: 1, maxTokens: 8, ...changes })
    await expect(asked).rejects.toThrow(message)
  })
})

describe('a prefix', () => {
  it.each([false, true])(
    'begins every sample and is not drawn; what follows is as if it had been (grammar %s)',
    async (grammar) => {
      const policy = await open(PROGRAMS)
      const options = { temperature: 0, maxTokens: 16, grammar, perToken: true }
      const whole = (await policy.sample(requests, options)).map(([sample]) => sample as Sample)
      const kept = whole.map(({ tokens }) => Math.min(3, tokens.length))
      const again = await policy.sample(
        requests.map((request, k) => ({ ...request, prefix: (whole[k] as Sample).tokens.slice(0, kept[k]) })),
        options,
      )
      expect(kept.some((tokens) => tokens === 3)).toBe(true)
      again.forEach((samples, k) => {
        const { tokens, tokenLogProbabilities = new Float64Array() } = whole[k] as Sample
        const rest = sumOf(tokenLogProbabilities.subarray(kept[k]))
        for (const sample of samples) {
          expect(sample.tokens).toEqual(tokens)
          expect(sample.logProbability).toBeCloseTo(rest, 5)
        }
      })
    },
  )

  it.each<[string, Int32Array, Partial<SampleOptions>]>([
    ['a prefix of 8 tokens leaves none of 8 to draw', new Int32Array(8), {}],
    ['token 20 of a prefix is outside 0..19', Int32Array.of(3, 20), {}],
    ['a beam does not begin with a prefix', Int32Array.of(3), { beam: { width: 2, lengthPenalty: 0 } }],
  ])('is refused: %s', async (message, prefix, changes) => {
    const policy = await open(SMALL_SHAPE)
    const asked = policy.sample([{ ...first, count: 2, prefix }], { temperature: 1, maxTokens: 8, ...changes })
    await expect(asked).rejects.toThrow(message)
  })
})

describe('the grammar', () => {
  it.each([3, 8, 30])(
    'makes every sample of a policy that knows nothing a program of at most %i tokens',
    async (maxTokens) => {
      const policy = await open(PROGRAMS)
      const many = requests.map((request) => ({ ...request, count: 25 }))
      const samples = (await policy.sample(many, { temperature: 1.2, maxTokens, grammar: true })).flat()
      const greedy = (await policy.sample(requests, { temperature: 0, maxTokens, grammar: true })).flat()
      for (const { tokens, ended } of [...samples, ...greedy]) {
        expect(ended && tokens.length < maxTokens).toBe(true)
        expect(isRunnable(checkProgram(decodeProgram(tokens)).diagnostics), decodeProgram(tokens)).toBe(true)
      }
      const distinct = new Set(samples.map(({ tokens }) => decodeProgram(tokens)))
      expect(distinct.size).toBeGreaterThan(maxTokens === 3 ? 5 : 150)
    },
  )

  it('makes what must follow certain', async () => {
    const policy = await open(PROGRAMS)
    const beam = { width: 4, lengthPenalty: 1 }
    for (const changes of [{}, { beam }]) {
      const options = { temperature: 1, maxTokens: 2, grammar: true, ...changes }
      const [[sample] = []] = await policy.sample([{ ...first, count: 1 }], options)
      expect(decodeProgram(sample?.tokens ?? new Int32Array())).toBe('O = I')
      expect(sample?.logProbability).toBeCloseTo(0, 6)
    }
  })

  it('refuses a limit that no program keeps', async () => {
    const policy = await open(PROGRAMS)
    const asked = policy.sample([first], { temperature: 1, maxTokens: 1, grammar: true })
    await expect(asked).rejects.toThrow('no program has 1 tokens')
  })
})

describe('beam search', () => {
  const END = 1
  const MAX_TOKENS = 4
  const TINY: PolicyShape = { ...SMALL_SHAPE, vocabulary: 5 }
  const others = [0, 2, 3, 4]

  /** The log-probability of a sequence as the training graph has it. */
  function oracle(policy: OrtPolicy, { input }: SampleRequest): (ids: readonly number[]) => Promise<number> {
    const known = new Map([['', 0]])
    return async (ids) => {
      const key = ids.join()
      const found = known.get(key)
      if (found !== undefined) return found
      const { loss } = await policy.evaluate([{ input, target: Int32Array.from(ids) }])
      known.set(key, -loss * ids.length)
      return -loss * ids.length
    }
  }

  const trained = async (): Promise<OrtPolicy> => {
    const policy = await open(TINY)
    for (let i = 0; i < 12; i++) await policy.learn(randomExamples(12, i, TINY), LEARN)
    return policy
  }

  const expectEqual = (
    samples: readonly Sample[],
    expected: readonly (readonly [ids: number[], log: number])[],
  ): void => {
    expect(samples.map(({ tokens, ended }) => [...tokens, ...(ended ? [END] : [])])).toEqual(
      expected.map(([ids]) => ids),
    )
    samples.forEach(({ logProbability }, k) => expect(logProbability).toBeCloseTo(expected[k]?.[1] ?? NaN, 4))
  }

  it.each([0, 0.7, 2])('wide enough, finds the best of all sequences, length penalty %d', async (lengthPenalty) => {
    const policy = await trained()
    const logOf = oracle(policy, first)
    const all: number[][] = [[]]
    for (let k = 0; k < all.length; k++) {
      const ids = all[k] ?? []
      if (ids.length + 1 < MAX_TOKENS) all.push(...others.map((token) => [...ids, token]))
    }
    const scored: [number[], number][] = []
    for (const ids of all) scored.push([[...ids, END], await logOf([...ids, END])])
    expect(scored).toHaveLength(85)
    scored.sort(([a, x], [b, y]) => y / b.length ** lengthPenalty - x / a.length ** lengthPenalty)
    const beam = { width: 64, lengthPenalty }
    const [samples = []] = await policy.sample([{ ...first, count: 10 }], {
      temperature: 1,
      maxTokens: MAX_TOKENS,
      beam,
    })
    expectEqual(samples, scored.slice(0, 10))
  })

  it.each([
    [1, 0],
    [2, 0],
    [2, 1],
    [3, 0.6],
    [3, 3],
  ])('follows the %i likeliest, length penalty %d', async (width, lengthPenalty) => {
    const policy = await trained()
    const some = requests.slice(0, 4).map((request) => ({ ...request, count: width }))
    const found = await policy.sample(some, { temperature: 1, maxTokens: MAX_TOKENS, beam: { width, lengthPenalty } })
    for (const [k, request] of some.entries()) {
      // by the book: no stopping before the limit
      const logOf = oracle(policy, request)
      let live: [number[], number][] = [[[], 0]]
      const ended: [number[], number][] = []
      for (let length = 1; length <= MAX_TOKENS; length++) {
        const next: [number[], number][] = []
        for (const [ids] of live) {
          ended.push([[...ids, END], await logOf([...ids, END])])
          for (const token of others) next.push([[...ids, token], await logOf([...ids, token])])
        }
        live = next.sort(([, x], [, y]) => y - x).slice(0, width)
      }
      ended.sort(([a, x], [b, y]) => y / b.length ** lengthPenalty - x / a.length ** lengthPenalty)
      expectEqual(found[k] ?? [], ended.slice(0, width))
    }
  })

  it('gives what was cut where too few ended', async () => {
    const policy = await open(PROGRAMS)
    const options = { temperature: 1, maxTokens: 1, beam: { width: 3, lengthPenalty: 0 } }
    const [samples = []] = await policy.sample([{ ...first, count: 3 }], options)
    expect(samples.map(({ ended, tokens }) => [ended, tokens.length])).toEqual([
      [true, 0],
      [false, 1],
      [false, 1],
    ])
    const [none] = await policy.sample([{ ...first, count: 1 }], { ...options, maxTokens: 0 })
    expect(none).toEqual([{ tokens: new Int32Array(), ended: false, logProbability: 0 }])
  })

  it('keeps to the grammar', async () => {
    const policy = await open(PROGRAMS)
    const beam = { width: 12, lengthPenalty: 0.5 }
    const [samples = []] = await policy.sample([{ ...first, count: 12 }], {
      temperature: 1,
      maxTokens: 10,
      beam,
      grammar: true,
    })
    const programs = samples.map(({ tokens }) => decodeProgram(tokens))
    expect(new Set(programs).size).toBe(12)
    for (const program of programs) expect(isRunnable(checkProgram(program).diagnostics), program).toBe(true)
  })
})

describe('a vocabulary of programs', () => {
  const programVocabulary = Uint8Array.from({ length: SMALL_SHAPE.vocabulary }, (_, id) => (id < 15 ? 1 : 0))
  const options = { temperature: 0.95, maxTokens: 16, perToken: true }

  it.each([0.95, 0])(
    'ends a sample at the first token outside it and changes nothing before (temperature %d)',
    async (temperature) => {
      const policy = await open(SMALL_SHAPE)
      await policy.learn(randomExamples(12), LEARN)
      const free = (await policy.sample(requests, { ...options, temperature })).flat()
      const bound = (await policy.sample(requests, { ...options, temperature, programVocabulary })).flat()
      const cuts = free.map(({ tokens }) => tokens.findIndex((id) => programVocabulary[id] !== 1))
      bound.forEach((sample, k) => {
        const { tokens, ended } = free[k] as Sample
        const cut = cuts[k] ?? -1
        expect([...sample.tokens]).toEqual([...(cut < 0 ? tokens : tokens.subarray(0, cut + 1))])
        expect(sample.ended).toBe(cut < 0 && ended)
        expect(sumOf(sample.tokenLogProbabilities ?? [])).toBeCloseTo(sample.logProbability, 10)
      })
      expect(cuts.some((cut) => cut >= 0)).toBe(true)
    },
  )

  it('of another size, or with a beam, is refused', async () => {
    const policy = await open(SMALL_SHAPE)
    const wrong = { ...options, programVocabulary: new Uint8Array(3) }
    await expect(policy.sample([first], wrong)).rejects.toThrow("a vocabulary of 3 tokens, the policy's has 20")
    const beam = { ...options, programVocabulary, beam: { width: 6, lengthPenalty: 1 } }
    await expect(policy.sample([first], beam)).rejects.toThrow('a beam does not end')
  })
})
