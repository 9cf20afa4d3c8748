import { checkProgram } from '../../core/dsl/check/checkProgram'
import type { CliContext } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { diagnosticLine, readTextFile } from '../readInput'

/** `codeit check`: what is wrong with a program's text, one `file:line:col code message` a line; warnings do not fail it. */
export async function check({ output }: CliContext, file: string): Promise<Finished> {
  const text = await readTextFile(file)
  if (!text.ok) return refused(text.error)
  const { diagnostics } = checkProgram(text.value)
  for (const found of diagnostics) output.line(diagnosticLine(file, found))
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length
  const json = {
    errors,
    warnings: diagnostics.filter(({ severity }) => severity === 'warning').length,
    diagnostics: diagnostics.map(({ code, severity, message, help, span }) => ({
      code,
      severity,
      message,
      help,
      line: span.line,
      column: span.column,
    })),
  }
  return errors === 0 ? succeeded(json) : fellShort(json)
}
