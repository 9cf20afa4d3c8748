import type { CostModel } from './costModel'
import { callOf, type Expression } from './expression'
import type { Kind } from './kinds'

/** An expression with what it costs; every Entry is one. */
export interface Part {
  readonly expression: Expression
  readonly head: string
  readonly kind: Kind
  readonly cost: number
}

/** A call of a primitive that gives a value of `kind`, at the cost that the enumeration would have found it. */
export function callPart(model: CostModel, name: string, kind: Kind, ...args: readonly Part[]): Part {
  const cost = args.reduce((sum, arg, k) => sum + arg.cost + model.slotCost(name, k, arg.head, arg.kind), 0)
  return { expression: callOf(name, ...args.map(({ expression }) => expression)), head: name, kind, cost }
}

/** A name: a constant or primitive. */
export const namePart = (name: string, kind: Kind): Part => ({ expression: { name }, head: name, kind, cost: 0 })
