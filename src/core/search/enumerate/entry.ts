import type { DslType } from '../../dsl/dslType'
import type { Value } from '../../dsl/value'
import type { Expression } from './expression'
import type { Kind } from './kinds'

/** A value found: what it is on each demonstration, and the cheapest expression for it. */
export interface Entry {
  /** in the order found, from 0 */
  readonly id: number
  readonly kind: Kind
  /** what its expression calls, see `countUses` */
  readonly head: string
  readonly cost: number
  readonly expression: Expression
  /** one per demonstration */
  readonly values: readonly Value[]
  /** of functions only */
  readonly profile: FunctionProfile | null
}

/** What a function was seen to do. */
export interface FunctionProfile {
  /** of functions of one argument: the kind of the results by the kind of value passed; where it never worked, none */
  readonly results: ReadonlyMap<Kind, Kind>
  /** bits of the kinds that it takes and gives, see KIND */
  readonly takes: number
  readonly gives: number
  /** it tells true from false */
  readonly isBoolean: boolean
  /** of functions of two or three arguments: their annotated types */
  readonly args: readonly DslType[]
}
