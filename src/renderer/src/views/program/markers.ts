import { CODES } from '../../../../core/errors/codes'
import type { EditorMarker } from '../../monaco/createProgramEditor'
import type { ProgramSession } from '../../state/programSession.svelte'

/** What is underlined: the diagnostics of the text, and the lines on which a pair fails while running. */
export function markersOf(session: ProgramSession): EditorMarker[] {
  const markers: EditorMarker[] = session.diagnostics.map(({ severity, message, help, span }) => ({
    severity,
    message: help ? `${message}\n${help}` : message,
    line: span.line,
    column: { start: span.column, end: span.column + (span.end - span.start) },
  }))
  const failing = new Map<string, { line: number; code: string; message: string; pairs: string[] }>()
  session.results.forEach((result, index) => {
    if (!result?.failure) return
    const { line, code, message } = result.failure
    const key = `${line} ${message}`
    const entry = failing.get(key) ?? { line, code, message, pairs: [] }
    const isTest = index >= session.trainCount
    entry.pairs.push(isTest ? `test ${index - session.trainCount + 1}` : `train ${index + 1}`)
    failing.set(key, entry)
  })
  for (const { line, code, message, pairs } of failing.values()) {
    const help = Object.hasOwn(CODES, code) ? CODES[code as keyof typeof CODES].help : ''
    markers.push({ severity: 'error', message: `on ${pairs.join(', ')}: ${message}\n${help}`, line, column: null })
  }
  return markers
}
