import { statementTerm, inferTerms } from '../../../core/dsl/check/infer'
import { DSL_LITERALS } from '../../../core/dsl/check/literals'
import { ANY, type Term } from '../../../core/dsl/check/term'
import { normalizeText } from '../../../core/dsl/syntax/normalizeText'

export interface Variable {
  readonly name: string
  /** what is known about its value */
  readonly term: Term
}

/** The variables that a text assigns above a line (from 1), in its order; of those assigned twice the later one. */
export function variablesAbove(text: string, line: number): Variable[] {
  const above = text
    .split(/\r\n|\r|\n/)
    .slice(0, line - 1)
    .join('\n')
  const { program, written, broken } = normalizeText(above, DSL_LITERALS)
  const terms = inferTerms(program)
  const found = new Map<string, { term: Term; start: number }>()
  for (const { text: name, span } of broken) found.set(name, { term: ANY, start: span.start })
  program.statements.forEach(({ target, span }, k) => {
    if (!written.has(target.text)) found.set(target.text, { term: terms[k] ?? ANY, start: span.start })
  })
  return [...found].sort(([, a], [, b]) => a.start - b.start).map(([name, { term }]) => ({ name, term }))
}

/** What an expression as people write it stands for; nothing is known of one that cannot be read. */
export function termOfText(expression: string, variables: readonly Variable[]): Term {
  const { program } = normalizeText(`O = ${expression}`, DSL_LITERALS)
  const known = new Map(variables.map(({ name, term }) => [name, term]))
  let last = ANY
  for (const statement of program.statements) {
    last = statementTerm(statement, known)
    known.set(statement.target.text, last)
  }
  return last
}
