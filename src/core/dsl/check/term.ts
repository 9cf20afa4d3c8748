import { accepts, elementType, TYPE_NAMES, unionOf, type DslType } from '../dslType'

/**
 * What is known about a value before a program runs: its type, and beyond the named types what it contains (a Tuple of
 * Grids) and, for a function, what it takes and gives.
 */
export interface Term {
  readonly type: DslType
  /** of its elements, where more is known than the type says */
  readonly element: Term | null
  /** first and second element of a tuple that is known to have exactly two */
  readonly items: readonly [Term, Term] | null
  /** of a function, where known */
  readonly signature: Signature | null
  /** terms inside each other */
  readonly depth: number
}

export interface Signature {
  /** the type wanted for each argument */
  readonly args: readonly DslType[]
  readonly give: (args: readonly Term[]) => Term
}

const plainTerm = (type: DslType): Term => ({ type, element: null, items: null, signature: null, depth: 0 })

/** Terms of which only the type is known, shared: inference makes them by the thousand. */
const PLAIN = Object.fromEntries(TYPE_NAMES.map((type) => [type, plainTerm(type)])) as Record<DslType, Term>

/** Terms inside each other, at most: work on two terms grows with the number of terms in them. Less is known deeper down. */
const MAX_DEPTH = 5

export function termOf(type: DslType, element: Term | null = null): Term {
  if (element === null || element.type === 'Any' || element.depth >= MAX_DEPTH) return PLAIN[type]
  return { type, element, items: null, signature: null, depth: element.depth + 1 }
}

/** A tuple of exactly these two. */
function withItems(tuple: Term, first: Term, second: Term): Term {
  const depth = Math.max(tuple.depth, first.depth + 1, second.depth + 1)
  if (depth > MAX_DEPTH) return tuple
  return { type: tuple.type, element: tuple.element, items: [first, second], signature: null, depth }
}

export const ANY: Term = PLAIN.Any
export const INTEGER: Term = PLAIN.Integer

export const functionTerm = (args: readonly DslType[], give: Signature['give']): Term => ({
  type: 'Callable',
  element: null,
  items: null,
  signature: { args, give },
  depth: 0,
})

/** Types that stand for one kind of value and say all about its elements: no union of others. */
const CONCRETE: ReadonlySet<DslType> = new Set<DslType>([
  'Boolean',
  'Integer',
  'IntegerTuple',
  'IntegerSet',
  'Grid',
  'Cell',
  'Object',
  'Objects',
  'Indices',
  'IndicesSet',
  'Callable',
])

export const isConcrete = (type: DslType): boolean => CONCRETE.has(type)

/** One concrete type, or a tuple or set of one that has no name of its own, such as a Tuple of Grids. */
export function isPrecise({ type, element, items }: Term): boolean {
  if (isConcrete(type)) return true
  if (items) return items.every(isPrecise)
  return element !== null && (accepts('Tuple', type) || accepts('FrozenSet', type)) && isPrecise(element)
}

/** A row of a grid. */
const ROW: Term = termOf('Tuple', INTEGER)

/** What is known of elements from the container's type alone. */
const ELEMENTS: Readonly<Record<DslType, Term>> = {
  ...(Object.fromEntries(TYPE_NAMES.map((type) => [type, PLAIN[elementType(type)]])) as Record<DslType, Term>),
  Grid: ROW,
}

/** What a container holds. */
export function elementOf({ type, element }: Term): Term {
  return element ?? ELEMENTS[type]
}

/** The container's first or second element. */
export function itemOf(container: Term, at: 0 | 1): Term {
  if (container.items) return container.items[at]
  if (container.type === 'Cell') return at === 0 ? INTEGER : PLAIN.IntegerTuple
  return elementOf(container)
}

/**
 * Calls inside one call that are followed. A function that forks into itself n times stands for 2^n of them: beyond
 * this many, nothing is known about what they give.
 */
const CALL_LIMIT = 500
let callDepth = 0
let callCount = 0

/** What a call of this value gives. */
export function callTerm({ signature }: Term, args: readonly Term[]): Term {
  if (!signature || signature.args.length !== args.length) return ANY
  if (callDepth === 0) callCount = 0
  if (++callCount > CALL_LIMIT) return ANY
  callDepth++
  try {
    return signature.give(args)
  } finally {
    callDepth--
  }
}

export function unionTerm(a: Term, b: Term): Term {
  if (a === b) return a
  const type = unionOf(a.type, b.type)
  if (a.signature && b.signature) return eitherFunction(a, b)
  if (type === 'Any' || (!a.element && !b.element && a.type === b.type)) return PLAIN[type]
  if (!accepts('Container', type)) return PLAIN[type]
  const term = termOf(type, unionTerm(elementOf(a), elementOf(b)))
  if (!a.items || !b.items) return term
  return withItems(term, unionTerm(a.items[0], b.items[0]), unionTerm(a.items[1], b.items[1]))
}

/** One of two functions. It may be passed what either of them takes. */
function eitherFunction(f: Term, g: Term): Term {
  const wanted = g.signature?.args
  if (!f.signature || f.signature.args.length !== wanted?.length) return PLAIN.Callable
  const args = f.signature.args.map((type, k) => unionOf(type, wanted[k] ?? 'Any'))
  return functionTerm(args, (given) => unionTerm(callTerm(f, given), callTerm(g, given)))
}

/** Whether the wider term is known to say nothing that the other does not. */
export function covers(wider: Term, term: Term): boolean {
  if (wider.signature || !accepts(wider.type, term.type)) return false
  const { element, items } = wider
  if (items && !items.every((item, k) => term.items?.[k] !== undefined && covers(item, term.items[k]))) return false
  return element === null || covers(element, elementOf(term))
}

/** The set of such elements; empty sets count as sets of anything. */
export function setTermOf(element: Term): Term {
  const named = SET_TYPES.get(element.type)
  if (named === undefined) return termOf('FrozenSet', element)
  return element.type === 'Boolean' ? termOf(named, element) : PLAIN[named]
}

const SET_TYPES: ReadonlyMap<DslType, DslType> = new Map<DslType, DslType>([
  ['Boolean', 'IntegerSet'],
  ['Integer', 'IntegerSet'],
  ['IntegerTuple', 'Indices'],
  ['Cell', 'Object'],
  ['Object', 'Objects'],
  ['Indices', 'IndicesSet'],
])

/**
 * A tuple of such elements, of unknown length, so that it may also be an IntegerTuple. A tuple of tuples of Integers is
 * what the DSL calls a Grid.
 */
export function tupleTermOf(element: Term): Term {
  if (isRow(element)) return PLAIN.Grid
  return termOf(accepts('Tuple', element.type) ? 'TupleTuple' : 'Tuple', element)
}

/** A tuple of Integers. */
export const isRow = ({ type, element, items }: Term): boolean =>
  type === 'Tuple' && !items && element !== null && accepts('Integer', element.type)

/** The tuple of two values. */
export function pairTerm(a: Term, b: Term): Term {
  if (accepts('Integer', a.type)) {
    if (accepts('Integer', b.type)) return PLAIN.IntegerTuple
    if (b.type === 'IntegerTuple') return PLAIN.Cell
  }
  const term = tupleTermOf(unionTerm(a, b))
  return term.type === 'Grid' ? term : withItems(term, a, b)
}

/** A container of the same sort as `original`: a set for a set, a tuple for a tuple. */
export function containerTermLike(original: Term, element: Term): Term {
  if (accepts('FrozenSet', original.type)) return setTermOf(element)
  if (accepts('Tuple', original.type)) return tupleTermOf(element)
  return termOf('Container', element)
}
