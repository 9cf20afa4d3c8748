import { diagnostic, type Diagnostic, type Span } from '../../errors/diagnostic'
import type { Expression, Name, Program, SourceLine, Statement } from './ast'
import { unwrapFunction } from './functionWrapper'
import { integerChain, LARGEST_WRITTEN, type Literals } from './integerChain'
import type { Comment } from './lexer'
import { emptyProgram } from './parser'
import { printStatement } from './printer'
import { readSource } from './reader'

/** A line as written with the strict lines that say the same; the last of them assigns its target. */
export interface NormalizedLine {
  readonly source: SourceLine
  readonly statements: readonly Statement[]
}

export interface Normalized {
  /** The strict form. Every span is the place of what was written: an inner call keeps its own. */
  readonly program: Program
  readonly lines: readonly NormalizedLine[]
  readonly comments: readonly Comment[]
  /** In the order of the text; those of severity 'info' say what was written out. */
  readonly diagnostics: Diagnostic[]
  readonly broken: readonly Name[]
  /** Variables that the text does not have, and the expression that each stands for. */
  readonly written: ReadonlyMap<string, string>
}

/**
 * Reads a program as people write it and gives its strict form: calls inside calls and pairs get lines and variables of
 * their own, numbers become constants or calls on constants, and what Python has around a program is left out. Never
 * throws; goes on after a fault.
 */
export function normalizeText(text: string, literals: Literals): Normalized {
  const unwrapped = unwrapFunction(text)
  const { lines: sources, broken, comments, diagnostics } = readSource(unwrapped.text, 'free')
  const flattener = new Flattener(text, literals)
  const lines: NormalizedLine[] = []
  for (const source of sources) {
    const statements = flattener.flattenLine(source)
    if (statements) lines.push({ source, statements })
    else broken.push(source.target)
  }
  const all = [...unwrapped.diagnostics, ...diagnostics, ...flattener.diagnostics]
  if (lines.length === 0 && all.every(({ severity }) => severity === 'info')) all.push(emptyProgram())
  all.sort((a, b) => a.span.start - b.span.start)
  broken.sort((a, b) => a.span.start - b.span.start)
  const program = { statements: lines.flatMap(({ statements }) => statements) }
  return { program, lines, comments, diagnostics: all, broken, written: flattener.written }
}

/** What a line calls on what; no callee: the line only names its one argument. */
interface Call {
  readonly callee: Name | null
  readonly args: readonly Name[]
}

class Flattener {
  readonly diagnostics: Diagnostic[] = []
  readonly written = new Map<string, string>()
  /** Every word of the text, comments included: a fresh name is none of them. */
  private readonly taken: Set<string>
  private next = 1
  private statements: Statement[] = []

  constructor(
    private readonly text: string,
    private readonly literals: Literals,
  ) {
    this.taken = new Set(text.match(/[A-Za-z_]\w*/g) ?? [])
  }

  /** The strict lines of one line; null when it holds something that cannot be written out. */
  flattenLine({ target, value, span }: SourceLine): Statement[] | null {
    this.statements = []
    const reportedBefore = this.diagnostics.length
    const isReturn = this.text.slice(target.span.start, target.span.end) !== target.text
    const call = value.kind === 'call' ? this.readCall(value, (part) => this.readPart(part)) : this.read(value)
    if (!call) return null
    this.statements.push({ target, ...call, span })
    if (isReturn) {
      this.diagnostics.length = reportedBefore
      this.sayWrittenOut(span, this.statements.map(printStatement).join('; '))
    } else if (value.kind === 'number' || value.kind === 'tuple') {
      this.sayWrittenOut(value.span, this.statements.map(printStatement).join('; '))
    }
    return this.statements
  }

  /** An argument or the callee of the line's own call, with a word about how it is written out. */
  private readPart(part: Expression): Name | null {
    const from = this.statements.length
    const name = this.readName(part)
    if (!name || part.kind === 'name') return name
    this.sayWrittenOut(part.span, this.statements.slice(from).map(printStatement).join('; ') || name.text)
    return name
  }

  /** A name for the value, after the lines it needs. */
  private readName(value: Expression): Name | null {
    if (value.kind === 'name') return value.name
    const call = this.read(value)
    if (!call) return null
    const [constant] = call.args
    if (!call.callee) return constant ?? null
    const target = { text: this.freshName(value.span), span: value.span }
    this.statements.push({ target, ...call, span: value.span })
    return target
  }

  private read(value: Expression): Call | null {
    switch (value.kind) {
      case 'name':
        return { callee: null, args: [value.name] }
      case 'number':
        return this.readNumber(value.text, value.span)
      case 'call':
        return this.readCall(value, (part) => this.readName(part))
      case 'tuple':
        return this.readTuple(value.items, value.span)
    }
  }

  private readCall(call: Extract<Expression, { kind: 'call' }>, read: (part: Expression) => Name | null): Call | null {
    const callee = read(call.callee)
    const args = call.args.map(read)
    const names = args.filter((arg) => arg !== null)
    return callee && names.length === args.length ? { callee, args: names } : null
  }

  private readTuple(items: readonly Expression[], span: Span): Call | null {
    const [first, second] = items
    if (!first || !second || items.length > 2) {
      const found = items.length === 0 ? 'nothing' : `${items.length} values`
      this.diagnostics.push(diagnostic('syntax/tuple', span, { found }))
      return null
    }
    const [i, j] = [integerOf(first), integerOf(second)]
    const constant = i === null || j === null ? null : this.literals.pair(i, j)
    if (constant !== null) return { callee: null, args: [{ text: constant, span }] }
    const names = [this.readName(first), this.readName(second)].filter((name) => name !== null)
    return names.length === 2 ? { callee: { text: 'astuple', span }, args: names } : null
  }

  private readNumber(found: string, span: Span): Call | null {
    const value = integerText(found)
    const chain = value === null ? null : integerChain(value, this.literals)
    if (value === null || !chain) {
      this.diagnostics.push(diagnostic('syntax/number', span, { found, limit: LARGEST_WRITTEN }))
      return null
    }
    let last: Name = { text: this.literals.integer(value) ?? '', span }
    const calls = chain.map(({ callee, args }, k): Call => {
      const names = args.map((arg) => (arg === 'last' ? last : { text: this.literals.integer(arg) ?? '', span }))
      const call = { callee: { text: callee, span }, args: names }
      if (k === chain.length - 1) return call
      last = { text: this.freshName(span), span }
      this.statements.push({ target: last, ...call, span })
      return call
    })
    return calls[calls.length - 1] ?? { callee: null, args: [last] }
  }

  private freshName(span: Span): string {
    while (this.taken.has(`x${this.next}`)) this.next++
    const name = `x${this.next++}`
    this.written.set(name, this.text.slice(span.start, span.end))
    return name
  }

  private sayWrittenOut(span: Span, written: string): void {
    this.diagnostics.push(diagnostic('syntax/written-out', span, { written }))
  }
}

const integerOf = (value: Expression): number | null => (value.kind === 'number' ? integerText(value.text) : null)

/** The value of a whole number; null for 1.5, 1e3, 1_000 and what no number holds exactly. */
function integerText(text: string): number | null {
  if (!/^[-+]?\d+$/.test(text)) return null
  const value = Number(text) || 0 // no minus zero
  return Number.isSafeInteger(value) ? value : null
}
