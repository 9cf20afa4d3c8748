import { diagnostic, type Diagnostic } from '../../errors/diagnostic'
import type { Name, Program, Statement } from './ast'
import { tokenize, type Token, type TokenKind } from './lexer'

export interface Parsed {
  /** The lines that read without a fault, in order. Complete only when `diagnostics` is empty. */
  readonly program: Program
  readonly diagnostics: Diagnostic[]
  /** Targets of lines that did not read: later uses of them are no second mistake. */
  readonly broken: readonly Name[]
}

/** Reads a program in the strict form `name = callee(name, ...)`, one call per line. Never throws; goes on after a fault. */
export function parseProgram(text: string): Parsed {
  const { tokens, diagnostics } = tokenize(text)
  const reader = new Reader(tokens, diagnostics)
  const statements: Statement[] = []
  const broken: Name[] = []
  while (!reader.isAt('end')) {
    if (reader.take('newline')) continue
    const target = reader.peekTarget()
    const statement = reader.readStatement()
    if (statement) statements.push(statement)
    else if (target) broken.push(target)
  }
  if (statements.length === 0 && diagnostics.length === 0) {
    diagnostics.push(diagnostic('syntax/empty-program', { start: 0, end: 0, line: 1, column: 1 }))
  }
  diagnostics.sort((a, b) => a.span.start - b.span.start)
  return { program: { statements }, diagnostics, broken }
}

class Reader {
  private at = 0
  /** Set by any fault inside the line being read. */
  private isBad = false

  constructor(
    private readonly tokens: readonly Token[],
    private readonly diagnostics: Diagnostic[],
  ) {}

  private get token(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token
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
    return this.isAt('name') && this.tokens[this.at + 1]?.kind === 'equals' ? nameOf(this.token) : null
  }

  /** One line up to and including its end; null when it holds a fault. */
  readStatement(): Statement | null {
    const { line } = this.token.span
    this.isBad = this.diagnostics.some((d) => d.span.line === line) // the lexer's, all found before
    const statement = this.readTargetAndValue()
    if (statement && !this.isAtLineEnd()) this.fault('the end of the line')
    while (!this.isAtLineEnd()) this.at++
    return this.isBad ? null : statement
  }

  private readTargetAndValue(): Statement | null {
    const target = this.expectName('a variable name')
    if (!target || !this.take('equals')) {
      if (target) this.fault("'='")
      return null
    }
    const first = this.expectName('a name')
    if (!first) return null
    if (!this.take('open'))
      return { target, callee: null, args: [first], span: { ...target.span, end: first.span.end } }
    const { args, end } = this.readArguments(0)
    return { target, callee: first, args, span: { ...target.span, end } }
  }

  /** The names up to the closing parenthesis and where it ends; a nested call is read through: one message each. */
  private readArguments(depth: number): { args: Name[]; end: number } {
    const args: Name[] = []
    let close = this.take('close')
    while (!close) {
      const arg = this.readArgument(depth)
      if (arg) args.push(arg)
      if (!this.isAt('comma') && !this.isAt('close')) {
        this.fault("',' or ')'")
        while (!this.isAtLineEnd() && !this.isAt('comma') && !this.isAt('close')) this.at++
        if (this.isAtLineEnd()) return { args, end: this.token.span.start }
      }
      close = this.take('close')
      if (!close) this.take('comma')
    }
    return { args, end: close.span.end }
  }

  private readArgument(depth: number): Name | null {
    const name = this.expectName('a name')
    if (!name || !this.take('open')) return name
    const place = this.diagnostics.length
    const { end } = this.readArguments(depth + 1)
    // only the outermost call is reported: flattening it shows the next one
    if (depth === 0) this.diagnostics.splice(place, 0, diagnostic('syntax/nested-call', { ...name.span, end }))
    this.isBad = true
    return null
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
    return this.isAt('newline') || this.isAt('end')
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
