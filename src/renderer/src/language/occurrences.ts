import type { Span } from '../../../core/errors/diagnostic'
import type { Name } from '../../../core/dsl/syntax/ast'
import { unwrapFunction } from '../../../core/dsl/syntax/functionWrapper'
import { tokenize } from '../../../core/dsl/syntax/lexer'

/** A place where a name stands. */
export interface Occurrence {
  readonly text: string
  readonly span: Span
  /** it is assigned there */
  readonly isWrite: boolean
}

/** All names of a text in its order; not those in comments nor of a Python function around it. */
export function namesOf(text: string): Occurrence[] {
  const { tokens } = tokenize(unwrapFunction(text).text)
  return tokens.flatMap(({ kind, text: name, span }, k) => {
    if (kind !== 'name' || name === 'return') return []
    const before = tokens[k - 1]
    const isFirst = !before || before.kind === 'newline'
    return [{ text: name, span, isWrite: isFirst && tokens[k + 1]?.kind === 'equals' }]
  })
}

/** The names that are used somewhere. */
export const readNames = (text: string): Set<string> =>
  new Set(namesOf(text).flatMap(({ text: name, isWrite }) => (isWrite ? [] : [name])))

/** The name that the cursor is on or just behind. */
export function nameAt(text: string, offset: number): Name | null {
  return namesOf(text).find(({ span }) => span.start <= offset && offset <= span.end) ?? null
}

/** Every place of the name at the cursor. */
export function occurrencesAt(text: string, offset: number): Occurrence[] {
  const name = nameAt(text, offset)
  return name ? namesOf(text).filter((one) => one.text === name.text) : []
}

/** Where the variable at the cursor is assigned: the last such line above, else the first one; null for other names. */
export function definitionAt(text: string, offset: number): Occurrence | null {
  const writes = occurrencesAt(text, offset).filter(({ isWrite }) => isWrite)
  return writes.findLast(({ span }) => span.start <= offset) ?? writes[0] ?? null
}
