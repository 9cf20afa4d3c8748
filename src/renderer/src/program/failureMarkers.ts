import { CODES, type Code } from '../../../core/errors/codes'
import { formatUnits } from '../components/format'
import { pairName } from './pairName'
import type { Failure, PairView } from './messages'

/** What failed on a line while it ran. */
export interface FailureMarker {
  readonly line: number
  /** of the primitive's name on the line; null: the whole line */
  readonly column: { readonly start: number; readonly end: number } | null
  readonly message: string
}

/** For each line that fails on some pair, and each way it does: the primitive, the reason, the pairs, how to mend it. */
export function failureMarkers(
  text: string,
  results: readonly (PairView | null)[],
  trainCount: number,
): FailureMarker[] {
  const lines = text.split(/\r\n|\r|\n/)
  const failing = new Map<string, Failure & { pairs: number[] }>()
  results.forEach((result, index) => {
    const failure = result?.failure ?? invalidOutput(result, lines)
    if (!failure) return
    const key = `${failure.line} ${failure.message}`
    const entry = failing.get(key) ?? { ...failure, pairs: [] }
    entry.pairs.push(index)
    failing.set(key, entry)
  })
  return [...failing.values()].map(({ line, code, message, primitive, pairs }) => {
    const help = Object.hasOwn(CODES, code) ? CODES[code as Code].help : ''
    const where = pairsText(pairs, results.length, trainCount)
    return { line, column: placeOf(primitive, lines[line - 1] ?? ''), message: `${message}\n${where}\n${help}` }
  })
}

/** The program ran, but its last line's value is no grid of a task. */
function invalidOutput(result: PairView | null, lines: readonly string[]): Failure | null {
  if (!result || result.output) return null
  const line = lines.findLastIndex((one) => /^\s*(?:O\s*=|return\b)/.test(one)) + 1
  return { code: 'run/not-a-grid', message: CODES['run/not-a-grid'].text, line: Math.max(1, line), primitive: null }
}

const MOST_PAIRS = 4

/** on train 1 and test 1, 2 of 4 pairs */
function pairsText(pairs: readonly number[], count: number, trainCount: number): string {
  if (pairs.length === count) return count === 1 ? 'on the only pair' : `on all ${count} pairs`
  const names = pairs.slice(0, MOST_PAIRS).map((index) => pairName(index, trainCount))
  const more = pairs.length > MOST_PAIRS ? ` and ${pairs.length - MOST_PAIRS} more` : ''
  return `on ${names.join(', ')}${more}: ${pairs.length} of ${formatUnits(count, 'pair')}`
}

/** Where the primitive stands on the line, if it does so once. */
function placeOf(primitive: string | null, line: string): FailureMarker['column'] {
  if (primitive === null) return null
  const [place, another] = line.matchAll(new RegExp(`\\b${primitive}\\b`, 'g'))
  return place && !another ? { start: place.index + 1, end: place.index + 1 + primitive.length } : null
}
