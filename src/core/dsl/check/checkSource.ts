import type { Diagnostic } from '../../errors/diagnostic'
import { formatText } from '../syntax/formatText'
import { normalizeText } from '../syntax/normalizeText'
import { checkParsed, type Checked } from './checkProgram'
import { DSL_LITERALS } from './literals'

export interface CheckedSource extends Checked {
  /** variables that the text does not have, and the expression that each stands for */
  readonly written: ReadonlyMap<string, string>
}

/**
 * As `checkProgram`, for a text as people write it in the editor: calls inside calls, numbers, pairs and a Python function
 * around it are no faults. `program` is the strict form, its spans the places of what was written. Never throws.
 */
export function checkSource(text: string): CheckedSource {
  const { program, diagnostics, broken, written } = normalizeText(text, DSL_LITERALS)
  const hasUnreadable = diagnostics.some(({ severity }) => severity === 'error')
  const checked = checkParsed(program, broken, hasUnreadable)
  const all = [...diagnostics, ...checked.diagnostics.map((found) => inWordsOfText(found, written))]
  all.sort((a, b) => a.span.start - b.span.start)
  return { ...checked, diagnostics: all, written }
}

/** The strict, formatted text; null when there is a fault of syntax. */
export const formatSource = (text: string): string | null => formatText(text, DSL_LITERALS)

/** A message names what the text has, not the variables that it would get. */
function inWordsOfText(found: Diagnostic, written: ReadonlyMap<string, string>): Diagnostic {
  if (written.size === 0) return found
  const message = found.message.replace(/\bx\d+\b/g, (name) => written.get(name) ?? name)
  return message === found.message ? found : { ...found, message }
}
