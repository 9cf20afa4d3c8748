import type { Grid } from '../grid/grid'
import type { Pair } from './task'

/** How many tokens one grid of an encoded text takes, and how many of them lie within the limit. */
export interface TextCost {
  readonly tokens: number
  readonly read: number
}

export interface TextReading {
  readonly text: string
  readonly tokens: number
  /** characters of the text that lie within the limit */
  readonly readLength: number
  readonly pairs: readonly { readonly input: TextCost; readonly output: TextCost }[]
}

/** A word, a number, or one other character that is not blank. */
const TOKEN = /[A-Za-z]+|\d+|[^\sA-Za-z\d]/g

/**
 * The text of demonstration pairs as `encodeSparse` and `encodeDense` join it (inputs, a newline, outputs), and what of
 * it a model sees that reads `limit` tokens. Tokens are an estimate by one rule: each word, number and punctuation mark
 * is one, blanks are free. A trained tokenizer may join or split some of them.
 */
export function measureText(pairs: readonly Pair[], encodeGrid: (grid: Grid) => string, limit: number): TextReading {
  const inputs = pairs.map(({ input }) => encodeGrid(input))
  const outputs = pairs.map(({ output }) => encodeGrid(output))
  const text = `${inputs.join('|')}\n${outputs.join('|')}`
  const starts = [...text.matchAll(TOKEN)].map(({ index }) => index)
  const isWhole = starts.length <= limit
  let from = 0
  const costs = [...inputs, ...outputs].map((grid): TextCost => {
    const to = from + grid.length
    const first = countBefore(starts, from)
    const last = countBefore(starts, to)
    from = to + 1 // the separator
    return { tokens: last - first, read: Math.max(0, Math.min(last, limit) - first) }
  })
  const nothing: TextCost = { tokens: 0, read: 0 }
  return {
    text,
    tokens: starts.length,
    readLength: isWhole ? text.length : (starts[limit] ?? 0),
    pairs: pairs.map((_, k) => ({ input: costs[k] ?? nothing, output: costs[pairs.length + k] ?? nothing })),
  }
}

/** How many of the ascending `starts` lie before `end`. */
function countBefore(starts: readonly number[], end: number): number {
  const at = starts.findIndex((start) => start >= end)
  return at < 0 ? starts.length : at
}
