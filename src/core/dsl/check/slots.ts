import { accepts, mayAccept, type DslType } from '../dslType'
import type { PrimitiveSpec } from '../primitives/define'

/**
 * What may be passed where. The reference's annotations are narrower than what its code takes, and programs that people
 * wrote use that: a check that called them wrong would be no check.
 */

/** The argument types that a primitive takes: its annotations, but for `astuple`, which pairs anything. */
export function takenTypes(spec: PrimitiveSpec): readonly DslType[] {
  return spec.name === 'astuple' ? ['Any', 'Any'] : spec.args
}

/** Slots whose value is only walked: any container will do. */
const WALKED: ReadonlySet<DslType> = new Set<DslType>(['IntegerSet', 'ContainerContainer', 'FrozenSet', 'Tuple'])

/** Slots for cells or positions: a tuple of those will do. */
const PATCHES: ReadonlySet<DslType> = new Set<DslType>(['Object', 'Indices', 'Patch', 'Piece', 'Element'])

const TUPLES_OF_TUPLES: ReadonlySet<DslType> = new Set<DslType>(['Tuple', 'TupleTuple'])

/** Some value of `type` may be passed for an argument annotated `slot`; false only where a call would certainly fail. */
export function mayStandFor(slot: DslType, type: DslType): boolean {
  if (mayAccept(slot, type)) return true
  if (WALKED.has(slot)) return accepts('Container', type)
  return PATCHES.has(slot) && TUPLES_OF_TUPLES.has(type)
}
