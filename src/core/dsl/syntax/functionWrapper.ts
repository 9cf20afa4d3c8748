import { diagnostic, type Diagnostic, type Span } from '../../errors/diagnostic'

/** A text of which one program is left, every character in its place. */
export interface Unwrapped {
  readonly text: string
  readonly diagnostics: Diagnostic[]
}

const IMPORT = /^[ \t]*(?:from[ \t]+[\w.]+[ \t]+import\b[^#\r\n]*|import[ \t]+\w[^#\r\n]*)/gm
const HEAD = /^[ \t]*def[ \t]+\w+[ \t]*\([ \t]*I[ \t]*(?::[ \t]*\w+[ \t]*)?\)[ \t]*(?:->[ \t]*\w+[ \t]*)?:/gm

/**
 * Takes what Python has around a program out of a text: import lines and `def solve_x(I):`. Blanks stand where they were,
 * so that every place in what is left is a place in the original. Of two functions only the first is left.
 */
export function unwrapFunction(text: string): Unwrapped {
  const diagnostics: Diagnostic[] = []
  if (!/^[ \t]*(?:from|import|def)[ \t]/m.test(text)) return { text, diagnostics }
  const heads = [...text.matchAll(HEAD)]
  const lineStarts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)]
  const second = heads[1]
  let left = text
  if (second) {
    diagnostics.push(diagnostic('syntax/second-program', spanOf(lineStarts, second.index, second[0])))
    left = text.slice(0, second.index) + blank(text.slice(second.index))
  }
  for (const { index, 0: found } of [...left.matchAll(IMPORT), ...left.matchAll(HEAD)]) {
    const span = spanOf(lineStarts, index, found)
    diagnostics.push(diagnostic('syntax/left-out', span, { found: text.slice(span.start, span.end) }))
  }
  return { text: left.replace(IMPORT, blank).replace(HEAD, blank), diagnostics }
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ')

/** The place of `found` without the blanks around it. */
function spanOf(lineStarts: readonly number[], index: number, found: string): Span {
  const start = index + found.length - found.trimStart().length
  let [low, high] = [0, lineStarts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((lineStarts[middle] ?? 0) <= start) low = middle
    else high = middle
  }
  return { start, end: index + found.trimEnd().length, line: low + 1, column: start - (lineStarts[low] ?? 0) + 1 }
}
