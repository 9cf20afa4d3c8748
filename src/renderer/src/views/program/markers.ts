import type { EditorMarker } from '../../monaco/createProgramEditor'
import { failureMarkers } from '../../program/failureMarkers'
import type { ProgramSession } from '../../state/programSession.svelte'

/** What is underlined: the diagnostics of the text, and the lines on which a pair fails while running. */
export function markersOf(session: ProgramSession): EditorMarker[] {
  const found = session.diagnostics.map(({ severity, message, help, span }): EditorMarker => ({
    severity,
    message: help ? `${message}\n${help}` : message,
    line: span.line,
    column: { start: span.column, end: span.column + (span.end - span.start) },
  }))
  if (!session.isRunnable) return found
  const failures = failureMarkers(session.text, session.results, session.trainCount)
  return [...found, ...failures.map((failure): EditorMarker => ({ severity: 'error', ...failure }))]
}
