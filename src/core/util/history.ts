/** A value with what it was before and, after undoing, what it was later; nothing in it is ever changed. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  /** the next one to come back first */
  readonly future: readonly T[]
}

const MOST_STEPS = 500

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/** A new present; what had been undone is forgotten. The same value again is no step. */
export function record<T>(history: History<T>, present: T): History<T> {
  if (present === history.present) return history
  return { past: [...history.past.slice(1 - MOST_STEPS), history.present], present, future: [] }
}

/** One step back; where there is none, the history as it is. */
export function undo<T>(history: History<T>): History<T> {
  if (history.past.length === 0) return history
  return {
    past: history.past.slice(0, -1),
    present: history.past.at(-1) as T,
    future: [history.present, ...history.future],
  }
}

/** One step forward again. */
export function redo<T>(history: History<T>): History<T> {
  if (history.future.length === 0) return history
  return {
    past: [...history.past, history.present],
    present: history.future[0] as T,
    future: history.future.slice(1),
  }
}
