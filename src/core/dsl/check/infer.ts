import type { DslType } from '../dslType'
import type { Program, Statement } from '../syntax/ast'
import { builtinTerm, findPrimitive } from './builtins'
import { resultTerm } from './callRules'
import { ANY, callTerm, termOf, type Term } from './term'

/** The type of each line's value, one per statement; Any where the text does not tell. */
export function inferTypes(program: Program): DslType[] {
  return inferTerms(program).map((term) => term.type)
}

/** As `inferTypes`, with what is known of elements and functions. */
export function inferTerms(program: Program): Term[] {
  const variables = new Map<string, Term>()
  return program.statements.map((statement) => {
    const term = statementTerm(statement, variables)
    variables.set(statement.target.text, term)
    return term
  })
}

/** What a line gives, `variables` being the lines above. */
export function statementTerm({ callee, args }: Statement, variables: ReadonlyMap<string, Term>): Term {
  const terms = args.map((arg) => nameTerm(arg.text, variables) ?? ANY)
  if (!callee) return terms[0] ?? ANY
  const variable = variables.get(callee.text)
  if (variable) return callTerm(variable, terms)
  const primitive = findPrimitive(callee.text)
  if (!primitive) return ANY
  return primitive.args.length === terms.length ? resultTerm(primitive, terms) : termOf(primitive.returns)
}

/** What a name stands for: a variable, I, a constant or a primitive; null for none of them. */
export function nameTerm(name: string, variables: ReadonlyMap<string, Term>): Term | null {
  return variables.get(name) ?? builtinTerm(name)
}
