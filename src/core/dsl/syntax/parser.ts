import { diagnostic, type Diagnostic } from '../../errors/diagnostic'
import type { Expression, Name, Program, SourceLine, Statement } from './ast'
import { readSource } from './reader'

export interface Parsed {
  /** The lines that read without a fault, in order. Complete only when `diagnostics` is empty. */
  readonly program: Program
  readonly diagnostics: Diagnostic[]
  /** Targets of lines that did not read: later uses of them are no second mistake. */
  readonly broken: readonly Name[]
}

/** Reads a program in the strict form `name = callee(name, ...)`, one call per line. Never throws; goes on after a fault. */
export function parseProgram(text: string): Parsed {
  const { lines, diagnostics, broken } = readSource(text, 'strict')
  if (lines.length === 0 && diagnostics.length === 0) diagnostics.push(emptyProgram())
  diagnostics.sort((a, b) => a.span.start - b.span.start)
  return { program: { statements: lines.map(statementOf) }, diagnostics, broken }
}

export function emptyProgram(): Diagnostic {
  return diagnostic('syntax/empty-program', { start: 0, end: 0, line: 1, column: 1 })
}

function statementOf({ target, value, span }: SourceLine): Statement {
  if (value.kind !== 'call') return { target, callee: null, args: namesOf([value]), span }
  const [callee = null] = namesOf([value.callee])
  return { target, callee, args: namesOf(value.args), span }
}

/** All of them are names: the strict reader lets nothing else through. */
const namesOf = (values: readonly Expression[]): Name[] =>
  values.flatMap((value) => (value.kind === 'name' ? [value.name] : []))
