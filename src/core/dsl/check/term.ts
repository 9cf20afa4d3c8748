import { accepts, elementType, unionOf, type DslType } from '../dslType'

/**
 * What is known about a value before a program runs: its type, and beyond the named types what it contains (a Tuple of
 * Grids) and, for a function, what it takes and gives.
 */
export interface Term {
  readonly type: DslType
  /** of its elements, where more is known than the type says */
  readonly element: Term | null
  /** of a function, where known */
  readonly signature: Signature | null
}

export interface Signature {
  /** the type wanted for each argument */
  readonly args: readonly DslType[]
  readonly give: (args: readonly Term[]) => Term
}

export const termOf = (type: DslType, element: Term | null = null): Term => ({ type, element, signature: null })

export const ANY: Term = termOf('Any')

export const functionTerm = (args: readonly DslType[], give: Signature['give']): Term => ({
  type: 'Callable',
  element: null,
  signature: { args, give },
})

/** What a container holds. */
export function elementOf(container: Term): Term {
  return container.element ?? termOf(elementType(container.type))
}

/** What a call of this value gives. */
export function callTerm(callee: Term, args: readonly Term[]): Term {
  const { signature } = callee
  return signature && signature.args.length === args.length ? signature.give(args) : ANY
}

export function unionTerm(a: Term, b: Term): Term {
  if (a === b) return a
  const element = a.element && b.element ? unionTerm(a.element, b.element) : null
  return termOf(unionOf(a.type, b.type), element)
}

/** The set of such elements; empty sets count as sets of anything. */
export function setTermOf(element: Term): Term {
  return termOf(SET_TYPES.get(element.type) ?? 'FrozenSet', element)
}

const SET_TYPES: ReadonlyMap<DslType, DslType> = new Map<DslType, DslType>([
  ['Boolean', 'IntegerSet'],
  ['Integer', 'IntegerSet'],
  ['IntegerTuple', 'Indices'],
  ['Cell', 'Object'],
  ['Object', 'Objects'],
  ['Indices', 'IndicesSet'],
])

/** A tuple of such elements: of unknown length, so that it may also be an IntegerTuple or a Grid. */
export function tupleTermOf(element: Term): Term {
  return termOf(accepts('Tuple', element.type) ? 'TupleTuple' : 'Tuple', element)
}

/** A container of the same sort as `original`: a set for a set, a tuple for a tuple. */
export function containerTermLike(original: Term, element: Term): Term {
  if (accepts('FrozenSet', original.type)) return setTermOf(element)
  if (accepts('Tuple', original.type)) return tupleTermOf(element)
  return termOf('Container', element)
}
