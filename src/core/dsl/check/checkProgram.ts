import type { Code } from '../../errors/codes'
import { diagnostic, type Diagnostic, type Span } from '../../errors/diagnostic'
import { mayAccept, type DslType } from '../dslType'
import type { Name, Program, Statement } from '../syntax/ast'
import { parseProgram } from '../syntax/parser'
import { BUILTIN_NAMES, builtinTerm, findPrimitive } from './builtins'
import { nameTerm, statementTerm } from './infer'
import { mayStandFor } from './slots'
import { nearestName } from './suggest'
import { ANY, type Term } from './term'

export interface Checked {
  /** the lines that could be read */
  readonly program: Program
  /** in the order of the text */
  readonly diagnostics: Diagnostic[]
  /** one per statement of `program` */
  readonly types: DslType[]
}

/** Reads a program and says all that is certainly wrong with it before it runs. Never throws. */
export function checkProgram(text: string): Checked {
  const { program, diagnostics, broken } = parseProgram(text)
  const checked = checkParsed(program, broken, diagnostics.length > 0)
  const all = [...diagnostics, ...checked.diagnostics]
  all.sort((a, b) => a.span.start - b.span.start)
  return { ...checked, diagnostics: all }
}

/** As `checkProgram`, for a program without faults of syntax, such as one made by machine. */
export function checkParsed(program: Program, broken: readonly Name[] = [], hasUnreadable = false): Checked {
  const checker = new Checker(program, broken)
  const types = program.statements.map((statement) => checker.checkStatement(statement).type)
  checker.checkWhole(hasUnreadable)
  return { program, diagnostics: checker.diagnostics, types }
}

/** No error among the diagnostics; warnings do not matter. */
export function isRunnable(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every((d) => d.severity !== 'error')
}

const NO_SUGGESTION = 'Names are I, variables assigned on a line above, constants and primitives.'

class Checker {
  readonly diagnostics: Diagnostic[] = []
  /** Variables of the lines above, those of unreadable lines with nothing known about them. */
  private readonly variables = new Map<string, Term>()
  private readonly used = new Set<string>()
  private readonly targets: ReadonlySet<string>
  /** by unknown name: each is searched for once, a text may hold thousands of it */
  private readonly suggestions = new Map<string, string | null>()

  constructor(
    private readonly program: Program,
    private readonly broken: readonly Name[],
  ) {
    this.targets = new Set([...program.statements.map(({ target }) => target), ...broken].map(({ text }) => text))
  }

  checkStatement(statement: Statement): Term {
    this.defineBrokenBefore(statement.span.start)
    const { target, callee, args } = statement
    if (callee) this.checkCallee(callee, args)
    else args.forEach((arg) => this.resolve(arg))
    this.checkTarget(target)
    const term = statementTerm(statement, this.variables)
    this.variables.set(target.text, term)
    return term
  }

  /** What shows only at the end; `hasUnreadable`: some lines are missing from the program. */
  checkWhole(hasUnreadable: boolean): void {
    const { statements } = this.program
    const last = statements[statements.length - 1]
    if (!last) return
    const output = this.variables.get('O')
    if (last.target.text !== 'O') {
      if (!hasUnreadable) this.report('name/missing-output', last.target.span)
    } else if (output && !mayAccept('Grid', output.type)) {
      this.report('type/not-a-grid', last.span, { found: output.type })
    }
    if (hasUnreadable) return // a variable may be used on a line that could not be read
    for (const { target } of statements) {
      if (target !== last.target && target.text !== 'O' && !this.used.has(target.text))
        this.report('lint/unused', target.span, { name: target.text })
    }
  }

  private checkTarget({ text, span }: Name): void {
    if (this.variables.has(text)) this.report('name/duplicate-definition', span, { name: text })
    else if (builtinTerm(text)) this.report('name/not-assignable', span, { name: text })
  }

  private checkCallee(callee: Name, args: readonly Name[]): void {
    const term = this.resolve(callee)
    const given = args.map((arg) => this.resolve(arg))
    if (!term) return
    if (!mayAccept('Callable', term.type)) {
      this.report('type/not-callable', callee.span, { name: callee.text })
      return
    }
    const wanted = term.signature?.args
    if (!wanted) return
    if (wanted.length !== args.length) {
      const span = { ...callee.span, end: args[args.length - 1]?.span.end ?? callee.span.end }
      this.report('type/arity', span, { name: callee.text, expected: wanted.length, found: args.length })
      return
    }
    const params = this.variables.has(callee.text) ? undefined : findPrimitive(callee.text)?.params
    args.forEach((arg, k) =>
      this.checkArgument(callee.text, arg, wanted[k], given[k], params?.[k] ?? `argument ${k + 1}`),
    )
  }

  private checkArgument(
    name: string,
    arg: Name,
    expected: DslType | undefined,
    given: Term | null | undefined,
    parameter: string,
  ): void {
    if (!expected || !given || mayStandFor(expected, given.type)) return
    this.report('type/argument', arg.span, { name, expected, parameter, found: given.type })
  }

  /** What a used name stands for; reports it and gives null where it stands for nothing. */
  private resolve({ text, span }: Name): Term | null {
    this.used.add(text)
    const term = nameTerm(text, this.variables)
    if (term) return term
    if (this.targets.has(text)) {
      this.report('name/use-before-definition', span, { name: text })
      return null
    }
    let suggestion = this.suggestions.get(text)
    if (suggestion === undefined) {
      suggestion = nearestName(text, [...this.variables.keys(), ...BUILTIN_NAMES])
      this.suggestions.set(text, suggestion)
    }
    const found = diagnostic('name/unknown', span, { name: text, suggestion: suggestion ?? '' })
    this.diagnostics.push(suggestion === null ? { ...found, help: NO_SUGGESTION } : found)
    return null
  }

  private defineBrokenBefore(offset: number): void {
    for (const { text, span } of this.broken) {
      if (span.start < offset && !this.variables.has(text)) this.variables.set(text, ANY)
    }
  }

  private report(code: Code, span: Span, values: Readonly<Record<string, string | number>> = {}): void {
    this.diagnostics.push(diagnostic(code, span, values))
  }
}
