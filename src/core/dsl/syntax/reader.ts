import { diagnostic, type Diagnostic } from '../../errors/diagnostic'
import type { Expression, Name, SourceLine } from './ast'
import { tokenize, type Comment, type Token, type TokenKind } from './lexer'

/**
 * `strict`: a value is a name or a call of a name with names; anything else is a fault.
 * `free`: calls inside calls, numbers, tuples and `return` are read too, for `normalizeText` to write out.
 */
export type SourceForm = 'strict' | 'free'

export interface Source {
  /** the lines that read without a fault, in order */
  readonly lines: SourceLine[]
  readonly diagnostics: Diagnostic[]
  /** targets of lines that did not read */
  readonly broken: Name[]
  readonly comments: Comment[]
}

/** Calls inside each other that are read; the stack must hold whatever text comes. */
const MAX_DEPTH = 60
/** Calls of what a call gave, `f(a)(b)(c)`, likewise. */
const MAX_CHAINED = 8

/** Reads a text line by line. Never throws; goes on after a fault. Diagnostics are in the order they were found. */
export function readSource(text: string, form: SourceForm): Source {
  const { tokens, comments, diagnostics } = tokenize(text)
  const reader = new Reader(tokens, diagnostics, form === 'free')
  const lines: SourceLine[] = []
  const broken: Name[] = []
  while (!reader.isAt('end')) {
    if (reader.take('newline') || reader.takeReturnOfO()) continue
    const target = reader.peekTarget()
    const line = reader.readLine()
    if (line) lines.push(line)
    else if (target) broken.push(target)
  }
  return { lines, diagnostics, broken, comments }
}

class Reader {
  private at = 0
  /** Set by any fault inside the line being read. */
  private isBad = false
  /** Lines in which the lexer found something. */
  private readonly badLines: ReadonlySet<number>

  constructor(
    private readonly tokens: readonly Token[],
    private readonly diagnostics: Diagnostic[],
    private readonly isFree: boolean,
  ) {
    this.badLines = new Set(diagnostics.map(({ span }) => span.line))
  }

  private get token(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token
  }

  private kindAfter(count: number): TokenKind {
    return this.tokens[this.at + count]?.kind ?? 'end'
  }

  isAt(kind: TokenKind): boolean {
    return this.token.kind === kind
  }

  take(kind: TokenKind): Token | null {
    if (!this.isAt(kind)) return null
    const taken = this.token
    this.at++
    return taken
  }

  /** The name that the coming line seems to assign. */
  peekTarget(): Name | null {
    return this.isAt('name') && this.kindAfter(1) === 'equals' ? nameOf(this.token) : null
  }

  /** `return O` as Python functions end: the program says the same without it. */
  takeReturnOfO(): boolean {
    if (!this.isAtReturn() || this.tokens[this.at + 1]?.text !== 'O') return false
    if (!isLineEnd(this.kindAfter(2)) || this.badLines.has(this.token.span.line)) return false
    const end = this.tokens[this.at + 1]?.span.end ?? 0
    this.diagnostics.push(diagnostic('syntax/left-out', { ...this.token.span, end }, { found: 'return O' }))
    this.at += 2
    return true
  }

  private isAtReturn(): boolean {
    return this.isFree && this.isAt('name') && this.token.text === 'return' && this.kindAfter(1) !== 'equals'
  }

  /** One line up to and including its end; null when it holds a fault. */
  readLine(): SourceLine | null {
    this.isBad = this.badLines.has(this.token.span.line)
    const line = this.isAtReturn() ? this.readReturn() : this.readAssignment()
    if (line && !this.isAtLineEnd()) this.fault('the end of the line')
    while (!this.isAtLineEnd()) this.at++
    return this.isBad ? null : line
  }

  /** `return x5`, `return hmirror(I)`: what O is. */
  private readReturn(): SourceLine | null {
    const { span } = this.token
    this.at++
    const value = this.readExpression(0)
    return value && { target: { text: 'O', span }, value, span: { ...span, end: value.span.end } }
  }

  private readAssignment(): SourceLine | null {
    const target = this.expectName('a variable name')
    if (!target || !this.take('equals')) {
      if (target) this.fault("'='")
      return null
    }
    const value = this.readExpression(0)
    return value && { target, value, span: { ...target.span, end: value.span.end } }
  }

  /** `depth` 0: the value of the line, 1: an argument, more: inside an argument. */
  private readExpression(depth: number): Expression | null {
    let value = this.readOperand(depth)
    let chained = 0
    while (value && this.isAt('open') && (this.isFree ? value.kind !== 'number' : value.kind === 'name')) {
      const place = this.diagnostics.length
      const list = this.readList(chained++ < MAX_CHAINED ? depth : MAX_DEPTH)
      value = { kind: 'call', callee: value, args: list.items, span: { ...value.span, end: list.end } }
      if (this.isFree || depth === 0) continue
      // only the outermost call is reported: flattening it shows the next one
      if (depth === 1) this.diagnostics.splice(place, 0, diagnostic('syntax/nested-call', value.span))
      this.isBad = true
    }
    return value
  }

  private readOperand(depth: number): Expression | null {
    if (!this.isFree || this.isAt('name')) {
      const name = this.expectName('a name')
      return name && { kind: 'name', name, span: name.span }
    }
    const number = this.take('number')
    if (number) return { kind: 'number', text: number.text, span: number.span }
    if (!this.isAt('open')) {
      this.fault('a name')
      return null
    }
    const { span } = this.token
    const { items, end } = this.readList(depth)
    const [only] = items
    return items.length === 1 && only ? only : { kind: 'tuple', items, span: { ...span, end } }
  }

  /** What stands in parentheses, from the opening to the closing one. */
  private readList(depth: number): { items: Expression[]; end: number } {
    const items: Expression[] = []
    if (depth >= MAX_DEPTH) {
      if (this.isFree && !this.isBad) this.diagnostics.push(diagnostic('syntax/too-deep', this.token.span))
      this.isBad = true
      while (!this.isAtLineEnd()) this.at++
      return { items, end: this.token.span.start }
    }
    this.take('open')
    let close = this.take('close')
    while (!close) {
      const item = this.readExpression(depth + 1)
      if (item) items.push(item)
      if (!this.isAt('comma') && !this.isAt('close')) {
        this.fault("',' or ')'")
        while (!this.isAtLineEnd() && !this.isAt('comma') && !this.isAt('close')) this.at++
        if (this.isAtLineEnd()) return { items, end: this.token.span.start }
      }
      close = this.take('close')
      if (!close) this.take('comma')
    }
    return { items, end: close.span.end }
  }

  private expectName(what: string): Name | null {
    const name = this.take('name')
    if (name) return nameOf(name)
    const number = this.take('number')
    if (!number) this.fault(what)
    else this.diagnostics.push(diagnostic('syntax/integer-literal', number.span))
    this.isBad = true
    return null
  }

  private isAtLineEnd(): boolean {
    return isLineEnd(this.token.kind)
  }

  /** Says what was expected here; only the first such fault of a line is worth saying. */
  private fault(expected: string): void {
    if (!this.isBad) {
      const found = this.isAtLineEnd() ? this.token.text : `'${this.token.text}'`
      this.diagnostics.push(diagnostic('syntax/expected', this.token.span, { expected, found }))
    }
    this.isBad = true
  }
}

const nameOf = (token: Token): Name => ({ text: token.text, span: token.span })
const isLineEnd = (kind: TokenKind): boolean => kind === 'newline' || kind === 'end'
