import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { encodeDense, encodeGridDense } from './encodeDense'
import { encodeGridSparse, encodeSparse } from './encodeSparse'
import { measureText } from './measureText'

const pair = {
  input: Grid.fromRows([
    [0, 3, 0],
    [1, 0, 3],
  ]),
  output: Grid.fromRows([[4]]),
}
const pairs = [pair, { input: pair.output, output: pair.input }]

describe('measureText', () => {
  it('measures the very text that the encodings give', () => {
    expect(measureText(pairs, encodeGridSparse, 512).text).toBe(encodeSparse(pairs))
    expect(measureText(pairs, encodeGridDense, 512).text).toBe(encodeDense(pairs))
  })

  it('counts words, numbers and punctuation marks, grid by grid', () => {
    // 1 x 1 background = 4
    const one = measureText([{ input: pair.output, output: pair.output }], encodeGridSparse, 512)
    expect(one.pairs[0]).toEqual({ input: { tokens: 6, read: 6 }, output: { tokens: 6, read: 6 } })
    expect(one.tokens).toBe(12)
    const dense = measureText(pairs, encodeGridDense, 512) // 2 x 3 0 3 0 ; 1 0 3, then | between two of a line
    expect(dense.pairs[0]?.input.tokens).toBe(10)
    expect(dense.tokens).toBe(2 * (10 + 4) + 2)
    expect(dense.readLength).toBe(dense.text.length)
  })

  it('tells what lies beyond the limit', () => {
    const { text, readLength, tokens, pairs: costs } = measureText(pairs, encodeGridDense, 12)
    expect(text.slice(0, readLength)).toBe('2x3 0 3 0; 1 0 3|1')
    expect(tokens).toBe(30)
    expect(costs).toEqual([
      { input: { tokens: 10, read: 10 }, output: { tokens: 4, read: 0 } },
      { input: { tokens: 4, read: 1 }, output: { tokens: 10, read: 0 } },
    ])
  })
})
