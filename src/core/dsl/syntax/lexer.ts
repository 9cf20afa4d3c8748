import { diagnostic, type Diagnostic, type Span } from '../../errors/diagnostic'

export type TokenKind = 'name' | 'number' | 'equals' | 'open' | 'close' | 'comma' | 'newline' | 'end'

/** A piece of program text. `text` is what the user wrote; for 'end' and 'newline' a word to show in a message. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  readonly span: Span
}

const PUNCTUATION: ReadonlyMap<string, TokenKind> = new Map([
  ['=', 'equals'],
  ['(', 'open'],
  [')', 'close'],
  [',', 'comma'],
])

/** A `#` and what follows it on its line. */
export interface Comment {
  readonly text: string
  readonly span: Span
}

/** Sticky patterns, tried in this order at each position. A number may carry a sign and a fraction: it is wrong anyway. */
const BLANK = /[ \t\f\v\u00a0\ufeff]+/y
const COMMENT = /#[^\r\n]*/y
const NEWLINE = /\r\n|\r|\n/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /[-+]?\d[\d_.]*(?:[eE][-+]?\d+)?/y
/** What cannot start any token, taken as one run so that a pasted sentence gives few messages. */
const UNEXPECTED = /(?:(?![-+]?\d)[^\sA-Za-z0-9_=(),#])+|[^]/uy

/** Cuts a program text into tokens; always ends with an 'end' token, never throws. */
export function tokenize(text: string): { tokens: Token[]; comments: Comment[]; diagnostics: Diagnostic[] } {
  const tokens: Token[] = []
  const comments: Comment[] = []
  const diagnostics: Diagnostic[] = []
  let at = 0
  let line = 1
  let lineStart = 0

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? null
  }
  const spanOf = (length: number): Span => ({ start: at, end: at + length, line, column: at - lineStart + 1 })

  while (at < text.length) {
    const blank = match(BLANK)
    if (blank !== null) {
      at += blank.length
      continue
    }
    const comment = match(COMMENT)
    if (comment !== null) {
      comments.push({ text: comment, span: spanOf(comment.length) })
      at += comment.length
      continue
    }
    const newline = match(NEWLINE)
    if (newline !== null) {
      tokens.push({ kind: 'newline', text: 'the end of the line', span: spanOf(newline.length) })
      at += newline.length
      line++
      lineStart = at
      continue
    }
    const punctuation = PUNCTUATION.get(text.charAt(at))
    const name = punctuation ? null : match(NAME)
    const number = punctuation || name !== null ? null : match(NUMBER)
    const found = punctuation ? text.charAt(at) : (name ?? number)
    const kind = punctuation ?? (name !== null ? 'name' : 'number')
    if (found !== null) {
      tokens.push({ kind, text: found, span: spanOf(found.length) })
      at += found.length
      continue
    }
    const unexpected = match(UNEXPECTED) ?? text.charAt(at)
    diagnostics.push(diagnostic('syntax/unexpected-character', spanOf(unexpected.length), { found: unexpected }))
    at += unexpected.length
  }
  tokens.push({ kind: 'end', text: 'the end of the program', span: spanOf(0) })
  return { tokens, comments, diagnostics }
}
