import { expect, it } from 'vitest'
import { halfDifference, largestDifference, logSumExp, relativeError, worstOf } from './tensorErrors'

const floats = (...values: number[]): Float32Array => Float32Array.from(values)

it('relative to the size of the recorded tensor; none where both are zero', () => {
  expect(relativeError(floats(3, 4.5), floats(3, 4))).toBeCloseTo(0.1)
  expect(relativeError(floats(0, 0), floats(0, 0))).toBe(0)
  expect(relativeError(floats(1), floats(0))).toBe(Infinity)
})

it('other lengths, and values that are no numbers, are no error that passes', () => {
  for (const error of [relativeError, largestDifference, halfDifference]) {
    expect(error(floats(1), floats(1, 2))).toBeNaN()
    expect(error(floats(Number.NaN, 1), floats(1, 1))).toBeNaN()
  }
})

it('the worst of many, NaN before all', () => {
  const named = [
    ['a', 1e-9],
    ['b', 2e-9],
    ['c', 1e-10],
  ] as const
  expect(worstOf(named)).toEqual({ name: 'b', error: 2e-9 })
  expect(worstOf([...named, ['d', Number.NaN], ['e', 1]])).toEqual({ name: 'd', error: Number.NaN })
})

it('a half may differ by half of its last place', () => {
  expect(halfDifference(floats(1 + 2 ** -11), floats(1))).toBe(2 ** -11)
  expect(halfDifference(floats(2 ** -25), floats(0))).toBe(2 ** -11)
})

it('logSumExp does not overflow', () => {
  expect(logSumExp(floats(1000, 1000))).toBeCloseTo(1000 + Math.log(2))
})
