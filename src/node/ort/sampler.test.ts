import { describe, expect, it } from 'vitest'
import type { SampleRequest } from '../../core/policy/policyPort'
import { groupRequests } from './sampler'

const request = (length: number, count: number): SampleRequest => ({
  input: { features: new Int32Array(length), length, width: 1 },
  count,
  seed: 0,
})

describe('groupRequests', () => {
  const sixteen = Array.from({ length: 16 }, () => request(20, 24))

  it('gives every worker its share', () => {
    const sizes = (workers: number, maxRows = 384): number[] =>
      groupRequests(sixteen, { maxRows, workers }).map((group) => group.length)
    expect(sizes(1)).toEqual([16])
    expect(sizes(2)).toEqual([8, 8])
    expect(sizes(3)).toEqual([5, 5, 5, 1])
    expect(sizes(40)).toEqual(sixteen.map(() => 1))
    expect(sizes(1, 96)).toEqual([4, 4, 4, 4])
    expect(sizes(1, 5)).toEqual(sixteen.map(() => 1))
  })

  it('counts the rows of a beam, not the samples', () => {
    const one = Array.from({ length: 6 }, () => request(20, 1))
    expect(groupRequests(one, { maxRows: 20, workers: 1, rowsEach: 10 })).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ])
  })

  it('keeps to one padded length, and leaves out what asks for nothing', () => {
    const mixed = [request(30, 2), request(5, 2), request(8, 0), request(26, 1), request(1, 2)]
    expect(groupRequests(mixed, { maxRows: 384, workers: 1 })).toEqual([
      [1, 4],
      [3, 0],
    ])
  })
})
