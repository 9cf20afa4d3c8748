import { accepts, type DslType } from '../dsl/dslType'
import { builtinTerm } from '../dsl/check/builtins'
import { ANY, type Term } from '../dsl/check/term'
import { CONSTANT_NAMES, PRIMITIVE_NAMES } from '../dsl/primitives'
import type { Program } from '../dsl/syntax/ast'

/** A name that may be written on a line, with what is known about its value. */
export interface ScopeName {
  readonly name: string
  readonly term: Term
}

const known = (name: string): ScopeName => ({ name, term: builtinTerm(name) ?? ANY })

/** I and the constants. */
const FIXED_NAMES: readonly ScopeName[] = ['I', ...CONSTANT_NAMES].map(known)
export const PRIMITIVE_FUNCTIONS: readonly ScopeName[] = PRIMITIVE_NAMES.map(known)

/** The names that a line of a program can use: I, the variables above it, constants, primitives as values. */
export class Scope {
  private readonly variables: readonly ScopeName[]

  constructor(program: Program, terms: readonly Term[], lineIndex: number) {
    const above = program.statements.slice(0, lineIndex)
    this.variables = above.map(({ target }, k) => ({ name: target.text, term: terms[k] as Term }))
  }

  find(name: string): Term | null {
    return this.variables.find((variable) => variable.name === name)?.term ?? builtinTerm(name)
  }

  /** Names whose value fits `wanted`. A Boolean fits an Integer in the language, but not in a program that makes sense. */
  ofType(wanted: DslType): ScopeName[] {
    return [...FIXED_NAMES, ...this.variables].filter(({ term }) => fits(wanted, term.type))
  }

  /** Functions of so many arguments: variables that hold one, and primitives. */
  functionsOf(arity: number): ScopeName[] {
    return [...this.variables, ...PRIMITIVE_FUNCTIONS].filter(({ term }) => term.signature?.args.length === arity)
  }
}

export function fits(wanted: DslType, type: DslType): boolean {
  return accepts(wanted, type) && (type !== 'Boolean' || wanted === 'Boolean' || wanted === 'Any')
}
