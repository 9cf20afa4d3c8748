/**
 * The DSL's types. A type name stands for a set of atoms (the kinds of value that can be told apart while a program
 * runs), so that acceptance, unions and overlap are bit operations. Function types have no parameters yet: every
 * function is `Callable`.
 */
export const TYPE_NAMES = [
  'Boolean',
  'Integer',
  'IntegerTuple',
  'Numerical',
  'IntegerSet',
  'Grid',
  'Cell',
  'Object',
  'Objects',
  'Indices',
  'IndicesSet',
  'Patch',
  'Element',
  'Piece',
  'TupleTuple',
  'ContainerContainer',
  'Container',
  'FrozenSet',
  'Tuple',
  'Callable',
  'Any',
] as const

export type DslType = (typeof TYPE_NAMES)[number]

/** Constants for descriptors: `T.integerTuple` reads better than a string and is checked. */
export const T = {
  boolean: 'Boolean',
  integer: 'Integer',
  integerTuple: 'IntegerTuple',
  numerical: 'Numerical',
  integerSet: 'IntegerSet',
  grid: 'Grid',
  cell: 'Cell',
  object: 'Object',
  objects: 'Objects',
  indices: 'Indices',
  indicesSet: 'IndicesSet',
  patch: 'Patch',
  element: 'Element',
  piece: 'Piece',
  tupleTuple: 'TupleTuple',
  containerContainer: 'ContainerContainer',
  container: 'Container',
  frozenSet: 'FrozenSet',
  tuple: 'Tuple',
  callable: 'Callable',
  any: 'Any',
} as const satisfies Record<string, DslType>

/** A set of atoms as a bit mask. */
export type TypeMask = number

/** The atoms. A tuple of tuples here is one that is no Grid, a set or tuple of another kind is one of no named type. */
export const ATOMS = {
  boolean: 1 << 0,
  integer: 1 << 1,
  pair: 1 << 2,
  cell: 1 << 3,
  grid: 1 << 4,
  tupleOfTuples: 1 << 5,
  otherTuple: 1 << 6,
  object: 1 << 7,
  indices: 1 << 8,
  objects: 1 << 9,
  indicesSet: 1 << 10,
  integerSet: 1 << 11,
  otherSet: 1 << 12,
  function: 1 << 13,
  none: 1 << 14,
} as const satisfies Record<string, TypeMask>

const { boolean: BOOLEAN, integer: INTEGER, pair: PAIR, cell: CELL, grid: GRID } = ATOMS
const { tupleOfTuples: TUPLE_OF_TUPLES, otherTuple: OTHER_TUPLE, function: FUNCTION, none: NONE } = ATOMS
const { object: OBJECT, indices: INDICES, objects: OBJECTS, indicesSet: INDICES_SET } = ATOMS
const { integerSet: INTEGER_SET, otherSet: OTHER_SET } = ATOMS

const TUPLES = PAIR | CELL | GRID | TUPLE_OF_TUPLES | OTHER_TUPLE
const SETS = OBJECT | INDICES | OBJECTS | INDICES_SET | INTEGER_SET | OTHER_SET

const MASKS: Readonly<Record<DslType, TypeMask>> = {
  Boolean: BOOLEAN,
  Integer: BOOLEAN | INTEGER, // as in Python, a Boolean is an Integer
  IntegerTuple: PAIR,
  Numerical: BOOLEAN | INTEGER | PAIR,
  IntegerSet: INTEGER_SET,
  Grid: GRID,
  Cell: CELL,
  Object: OBJECT,
  Objects: OBJECTS,
  Indices: INDICES,
  IndicesSet: INDICES_SET,
  Patch: OBJECT | INDICES,
  Element: OBJECT | GRID,
  Piece: GRID | OBJECT | INDICES,
  TupleTuple: GRID | TUPLE_OF_TUPLES,
  ContainerContainer: GRID | TUPLE_OF_TUPLES | OBJECTS | INDICES_SET,
  Container: TUPLES | SETS,
  FrozenSet: SETS,
  Tuple: TUPLES,
  Callable: FUNCTION,
  Any: TUPLES | SETS | BOOLEAN | INTEGER | FUNCTION | NONE,
}

export const maskOf = (type: DslType): TypeMask => MASKS[type]

/** Every value of `type` may stand in `slot` (slot Patch accepts Object and Indices). */
export function accepts(slot: DslType, type: DslType): boolean {
  return (MASKS[type] & ~MASKS[slot]) === 0
}

/** Some value of `type` may stand in `slot`: what a check may not call an error (an Object for slot Indices is one). */
export function mayAccept(slot: DslType, type: DslType): boolean {
  return (MASKS[type] & MASKS[slot]) !== 0
}

/** The smallest named type that holds both. */
export function unionOf(a: DslType, b: DslType): DslType {
  if (accepts(a, b)) return a
  if (accepts(b, a)) return b
  return smallestHolding(MASKS[a] | MASKS[b])
}

function smallestHolding(mask: TypeMask): DslType {
  let best: DslType = 'Any'
  for (const name of TYPE_NAMES) {
    if ((mask & ~MASKS[name]) === 0 && bitCount(MASKS[name]) < bitCount(MASKS[best])) best = name
  }
  return best
}

function bitCount(mask: TypeMask): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/**
 * The type of a result: fixed, or read off the arguments. `sameAs`: the type of argument k; `elementOf`: of its
 * elements; `mergeOf`: of the elements' union; `eitherOf`: one of two arguments.
 */
export type OutSpec =
  | DslType
  | { readonly sameAs: number }
  | { readonly elementOf: number }
  | { readonly mergeOf: number }
  | { readonly eitherOf: readonly [number, number] }

/** The type of what a container of this type holds. */
export function elementType(container: DslType): DslType {
  switch (container) {
    case 'IntegerSet':
    case 'IntegerTuple':
      return 'Integer'
    case 'Indices':
      return 'IntegerTuple'
    case 'Object':
      return 'Cell'
    case 'Objects':
      return 'Object'
    case 'IndicesSet':
      return 'Indices'
    case 'Grid':
    case 'TupleTuple':
    case 'Patch':
      return 'Tuple'
    case 'ContainerContainer':
      return 'Container'
    default:
      return 'Any'
  }
}

/** The type of the union of the containers that a container of this type holds. */
export function mergedType(containers: DslType): DslType {
  switch (containers) {
    case 'Objects':
      return 'Object'
    case 'IndicesSet':
      return 'Indices'
    case 'Grid':
    case 'TupleTuple':
    case 'Tuple':
      return 'Tuple'
    case 'FrozenSet':
      return 'FrozenSet'
    default:
      return 'Container'
  }
}
