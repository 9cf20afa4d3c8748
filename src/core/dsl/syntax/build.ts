import type { Name, Program, Statement } from './ast'

/**
 * Programs made by machine (mutation, search, decoding) have no text yet: these give them names with the spans that
 * their printed form has, so that a built program equals the parsed one.
 */
export interface StatementParts {
  readonly target: string
  readonly callee: string | null
  readonly args: readonly string[]
}

export function partsOf(statement: Statement): StatementParts {
  return {
    target: statement.target.text,
    callee: statement.callee?.text ?? null,
    args: statement.args.map((arg) => arg.text),
  }
}

/** A program from its parts; spans are those of `printProgram`'s text. */
export function buildProgram(lines: readonly StatementParts[]): Program {
  const statements: Statement[] = []
  let start = 0
  lines.forEach((parts, index) => {
    const line = index + 1
    let column = 0
    const nameHere = (text: string): Name => {
      const name = {
        text,
        span: { start: start + column, end: start + column + text.length, line, column: column + 1 },
      }
      column += text.length
      return name
    }
    const target = nameHere(parts.target)
    column += ' = '.length
    const callee = parts.callee === null ? null : nameHere(parts.callee)
    if (callee) column += '('.length
    const args = parts.args.map((arg, k) => {
      if (k > 0) column += ', '.length
      return nameHere(arg)
    })
    if (callee) column += ')'.length
    statements.push({ target, callee, args, span: { start, end: start + column, line, column: 1 } })
    start += column + '\n'.length
  })
  return { statements }
}
