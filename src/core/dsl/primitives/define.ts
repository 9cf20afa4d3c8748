import type { DslType, OutSpec } from '../dslType'
import type { FunctionBody, Value, ValueJson } from '../value'

/** One call and its result, written as in `valueToJson`; where the result is a function, `then` are its arguments. */
export interface Example {
  readonly args: readonly ValueJson[]
  readonly then?: readonly ValueJson[]
  readonly gives: ValueJson
}

/** All there is to know about a primitive; hover, manual, mutation, the policy's vocabulary and tests read it. */
export interface PrimitiveSpec {
  readonly name: string
  /** The table it is written in. */
  readonly family: string
  /** One sentence. */
  readonly summary: string
  readonly params: readonly string[]
  readonly args: readonly DslType[]
  /** The annotated result type: primitives with equal `args` and `returns` can stand for each other. */
  readonly returns: DslType
  /** What can be said about the result's type from the arguments' types; at least as narrow as `returns`. */
  readonly out: OutSpec
  /** How the result relates to the arguments, in a line. */
  readonly shape: string
  /** When a call fails although its arguments have the annotated types. */
  readonly errors: readonly string[]
  /** `orderSensitive`: the result may depend on the order in which a set is walked. */
  readonly order: 'independent' | 'orderSensitive'
  readonly cost: string
  readonly source: string
  /** Where the result differs from the reference's, or null. */
  readonly deviation: string | null
  readonly examples: readonly Example[]
  readonly impl: FunctionBody
}

interface Declared<A extends readonly DslType[]> {
  readonly summary: string
  readonly params: { readonly [K in keyof A]: string }
  readonly args: A
  readonly returns: DslType
  readonly out?: OutSpec
  readonly shape: string
  readonly errors?: readonly string[]
  readonly order?: 'independent' | 'orderSensitive'
  readonly cost?: string
  readonly deviation?: string
  readonly examples: readonly Example[]
  readonly impl: (...args: { [K in keyof A]: Value }) => Value
}

/** A primitive without its name, which is its key in its family's table. */
export type Unnamed = Omit<PrimitiveSpec, 'name' | 'family' | 'source'>

/** The compiler checks that `params`, `args` and `impl` have the same number of entries. */
export function primitive<const A extends readonly DslType[]>(declared: Declared<A>): Unnamed {
  return {
    out: declared.returns,
    errors: [],
    order: 'independent',
    cost: 'O(1)',
    ...declared,
    deviation: declared.deviation ?? null,
    // an implementation of fewer parameters is called with null for the rest
    impl: declared.impl as unknown as FunctionBody,
  }
}
