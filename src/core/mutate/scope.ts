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

/**
 * The names that a line of a program can use: I, the variables above it, constants, primitives as values. Lists are made
 * once and shared: a line is drawn again and again.
 */
export class Scope {
  private readonly variables: readonly ScopeName[]
  private readonly byName: ReadonlyMap<string, Term>
  private readonly byType = new Map<DslType, readonly ScopeName[]>()
  private readonly byArity = new Map<number, readonly ScopeName[]>()

  constructor(program: Program, terms: readonly Term[], lineIndex: number) {
    const above = program.statements.slice(0, lineIndex)
    this.variables = above.map(({ target }, k) => ({ name: target.text, term: terms[k] as Term }))
    this.byName = new Map(this.variables.map(({ name, term }) => [name, term]))
  }

  find(name: string): Term | null {
    return this.byName.get(name) ?? builtinTerm(name)
  }

  /** Names whose value fits `wanted`. A Boolean fits an Integer in the language, but not in a program that makes sense. */
  ofType(wanted: DslType): readonly ScopeName[] {
    return listed(this.byType, wanted, () =>
      [...FIXED_NAMES, ...this.variables].filter(({ term }) => fits(wanted, term.type)),
    )
  }

  /** Functions of so many arguments: variables that hold one, and primitives. */
  functionsOf(arity: number): readonly ScopeName[] {
    return listed(this.byArity, arity, () =>
      [...this.variables, ...PRIMITIVE_FUNCTIONS].filter(({ term }) => term.signature?.args.length === arity),
    )
  }
}

function listed<K>(lists: Map<K, readonly ScopeName[]>, key: K, make: () => ScopeName[]): readonly ScopeName[] {
  let list = lists.get(key)
  if (!list) lists.set(key, (list = make()))
  return list
}

export function fits(wanted: DslType, type: DslType): boolean {
  return accepts(wanted, type) && (type !== 'Boolean' || wanted === 'Boolean' || wanted === 'Any')
}
