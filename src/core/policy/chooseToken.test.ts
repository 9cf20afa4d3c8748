import { describe, expect, it } from 'vitest'
import { Rng } from '../util/rng'
import { chooseToken, logSumOf, type ChoiceOptions } from './chooseToken'

const logs = (...probabilities: number[]): Float32Array => Float32Array.from(probabilities, Math.log)
const ALL: ChoiceOptions = { temperature: 1, topK: 0, topP: 1 }
const five = logs(0.1, 0.3, 0.05, 0.3, 0.25)

/** How often each token is taken, u going evenly through [0, 1). */
function shares(probabilities: Float32Array, mask: Uint8Array | null, options: Partial<ChoiceOptions> = {}): number[] {
  const counts = new Array<number>(probabilities.length).fill(0)
  const draws = 10_000
  for (let k = 0; k < draws; k++) {
    const { token } = chooseToken(probabilities, mask, { ...ALL, ...options }, (k + 0.5) / draws)
    counts[token] = (counts[token] ?? 0) + 1
  }
  return counts.map((count) => Math.round((1000 * count) / draws) / 1000)
}

describe('chooseToken', () => {
  it.each<[string, Uint8Array | null, Partial<ChoiceOptions>, number[]]>([
    ['as likely as they are', null, {}, [0.1, 0.3, 0.05, 0.3, 0.25]],
    ['in the order of likelihood sharpened', null, { temperature: 0.5 }, [0.039, 0.353, 0.01, 0.353, 0.245]],
    ['only those that may follow', Uint8Array.of(1, 0, 1, 0, 0), {}, [0.667, 0, 0.333, 0, 0]],
    ['the likeliest one, of equals the first', null, { topK: 1 }, [0, 1, 0, 0, 0]],
    ['the likeliest three', null, { topK: 3 }, [0, 0.353, 0, 0.353, 0.294]],
    ['more than there are', null, { topK: 9 }, [0.1, 0.3, 0.05, 0.3, 0.25]],
    ['those that make up a half', null, { topP: 0.5 }, [0, 0.5, 0, 0.5, 0]],
    ['one more where that is not quite enough', null, { topP: 0.61 }, [0, 0.353, 0, 0.353, 0.294]],
    ['one at least', null, { topP: 0.001 }, [0, 1, 0, 0, 0]],
    ['topP of what topK left', null, { topK: 3, topP: 0.36 }, [0, 0.5, 0, 0.5, 0]],
    ['topK of what may follow', Uint8Array.of(1, 0, 1, 0, 1), { topK: 2 }, [0.286, 0, 0, 0, 0.714]],
    ['greedily', Uint8Array.of(1, 0, 1, 0, 1), { temperature: 0 }, [0, 0, 0, 0, 1]],
  ])('takes %s', (_name, mask, options, expected) => {
    shares(five, mask, options).forEach((share, token) => expect(share).toBeCloseTo(expected[token] ?? 0, 2))
  })

  it('gives the log-probability at temperature 1 among what may follow, whatever was cut', () => {
    const mask = Uint8Array.of(1, 0, 0, 0, 1)
    const options = { temperature: 0.3, topK: 1, topP: 0.1 }
    expect(chooseToken(five, null, options, 0.5)).toMatchObject({ token: 1 })
    expect(chooseToken(five, null, options, 0.5).logProbability).toBeCloseTo(Math.log(0.3), 6)
    expect(chooseToken(five, mask, options, 0.5).logProbability).toBeCloseTo(Math.log(0.25 / 0.35), 6)
    expect(logSumOf(five, mask)).toBeCloseTo(Math.log(0.35), 6)
  })

  it('takes what may follow however unlikely it is', () => {
    const certain = Float32Array.of(0, -400, -401)
    const mask = Uint8Array.of(0, 1, 1)
    expect(shares(certain, mask)).toEqual([0, 0.731, 0.269])
    expect(chooseToken(certain, mask, ALL, 0).logProbability).toBeCloseTo(Math.log(0.7311), 3)
    expect(() => chooseToken(certain, Uint8Array.of(0, 0, 0), ALL, 0)).toThrow('no token may follow')
  })

  it('never takes a token that is cut off, also at the ends of u', () => {
    const rng = Rng.fromSeed(2)
    for (let k = 0; k < 300; k++) {
      const logits = Float32Array.from({ length: 20 }, () => 4 * rng.normal())
      const mask = Uint8Array.from({ length: 20 }, (_, i) => (i === 7 || rng.next() < 0.5 ? 1 : 0))
      const topK = rng.between(1, 5)
      const ranked = [...mask.keys()].filter((i) => mask[i] === 1).sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0))
      for (const u of [0, rng.next(), 1 - 2 ** -32]) {
        const { token } = chooseToken(logits, mask, { ...ALL, topK }, u)
        expect(ranked.slice(0, topK)).toContain(token)
      }
    }
  })
})
