import { CODES, formatCode, helpOf, type Code, type Severity } from './codes'

/** A place in a text: offsets are UTF-16 code units, `end` exclusive; line and column count from 1. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly line: number
  readonly column: number
}

/** Something to say about a program text. Never thrown. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  readonly message: string
  readonly help: string
  readonly span: Span
}

export function diagnostic(code: Code, span: Span, values: Readonly<Record<string, string | number>> = {}): Diagnostic {
  return { code, severity: CODES[code].severity, message: formatCode(code, values), help: helpOf(code, values), span }
}
