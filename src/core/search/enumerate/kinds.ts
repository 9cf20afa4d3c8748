import { Grid } from '../../grid/grid'
import type { DslType } from '../../dsl/dslType'
import { CELLS, DslFunction, FrozenSet, INDICES, isCell, isPair, type Value } from '../../dsl/value'

/**
 * What the search tells apart among values while it runs: finer than the DSL's types where that saves calls that must
 * fail (tuples by what they hold), coarser where it does not matter.
 */
export const KIND = {
  boolean: 0,
  integer: 1,
  pair: 2,
  cell: 3,
  grid: 4,
  object: 5,
  indices: 6,
  objects: 7,
  indicesSet: 8,
  integerSet: 9,
  gridTuple: 10,
  patchTuple: 11,
  integers: 12,
  otherTuple: 13,
  otherSet: 14,
  /** functions by the number of their arguments */
  fn1: 15,
  fn2: 16,
  fn3: 17,
} as const

/** One of KIND, or a kind of function made by `functionKind`. */
export type Kind = number

/** No kind: null, the empty tuple, functions of four arguments. */
export const NO_KIND = -1
/** The empty set is of every kind of set. */
const ANY_SET = -2

const FIRST_FUNCTION_KIND = 32
const RESULTS = 16

/** Functions of one argument that take values of kind `domain` and give values of kind `result`. */
export const functionKind = (domain: Kind, result: Kind): Kind => FIRST_FUNCTION_KIND + domain * RESULTS + result

export const isFunctionKind = (kind: Kind): boolean => kind >= KIND.fn1

/** The kind of what a container of this kind holds. */
const ELEMENT_KINDS = new Map<Kind, Kind>([
  [KIND.objects, KIND.object],
  [KIND.indicesSet, KIND.indices],
  [KIND.indices, KIND.pair],
  [KIND.object, KIND.cell],
  [KIND.integerSet, KIND.integer],
  [KIND.integers, KIND.integer],
  [KIND.gridTuple, KIND.grid],
  [KIND.patchTuple, KIND.object],
  [KIND.grid, KIND.integers],
])

export const elementKind = (kind: Kind): Kind => ELEMENT_KINDS.get(kind) ?? NO_KIND

const K = KIND
const SETS: readonly Kind[] = [K.objects, K.indices, K.object, K.indicesSet, K.integerSet, K.otherSet]
const TUPLES: readonly Kind[] = [K.grid, K.gridTuple, K.patchTuple, K.integers, K.otherTuple]
const isSetKind = (kind: Kind): boolean => SETS.includes(kind)

/** The kinds of value that an annotated type stands for, functions apart. */
export const KINDS_OF_TYPE: Readonly<Record<DslType, readonly Kind[]>> = {
  Boolean: [K.boolean],
  Integer: [K.integer],
  IntegerTuple: [K.pair],
  Numerical: [K.integer, K.pair],
  IntegerSet: [K.integerSet, K.integers],
  Grid: [K.grid],
  Cell: [K.cell],
  Object: [K.object],
  Objects: [K.objects],
  Indices: [K.indices],
  IndicesSet: [K.indicesSet],
  Patch: [K.object, K.indices],
  Element: [K.object, K.grid],
  Piece: [K.grid, K.object, K.indices],
  TupleTuple: [K.grid, K.gridTuple],
  ContainerContainer: [K.objects, K.indicesSet, K.gridTuple, K.patchTuple, K.otherSet],
  Container: [...SETS, ...TUPLES],
  FrozenSet: SETS,
  Tuple: TUPLES,
  Callable: [],
  Any: [K.boolean, K.integer, K.pair, K.cell, ...SETS, ...TUPLES],
}

/** The kind of one value. */
export function kindOf(value: Value): Kind {
  if (typeof value === 'number') return K.integer
  if (value === null) return NO_KIND
  if (value instanceof Grid) return K.grid
  if (value instanceof FrozenSet) {
    if (value.kind === INDICES) return K.indices
    if (value.kind === CELLS) return K.object
    return value.items.length === 0 ? ANY_SET : setKind(value.items[0] as Value)
  }
  if (value instanceof DslFunction) return value.arity >= 1 && value.arity <= 3 ? K.fn1 + value.arity - 1 : NO_KIND
  if (isPair(value)) return K.pair
  if (isCell(value)) return K.cell
  return value.items.length === 0 ? NO_KIND : tupleKind(value.items)
}

function setKind(first: Value): Kind {
  if (typeof first === 'number') return K.integerSet
  if (first instanceof FrozenSet)
    return first.kind === CELLS ? K.objects : first.kind === INDICES ? K.indicesSet : K.otherSet
  return K.otherSet
}

function tupleKind(items: readonly Value[]): Kind {
  const first = items[0] as Value
  if (typeof first === 'number') return items.every((item) => typeof item === 'number') ? K.integers : K.otherTuple
  if (first instanceof Grid) return K.gridTuple
  return first instanceof FrozenSet && first.kind !== 0 ? K.patchTuple : K.otherTuple
}

/** The one kind of several values; NO_KIND where they differ, or all are empty. */
export function sharedKind(values: readonly Value[]): Kind {
  let shared = ANY_SET
  for (let k = 0; k < values.length; k++) {
    const kind = kindOf(values[k] as Value)
    if (kind === shared) continue
    if (kind === NO_KIND) return NO_KIND
    if (shared === ANY_SET && (k === 0 || isSetKind(kind))) shared = kind
    else if (kind !== ANY_SET || !isSetKind(shared)) return NO_KIND
  }
  return shared === ANY_SET ? NO_KIND : shared
}
