import { checkProgram } from '../../src/core/dsl/check/checkProgram'
import { parseProgram } from '../../src/core/dsl/syntax/parser'
import { printProgram } from '../../src/core/dsl/syntax/printer'
import type { Span } from '../../src/core/errors/diagnostic'

/** What reading a text did wrong. */
export type TextFault = string

/** Reads, checks and prints a text; what went wrong, or null. */
export function checkText(text: string): TextFault | null {
  try {
    return faultOfReading(text) ?? faultOfPrinting(text)
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 400) : String(error)}`
  }
}

function faultOfReading(text: string): TextFault | null {
  const lineStarts = lineStartsOf(text)
  const { program, diagnostics } = checkProgram(text)
  if (program.statements.length + diagnostics.length === 0) return 'neither a line nor a diagnostic'
  let before = 0
  for (const { span, code } of diagnostics) {
    const fault = faultOfSpan(span, text.length, lineStarts)
    if (fault !== null) return `${code}: ${fault}`
    if (span.start < before) return `${code}: diagnostics are not in the order of the text`
    before = span.start
  }
  for (const { target, callee, args, span } of program.statements) {
    if (faultOfSpan(span, text.length, lineStarts) !== null) return `the span of '${target.text} = ...'`
    for (const name of [target, ...(callee ? [callee] : []), ...args]) {
      if (text.slice(name.span.start, name.span.end) !== name.text) return `the span of the name '${name.text}'`
    }
  }
  return null
}

/** The lines that read, printed, read as the same lines. */
function faultOfPrinting(text: string): TextFault | null {
  const printed = printProgram(parseProgram(text).program)
  const again = parseProgram(printed)
  if (printed === '') return null
  if (again.diagnostics.length > 0) return `printed text has the fault ${again.diagnostics[0]?.code ?? ''}`
  return printProgram(again.program) === printed ? null : 'printed text does not read as what was printed'
}

function lineStartsOf(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)]
}

function faultOfSpan({ start, end, line, column }: Span, length: number, lineStarts: readonly number[]): string | null {
  if (!(start >= 0 && start <= end && end <= length)) return `span ${start}..${end} of a text of ${length}`
  const lineStart = lineStarts[line - 1]
  if (lineStart === undefined || lineStart + column - 1 !== start) return `line ${line}, column ${column} for ${start}`
  return null
}
