import { ATOMS, maskOf, type DslType, type TypeMask } from '../dslType'
import { isCell, isFunction, isGrid, isPair, isSet, isTuple, itemsOf, type Value } from '../value'
import type { Term } from './term'

/**
 * Whether a value is one that the type stands for. A value may be of several types, and each of them admits it: 0 and 1
 * are Integers and Booleans, the empty set is a set of anything, the empty tuple a Grid without rows.
 *
 * Types do not tell whether there is something. Therefore what the primitives give for nothing counts as of the
 * annotated type, unless `isStrict`: null (index outside the grid) as an Integer, the empty tuple (a corner of an empty
 * patch) as any container. And types do not measure: rows of numbers are a Grid even where they are not equally long
 * (vconcat of different widths).
 */
export function admits(type: DslType, value: Value, isStrict = false): boolean {
  return (atomsOf(value, isStrict) & maskOf(type)) !== 0
}

/** As `admits`, with all that the term says about elements, and elements of elements. */
export function termAdmits(term: Term, value: Value): boolean {
  if (!admits(term.type, value)) return false
  const contents = itemsOf(value) ?? []
  const { element, items, signature } = term
  if (items && contents.length > 0) {
    return contents.length === 2 && items.every((item, k) => termAdmits(item, contents[k] ?? null))
  }
  if (element) return contents.every((item) => termAdmits(element, item))
  return !signature || !isFunction(value) || value.arity === signature.args.length
}

const CONTAINER = maskOf('Container')
const SET = maskOf('FrozenSet')

/** The kinds of value that this one is. */
function atomsOf(value: Value, isStrict: boolean): TypeMask {
  if (typeof value === 'number') return value === 0 || value === 1 ? ATOMS.boolean | ATOMS.integer : ATOMS.integer
  if (value === null) return isStrict ? ATOMS.none : ATOMS.none | ATOMS.integer
  if (isGrid(value)) return ATOMS.grid
  if (isFunction(value)) return ATOMS.function
  if (isSet(value)) return setAtoms(value.items, isStrict)
  return isPair(value) ? ATOMS.pair : isCell(value) ? ATOMS.cell : tupleAtoms(value.items, isStrict)
}

function tupleAtoms(items: readonly Value[], isStrict: boolean): TypeMask {
  if (items.length === 0) return isStrict ? ATOMS.grid | ATOMS.tupleOfTuples | ATOMS.otherTuple : CONTAINER
  const pair = isStrict || items.length !== 2 ? 0 : pairAtoms(items)
  if (!items.every(isTuple)) return ATOMS.otherTuple | pair
  return !isStrict && items.every(isRow) ? ATOMS.grid | ATOMS.tupleOfTuples : ATOMS.tupleOfTuples | pair
}

/** Pairs and cells of which a part is nothing. */
function pairAtoms([a = null, b = null]: readonly Value[]): TypeMask {
  if (!isNumber(a)) return 0
  return isNumber(b) ? ATOMS.pair : isTuple(b) && isRow(b) ? ATOMS.cell : 0
}

const isNumber = (value: Value): boolean => typeof value === 'number' || value === null
const isRow = (value: Value): boolean => itemsOf(value)?.every(isNumber) === true

/** The kinds of set by what all elements are. */
const SETS: readonly (readonly [element: TypeMask, set: TypeMask])[] = [
  [ATOMS.integer, ATOMS.integerSet],
  [ATOMS.pair, ATOMS.indices],
  [ATOMS.cell, ATOMS.object],
  [ATOMS.object, ATOMS.objects],
  [ATOMS.indices, ATOMS.indicesSet],
]

function setAtoms(items: readonly Value[], isStrict: boolean): TypeMask {
  if (items.length === 0) return SET
  const shared = items.reduce<TypeMask>((mask, item) => mask & atomsOf(item, isStrict), maskOf('Any'))
  const named = SETS.reduce<TypeMask>((mask, [element, set]) => (shared & element ? mask | set : mask), 0)
  return named === 0 ? ATOMS.otherSet : named
}
