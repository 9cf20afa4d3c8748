import type { Program, Statement } from './ast'

/** One line in the strict form: `x1 = objects(I, T, F, T)`, or `O = I`. */
export function printStatement(statement: Statement): string {
  const args = statement.args.map((arg) => arg.text).join(', ')
  const value = statement.callee ? `${statement.callee.text}(${args})` : args
  return `${statement.target.text} = ${value}`
}

/** The program as text, one line per statement, no newline at the end. The parser reads the same program back. */
export function printProgram(program: Program): string {
  return program.statements.map(printStatement).join('\n')
}
