import { tokenize, type Token } from '../../../core/dsl/syntax/lexer'

/** A call that the cursor stands in. */
export interface CallSite {
  /** what is called, as written: a name, or a call that gives a function; '' for the parentheses of a pair */
  readonly callee: string
  /** the argument at the cursor, from 0 */
  readonly argument: number
  /** all arguments as written, that at the cursor included; '' where there is nothing yet */
  readonly args: readonly string[]
  /** where each of them stands in the line */
  readonly places: readonly { readonly start: number; readonly end: number }[]
}

/** What may be written where the cursor stands in its line. */
export type CursorPlace =
  | { readonly kind: 'target' }
  /** right of `=`: a call or a name for `target` */
  | { readonly kind: 'value'; readonly target: string }
  | { readonly kind: 'argument'; readonly site: CallSite }
  /** in a comment, or after something that is complete */
  | { readonly kind: 'none' }

/** Reads a line up to the cursor, and on to the end of the call that the cursor is in. Whatever the line, it has an answer. */
export function cursorPlace(line: string, column: number): CursorPlace {
  const { tokens: all, comments } = tokenize(line)
  if (comments.some(({ span }) => span.start < column)) return { kind: 'none' }
  const tokens = all.filter(({ kind }) => kind !== 'end' && kind !== 'newline')
  const open = innermostOpen(tokens, column)
  if (open !== null) return { kind: 'argument', site: siteOf(line, tokens, open, column) }
  // what is being typed does not count
  const before = tokens.filter(({ kind, span }) => span.end < column || (span.end === column && kind !== 'name'))
  const [target, equals, ...rest] = before
  if (!target) return { kind: 'target' }
  if (target.text === 'return' && !equals) return { kind: 'value', target: 'O' }
  if (equals?.kind === 'equals' && rest.length === 0) return { kind: 'value', target: target.text }
  return { kind: 'none' }
}

/** The call whose argument starts at this column of the line; null where none does. */
export function callSiteAt(line: string, column: number): CallSite | null {
  const place = cursorPlace(line, column)
  return place.kind === 'argument' ? place.site : null
}

/** Index of the last parenthesis left of the cursor that nothing left of the cursor closes. */
function innermostOpen(tokens: readonly Token[], column: number): number | null {
  const open: number[] = []
  tokens.forEach(({ kind, span }, k) => {
    if (span.end > column) return
    if (kind === 'open') open.push(k)
    else if (kind === 'close') open.pop()
  })
  return open[open.length - 1] ?? null
}

function siteOf(line: string, tokens: readonly Token[], open: number, column: number): CallSite {
  const opening = tokens[open] as Token
  const calleeStart = calleeBefore(tokens, open)
  const callee = calleeStart === null ? '' : line.slice(tokens[calleeStart]?.span.start, opening.span.start).trim()
  const places: { start: number; end: number }[] = []
  let argument = 0
  let depth = 0
  let from = opening.span.end
  let at = open + 1
  for (; at < tokens.length; at++) {
    const { kind, span } = tokens[at] as Token
    if (kind === 'open') depth++
    if (kind === 'close' && depth-- === 0) break
    if (kind !== 'comma' || depth > 0) continue
    places.push({ start: from, end: span.start })
    from = span.end
    if (span.end <= column) argument++
  }
  places.push({ start: from, end: tokens[at]?.span.start ?? tokens[tokens.length - 1]?.span.end ?? from })
  const trimmed = places.map(({ start, end }) => trimmedPlace(line, start, Math.max(start, end)))
  return { callee, argument, args: trimmed.map(({ start, end }) => line.slice(start, end)), places: trimmed }
}

/** Index of the first token of what is called by the parenthesis at `open`; null where it calls nothing. */
function calleeBefore(tokens: readonly Token[], open: number): number | null {
  const last = tokens[open - 1]
  if (last?.kind === 'name') return open - 1
  if (last?.kind !== 'close') return null
  let depth = 0
  for (let k = open - 1; k >= 0; k--) {
    if (tokens[k]?.kind === 'close') depth++
    if (tokens[k]?.kind === 'open' && --depth === 0) return calleeBefore(tokens, k) ?? k
  }
  return null
}

function trimmedPlace(line: string, start: number, end: number): { start: number; end: number } {
  const text = line.slice(start, end)
  const from = start + (text.length - text.trimStart().length)
  return { start: from, end: Math.max(from, end - (text.length - text.trimEnd().length)) }
}
