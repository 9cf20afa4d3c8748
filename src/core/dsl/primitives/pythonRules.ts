import { charge, checkSize, failure, wrongType } from '../meter'
import {
  compareValues,
  DslFunction,
  EMPTY_TUPLE,
  FrozenSet,
  isFunction,
  isPair,
  isTuple,
  itemsOf,
  rowOf,
  setOf,
  Tuple,
  tupleOf,
  valuesEqual,
  weightOf,
  type Value,
} from '../value'
import { Grid } from '../../grid/grid'

/**
 * The rules of the reference's host language that programs can observe: what can be walked, indexed, unpacked, compared
 * and added. Primitives have fast paths for the types they are meant for and fall back to these rules for the rest.
 */
const NOT_ITERABLE = wrongType('expected a container')
const NOT_INDEXABLE = wrongType('expected a tuple')
const NOT_A_NUMBER = wrongType('expected an integer')
const NOT_A_PAIR = wrongType('expected two elements')
const NOT_COMPARABLE = wrongType('these values have no order')
const NOT_ADDABLE = wrongType('these values cannot be added')
const NOT_A_SET = wrongType('expected a set')
const NOT_A_FUNCTION = wrongType('expected a function')
const NO_SUCH_INDEX = failure('index out of range')
const DIVISION_BY_ZERO = failure('division by zero')
const TOO_LARGE_NUMBER = failure('the number is too large')

/** a == b, a step each: a primitive may compare every element with every other. */
export function isSame(a: Value, b: Value): boolean {
  const same = valuesEqual(a, b)
  charge(1)
  return same
}

/** The items of a container in walking order. */
export function iterate(value: Value): readonly Value[] {
  if (!(value instanceof Tuple)) charge(weightOf(value) >> 4) // rows or elements are made first
  const items = itemsOf(value)
  if (items === null) throw NOT_ITERABLE
  return items
}

export function lengthOf(value: Value): number {
  if (value instanceof Grid) return value.rows
  if (value instanceof Tuple) return value.items.length
  if (value instanceof FrozenSet) return value.size
  throw NOT_ITERABLE
}

export function isTruthy(value: Value): boolean {
  if (typeof value === 'number') return value !== 0
  return value !== null && (isFunction(value) || lengthOf(value) > 0)
}

export const fromBoolean = (condition: boolean): number => (condition ? 1 : 0)

export function asNumber(value: Value): number {
  if (typeof value !== 'number') throw NOT_A_NUMBER
  return value
}

/** A whole number as the result of arithmetic: never -0, never beyond what a number holds exactly. */
export function wholeNumber(n: number): number {
  if (!Number.isSafeInteger(n)) throw TOO_LARGE_NUMBER
  return n + 0
}

/** The items of a tuple or grid. */
export function tupleItems(value: Value): readonly Value[] {
  if (!isTuple(value)) throw NOT_INDEXABLE
  return iterate(value)
}

export function asSet(value: Value): FrozenSet {
  if (!(value instanceof FrozenSet)) throw NOT_A_SET
  return value
}

export function asFunction(value: Value): DslFunction {
  if (!(value instanceof DslFunction)) throw NOT_A_FUNCTION
  return value
}

/** value[index] of a tuple or grid; negative indices count from the end. */
export function itemAt(value: Value, index: number): Value {
  if (!isTuple(value)) throw NOT_INDEXABLE
  const length = lengthOf(value)
  const at = index < 0 ? index + length : index
  if (at < 0 || at >= length) throw NO_SUCH_INDEX
  return value instanceof Grid ? rowOf(value, at) : (value.items[at] as Value)
}

/**
 * a, b = value. Take the two apart by key, `{ 0: a, 1: b }`: an array pattern walks an iterator, which costs more than
 * all the rest until the engine has optimised the caller.
 */
export function unpackPair(value: Value): readonly [Value, Value] {
  const items = iterate(value)
  if (items.length !== 2) throw NOT_A_PAIR
  return items as unknown as readonly [Value, Value]
}

/** a, b = value, both numbers. */
export function unpackNumbers(value: Value): readonly [number, number] {
  if (isPair(value)) return value.items
  const { 0: a, 1: b } = unpackPair(value)
  return [asNumber(a), asNumber(b)]
}

