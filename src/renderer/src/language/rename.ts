import { BUILTIN_NAMES } from '../../../core/dsl/check/builtins'
import { nameAt, namesOf, occurrencesAt } from './occurrences'
import type { TextEdit } from './textEdit'

/** Why something is not done, for the user. */
export interface Refusal {
  readonly reason: string
}

const BUILTIN: ReadonlySet<string> = new Set(BUILTIN_NAMES)

/** Why the name at the cursor cannot be renamed; null where it can. */
export function renameRefusal(text: string, offset: number): Refusal | null {
  const name = nameAt(text, offset)
  if (!name) return { reason: 'Put the cursor on a variable to rename it.' }
  if (name.text === 'O') return { reason: 'O is the result of the program: it keeps its name.' }
  const isAssigned = occurrencesAt(text, offset).some(({ isWrite }) => isWrite)
  if (!isAssigned && BUILTIN.has(name.text))
    return { reason: `${name.text} belongs to the language: it keeps its name.` }
  return null
}

/** The variable at the cursor under another name, everywhere. */
export function renameAt(text: string, offset: number, to: string): readonly TextEdit[] | Refusal {
  const refusal = renameRefusal(text, offset)
  if (refusal) return refusal
  const places = occurrencesAt(text, offset)
  if (places[0]?.text === to) return []
  if (!/^[A-Za-z_]\w*$/.test(to) || to === 'return') {
    return { reason: `'${to}' is no name: use letters, digits and _, not a digit first.` }
  }
  if (to === 'O' || BUILTIN.has(to)) return { reason: `'${to}' belongs to the language: choose another name.` }
  if (namesOf(text).some((one) => one.text === to)) return { reason: `'${to}' is in use: choose another name.` }
  return places.map(({ span }) => ({ start: span.start, end: span.end, text: to }))
}
