import type { Literals } from './integerChain'
import { normalizeText } from './normalizeText'
import { printStatement } from './printer'

/**
 * The strict, formatted text of a program as people write it: one call a line, comments in their places, at most one
 * empty line in a row, none at the ends. A final newline stays when there was one. Null when the text has a fault of
 * syntax: then nothing may be lost by writing it anew.
 */
export function formatText(text: string, literals: Literals): string | null {
  const { lines, comments, diagnostics } = normalizeText(text, literals)
  if (diagnostics.some(({ severity }) => severity === 'error')) return null
  const originals = text.split(/\r\n|\r|\n/)
  const entries = [
    ...lines.map(({ source, statements }) => ({ line: source.span.line, texts: statements.map(printStatement) })),
    ...comments.map(({ text: comment, span }) => ({ line: span.line, texts: [comment.trimEnd()] })),
  ].sort((a, b) => a.line - b.line) // stable: the comment of a line comes after it

  const formatted: string[] = []
  let before = 0
  for (const { line, texts } of entries) {
    if (line === before) {
      formatted.push(`${formatted.pop() ?? ''}  ${texts.join('')}`)
      continue
    }
    const isApart = originals.slice(before, line - 1).some((original) => original.trim() === '')
    if (isApart && formatted.length > 0) formatted.push('')
    formatted.push(...texts)
    before = line
  }
  return formatted.join('\n') + (/[\r\n]$/.test(text) ? '\n' : '')
}