/** The start and end that [start:end] means for a sequence of this length. */
export function sliceBounds(length: number, start: number, end: number): readonly [number, number] {
  const from = start < 0 ? Math.max(0, start + length) : Math.min(start, length)
  const to = end < 0 ? Math.max(0, end + length) : Math.min(end, length)
  return [from, Math.max(from, to)]
}

/** a < b: numbers by value, tuples by their first differing element, sets by strict inclusion. */
export function isLess(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (isTuple(a) && isTuple(b)) return isTupleLess(iterate(a), iterate(b))
  if (a instanceof FrozenSet && b instanceof FrozenSet) return a.size < b.size && a.items.every((item) => has(b, item))
  throw NOT_COMPARABLE
}

function isTupleLess(a: readonly Value[], b: readonly Value[]): boolean {
  const shared = Math.min(a.length, b.length)
  for (let k = 0; k < shared; k++) {
    const left = a[k] as Value
    const right = b[k] as Value
    if (!isSame(left, right)) return isLess(left, right)
  }
  return a.length < b.length
}

/** value in container. */
export function has(container: Value, value: Value): boolean {
  if (container instanceof FrozenSet) return isAmong(container.items, value)
  const items = iterate(container)
  for (let k = 0; k < items.length; k++) if (isSame(items[k] as Value, value)) return true
  return false
}

/** Binary search: the items of a set are in canonical order. */
function isAmong(sorted: readonly Value[], value: Value): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compareValues(sorted[middle] as Value, value)
    if (order === 0) return true
    if (order < 0) low = middle + 1
    else high = middle
  }
  return false
}

/** A container of the same sort as `original`: a set for a set, a tuple for a tuple. */
export function containerLike(original: Value, items: readonly Value[]): Value {
  return original instanceof FrozenSet ? setOf(items) : tupleOf(items)
}

/** a + b: numbers are added, tuples joined. */
export function addValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return wholeNumber(a + b)
  if (!isTuple(a) || !isTuple(b)) throw NOT_ADDABLE
  checkSize(lengthOf(a) + lengthOf(b))
  return tupleOf(iterate(a).concat(iterate(b)))
}

/** a - b: numbers, or the difference of sets. */
export function subtractValues(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return wholeNumber(a - b)
  const right = asSet(b)
  return setOf(asSet(a).items.filter((item) => !has(right, item)))
}

/** a * b: numbers are multiplied, a tuple is repeated. */
export function multiplyValues(a: Value, b: Value): Value {
  if (typeof a === 'number') return typeof b === 'number' ? wholeNumber(a * b) : repeatTuple(b, a)
  return repeatTuple(a, asNumber(b))
}

function repeatTuple(value: Value, times: number): Value {
  const items = tupleItems(value)
  if (times <= 0) return EMPTY_TUPLE
  checkSize(items.length * times)
  const repeated: Value[] = []
  for (let k = 0; k < times; k++) for (const item of items) repeated.push(item)
  return tupleOf(repeated)
}

/** a // b, rounded down. */
export function floorDivide(a: number, b: number): number {
  if (b === 0) throw DIVISION_BY_ZERO
  return Math.floor(a / b) + 0
}

/** a % b with the sign of b. */
export function floorModulo(a: number, b: number): number {
  if (b === 0) throw DIVISION_BY_ZERO
  return a - b * Math.floor(a / b) + 0
}

/** The columns of rows, as many as the shortest row has. */
export function zipRows(rows: readonly (readonly Value[])[]): Value[][] {
  const head = rows[0]
  if (head === undefined) return []
  let width = head.length
  for (const row of rows) width = Math.min(width, row.length)
  return Array.from({ length: width }, (_, j) => rows.map((row) => row[j] as Value))
}

/** The greatest (or least) item by `<`, the first one of several; undefined where there is none. */
export function extreme(items: readonly Value[], wantsGreatest: boolean): Value | undefined {
  let best = items[0]
  for (let k = 1; k < items.length; k++) {
    const item = items[k] as Value
    if (wantsGreatest ? isLess(best as Value, item) : isLess(item, best as Value)) best = item
  }
  return best
}
