import type { Program } from '../../dsl/syntax/ast'
import { buildProgram, type StatementParts } from '../../dsl/syntax/build'

/** What a found value stands for: a name, or a call of other expressions. Parts are shared. */
export type Expression = NameExpression | CallExpression

export interface NameExpression {
  readonly name: string
}

export interface CallExpression {
  /** a primitive's name, or a function built by another expression */
  readonly callee: string | Expression
  readonly args: readonly Expression[]
}

export const nameOf = (name: string): NameExpression => ({ name })

export const callOf = (callee: string | Expression, ...args: Expression[]): CallExpression => ({ callee, args })

/** The program in the strict form that computes an expression: equal calls are one line, variables are x1, x2 ... O. */
export function programOf(expression: Expression): Program {
  const lines: StatementParts[] = []
  const known = new Map<Expression, string>()
  const byText = new Map<string, string>()
  const place = (part: Expression): string => {
    if ('name' in part) return part.name
    const seen = known.get(part)
    if (seen !== undefined) return seen
    const callee = typeof part.callee === 'string' ? part.callee : place(part.callee)
    const args = part.args.map(place)
    const text = `${callee}(${args.join(',')})`
    let target = byText.get(text)
    if (target === undefined) {
      target = `x${lines.length + 1}`
      lines.push({ target, callee, args })
      byText.set(text, target)
    }
    known.set(part, target)
    return target
  }
  const last = place(expression)
  if ('name' in expression) return buildProgram([{ target: 'O', callee: null, args: [last] }])
  return buildProgram(lines.map((line) => (line.target === last ? { ...line, target: 'O' } : line)))
}
