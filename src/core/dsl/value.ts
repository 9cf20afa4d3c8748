import {
  colOfCode,
  colourOfCode,
  isPackableColour,
  isPackableCoord,
  packCell,
  packPosition,
  rowOfCode,
  sortUnique,
} from '../grid/cellCode'
import { Grid } from '../grid/grid'
import { err, ok, type Result } from '../util/result'
import { hashText } from '../util/rng'
import type { DslType } from './dslType'
import { charge, chargeLater, checkSize, DEFAULT_BUDGET, DEPTH_STOP, meteredApart, stopOf, type Budget } from './meter'

/**
 * A value of the DSL. Booleans are the numbers 1 and 0 (in the reference True == 1); null is "no value".
 *
 * Every value has exactly one representation, so that equality and hashes can work on it:
 * - a non-empty tuple of equally long tuples of whole numbers in -128..127 is a Grid, every other tuple a Tuple;
 * - a set of positions or of coloured cells that fit cellCode is packed, every other set keeps sorted elements.
 */
export type Value = number | null | Tuple | Grid | FrozenSet | DslFunction

/** A tuple that is not a Grid. Build it with `tupleOf`. */
export class Tuple {
  /** Lazily computed; 0 = not yet. */
  hash = 0

  constructor(
    readonly items: readonly Value[],
    /** Containers inside each other, this one included. */
    readonly nesting: number,
    /** Elements of it and of all that it holds; what it holds twice counts twice. See `totalWeight`. */
    readonly weight: number = items.length,
  ) {}
}

export const GENERIC = 0
export const INDICES = 1
export const CELLS = 2
export type SetKind = typeof GENERIC | typeof INDICES | typeof CELLS

const NO_CODES = new Int32Array(0)

/**
 * A set. It is walked in ascending canonical order (`compareValues`): numbers by value, tuples element by element,
 * sets by their sorted elements. The reference walks sets in CPython's hash order, which nothing specifies.
 */
export class FrozenSet {
  /** Lazily computed; 0 = not yet. */
  hash = 0

  constructor(
    readonly kind: SetKind,
    /** Sorted packed positions (INDICES) or cells (CELLS), see cellCode. */
    readonly codes: Int32Array,
    private decoded: readonly Value[] | null,
    readonly nesting: number,
    /** as for a Tuple; a packed element counts once */
    readonly weight: number = codes.length,
  ) {}

  get size(): number {
    return this.kind === GENERIC ? this.items.length : this.codes.length
  }

  /** The elements in canonical order. */
  get items(): readonly Value[] {
    if (this.decoded === null) {
      const decode = this.kind === INDICES ? positionFromCode : cellFromCode
      const items = new Array<Value>(this.codes.length)
      for (let k = 0; k < items.length; k++) items[k] = decode(this.codes[k] as number)
      this.decoded = items
    }
    return this.decoded
  }
}

/** The code of a function: unused parameters are null. */
export type FunctionBody = (a: Value, b: Value, c: Value, d: Value) => Value

/**
 * A primitive as a value, or a function built by a primitive (`label`) from `parts`. Functions built alike are equal
 * (the reference compares identity), so that sharing work between programs cannot change a result.
 */
export class DslFunction {
  hash = 0

  constructor(
    readonly label: string,
    readonly arity: number,
    readonly parts: readonly Value[],
    readonly run: FunctionBody,
    readonly nesting: number,
    /** as for a Tuple */
    readonly weight: number = 1,
  ) {}
}

/** Values inside each other, at most: keeps every recursion over values far from the end of the stack. */
export const MAX_NESTING = 120

export const isGrid = (value: Value): value is Grid => value instanceof Grid
export const isTuple = (value: Value): value is Tuple | Grid => value instanceof Tuple || value instanceof Grid
export const isSet = (value: Value): value is FrozenSet => value instanceof FrozenSet
export const isFunction = (value: Value): value is DslFunction => value instanceof DslFunction
export const isContainer = (value: Value): value is Tuple | Grid | FrozenSet => isTuple(value) || isSet(value)

export const EMPTY_TUPLE = new Tuple([], 1)
export const EMPTY_SET = new FrozenSet(GENERIC, NO_CODES, [], 1)

/** Pairs of small numbers are shared: programs make them by the thousand. */
const PAIR_LOW = -64
const PAIR_SPAN = 192
const sharedPairs = new Array<Tuple | undefined>(PAIR_SPAN * PAIR_SPAN)

/** The tuple (i, j). */
export function pairOf(i: number, j: number): Tuple {
  const a = i - PAIR_LOW
  const b = j - PAIR_LOW
  if (a < 0 || b < 0 || a >= PAIR_SPAN || b >= PAIR_SPAN) return new Tuple([i, j], 1)
  return (sharedPairs[a * PAIR_SPAN + b] ??= new Tuple([i, j], 1))
}

const positionFromCode = (code: number): Tuple => pairOf(rowOfCode(code), colOfCode(code))
const cellFromCode = (code: number): Tuple => new Tuple([colourOfCode(code), positionFromCode(code)], 2, 4)

/** Whether the value is a tuple of two numbers. */
export function isPair(value: Value): value is Tuple & { items: readonly [number, number] } {
  return (
    value instanceof Tuple &&
    value.items.length === 2 &&
    typeof value.items[0] === 'number' &&
    typeof value.items[1] === 'number'
  )
}

/** Whether the value is (number, (row, column)). */
export function isCell(value: Value): value is Tuple & { items: readonly [number, Tuple] } {
  return (
    value instanceof Tuple &&
    value.items.length === 2 &&
    typeof value.items[0] === 'number' &&
    isPair(value.items[1] as Value)
  )
}

/** A tuple of these items in its one representation. */
export function tupleOf(items: readonly Value[]): Tuple | Grid {
  const count = items.length
  if (count === 0) return EMPTY_TUPLE
  checkSize(count)
  charge(count >> 2)
  const head = items[0] as Value
  if (head instanceof Tuple) {
    const grid = gridFromRows(items, head.items.length)
    if (grid) return grid
  } else if (count === 2 && typeof head === 'number' && typeof items[1] === 'number') {
    return pairOf(head, items[1])
  }
  return new Tuple(items, nestingOver(items), totalWeight(items))
}

function gridFromRows(rows: readonly Value[], cols: number): Grid | null {
  for (let i = 0; i < rows.length; i++) {
    charge(cols >> 4)
    const row = rows[i] as Value
    if (!(row instanceof Tuple) || row.items.length !== cols || row.nesting !== 1) return null
    const { items } = row
    for (let j = 0; j < cols; j++) {
      const cell = items[j] as Value
      if (typeof cell !== 'number' || !isPackableColour(cell)) return null
    }
  }
  checkSize(rows.length * cols)
  const cells = new Int8Array(rows.length * cols)
  for (let i = 0, k = 0; i < rows.length; i++) {
    const { items } = rows[i] as Tuple
    for (let j = 0; j < cols; j++) cells[k++] = items[j] as number
  }
  return new Grid(rows.length, cols, cells)
}

/** A grid, or the empty tuple where there is no row (a tuple without items cannot tell its width). */
export function gridOf(rows: number, cols: number, cells: Int8Array): Grid | Tuple {
  return rows === 0 ? EMPTY_TUPLE : new Grid(rows, cols, cells)
}

/** Row i of a grid as a tuple. */
export function rowOf(grid: Grid, i: number): Tuple {
  const { cols, cells } = grid
  if (cols === 0) return EMPTY_TUPLE
  if (cols === 2) return pairOf(cells[i * 2] as number, cells[i * 2 + 1] as number)
  const items = new Array<Value>(cols)
  for (let j = 0, at = i * cols; j < cols; j++) items[j] = cells[at + j] as number
  return new Tuple(items, 1)
}

function nestingOver(items: readonly Value[]): number {
  let deepest = 0
  for (let k = 0; k < items.length; k++) {
    const item = items[k] as Value
    if (item === null || typeof item === 'number') continue
    const nesting = item instanceof Grid ? 2 : item.nesting
    if (nesting > deepest) deepest = nesting
  }
  if (deepest >= MAX_NESTING) throw DEPTH_STOP
  return deepest + 1
}

/** Elements of a value and of all that it holds; 1 for a number. */
export function weightOf(value: Value): number {
  if (value === null || typeof value === 'number') return 1
  return value instanceof Grid ? value.cells.length : value.weight
}

/** A value may hold another one twice, which holds another one twice ...: beyond this it only counts as heavy. */
const MAX_WEIGHT = 2 ** 26

/** The elements of these values and of all that they hold. */
export function totalWeight(items: readonly Value[]): number {
  let weight = items.length
  for (let k = 0; k < items.length; k++) {
    const item = items[k] as Value
    if (item !== null && typeof item !== 'number') weight += item instanceof Grid ? item.cells.length : item.weight
  }
  return Math.min(weight, MAX_WEIGHT)
}

/** A function built by primitive `label` from `parts`. */
export function functionOf(label: string, arity: number, parts: readonly Value[], run: FunctionBody): DslFunction {
  return new DslFunction(label, arity, parts, run, nestingOver(parts), totalWeight(parts))
}

/** The set of packed positions; takes the array over, sorts it when needed. */
export function indicesOf(codes: Int32Array): FrozenSet {
  return codes.length === 0 ? EMPTY_SET : new FrozenSet(INDICES, sortUnique(codes), null, 2)
}

/** The set of packed cells; takes the array over, sorts it when needed. */
export function cellsOf(codes: Int32Array): FrozenSet {
  return codes.length === 0 ? EMPTY_SET : new FrozenSet(CELLS, sortUnique(codes), null, 3)
}

/** The set of these items, in any order and with any repetition, in its one representation. */
export function setOf(items: readonly Value[]): FrozenSet {
  const count = items.length
  if (count === 0) return EMPTY_SET
  charge(count >> 2)
  const packed = packPositions(items) ?? packCells(items)
  if (packed) return packed
  charge(count + Math.floor((totalWeight(items) * Math.log2(count)) / 32))
  if (isAscending(items)) {
    checkSize(count)
    return new FrozenSet(GENERIC, NO_CODES, items, nestingOver(items), totalWeight(items))
  }
  const sorted = items.slice().sort(compareValues)
  let kept = 1
  for (let k = 1; k < count; k++) {
    const item = sorted[k] as Value
    if (compareValues(item, sorted[kept - 1] as Value) !== 0) sorted[kept++] = item
  }
  sorted.length = kept
  checkSize(kept)
  return new FrozenSet(GENERIC, NO_CODES, sorted, nestingOver(sorted), totalWeight(sorted))
}

/** Ascending without repetition: sets are often made by walking others. */
function isAscending(items: readonly Value[]): boolean {
  for (let k = 1; k < items.length; k++) {
    if (compareValues(items[k - 1] as Value, items[k] as Value) >= 0) return false
  }
  return true
}

function packPositions(items: readonly Value[]): FrozenSet | null {
  if (!isPair(items[0] as Value)) return null
  const codes = new Int32Array(items.length)
  for (let k = 0; k < codes.length; k++) {
    const item = items[k] as Value
    if (!isPair(item)) return null
    const { 0: i, 1: j } = item.items
    if (!isPackableCoord(i) || !isPackableCoord(j)) return null
    codes[k] = packPosition(i, j)
  }
  const set = indicesOf(codes)
  checkSize(set.size)
  return set
}

function packCells(items: readonly Value[]): FrozenSet | null {
  if (!isCell(items[0] as Value)) return null
  const codes = new Int32Array(items.length)
  for (let k = 0; k < codes.length; k++) {
    const item = items[k] as Value
    if (!isCell(item)) return null
    const { 0: colour, 1: position } = item.items
    const i = position.items[0] as number
    const j = position.items[1] as number
    if (!isPackableColour(colour) || !isPackableCoord(i) || !isPackableCoord(j)) return null
    codes[k] = packCell(colour, i, j)
  }
  const set = cellsOf(codes)
  checkSize(set.size)
  return set
}

/** The items of a tuple, grid or set in the order in which a program walks it; null for any other value. */
export function itemsOf(value: Value): readonly Value[] | null {
  if (value instanceof Tuple || value instanceof FrozenSet) return value.items
  if (!(value instanceof Grid)) return null
  const rows = new Array<Value>(value.rows)
  for (let i = 0; i < rows.length; i++) rows[i] = rowOf(value, i)
  return rows
}

/** Number of elements: cells of a grid, elements of a tuple or set, 1 for anything else. */
export function valueSize(value: Value): number {
  if (value instanceof Grid) return value.cells.length
  if (value instanceof Tuple) return value.items.length
  return value instanceof FrozenSet ? value.size : 1
}

/** Equality of values (the reference's ==, except for functions). The run in progress pays by the values' weight. */
export function valuesEqual(a: Value, b: Value): boolean {
  if (a === null || b === null || typeof a === 'number' || typeof b === 'number') return a === b
  // not by what is looked at: a hash that happens to be known, or one object for both, saves looking
  chargeLater(Math.min(weightOf(a), weightOf(b)) >> 5)
  return areEqual(a, b)
}

function areEqual(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a === 'number' || typeof b === 'number') return false
  if (a instanceof Grid) return b instanceof Grid && a.equals(b)
  if (a instanceof FrozenSet && a.kind !== GENERIC) {
    return b instanceof FrozenSet && a.kind === b.kind && codesEqual(a.codes, b.codes)
  }
  if (b instanceof Grid || !sameHash(a, b)) return false
  if (a instanceof Tuple) return b instanceof Tuple && haveEqualParts(a, b, a.items, b.items)
  if (a instanceof FrozenSet) {
    return b instanceof FrozenSet && b.kind === GENERIC && haveEqualParts(a, b, a.items, b.items)
  }
  return b instanceof DslFunction && compareFunctions(a, b) === 0
}

type Compound = Tuple | FrozenSet | DslFunction

const haveEqualParts = (a: Compound, b: Compound, left: readonly Value[], right: readonly Value[]): boolean =>
  a.weight < HEAVY ? listsEqual(left, right) : inPairs(a, b, () => (listsEqual(left, right) ? 0 : 1)) === 0

/** From here on a value may hold the same part so often that each pair of parts must be compared once only. */
const HEAVY = 4096

/** Pairs found equal by the comparison in progress; null between comparisons. */
let equalPairs: Map<Value, Set<Value>> | null = null

/** The result of `compare`, which is not called for a pair found equal before. The first difference ends it all. */
function inPairs(a: Value, b: Value, compare: () => number): number {
  if (equalPairs?.get(a)?.has(b)) return 0
  const isOutermost = equalPairs === null
  equalPairs ??= new Map()
  try {
    const order = compare()
    if (order === 0 && !isOutermost) {
      const others = equalPairs.get(a)
      if (others) others.add(b)
      else equalPairs.set(a, new Set([b]))
    }
    return order
  } finally {
    if (isOutermost) equalPairs = null
  }
}

/** Hashes are compared only where both are there already: computing them costs as much as comparing. */
function sameHash(a: { hash: number }, b: { hash: number }): boolean {
  return a.hash === 0 || b.hash === 0 || a.hash === b.hash
}

function listsEqual(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (!areEqual(a[k] as Value, b[k] as Value)) return false
  return true
}

function codesEqual(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}

/**
 * The canonical total order: null < numbers < tuples < sets < functions; numbers by value, tuples and sets by their
 * first differing element (sets by their sorted elements), a beginning before what goes on; functions by label, then
 * parts. 0 exactly for equal values.
 */
export function compareValues(a: Value, b: Value): number {
  if (a === b) return 0
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const rank = rankOf(a)
  const difference = rank - rankOf(b)
  if (difference !== 0) return difference
  if (a instanceof Grid && b instanceof Grid) return compareGrids(a, b)
  if (a instanceof FrozenSet && b instanceof FrozenSet && a.kind !== GENERIC && a.kind === b.kind) {
    return compareNumbers(a.codes, b.codes)
  }
  if (a instanceof DslFunction && b instanceof DslFunction) return compareFunctions(a, b)
  if (weightOf(a) >= HEAVY && weightOf(b) >= HEAVY) {
    return inPairs(a, b, () => compareLists(itemsOf(a) ?? [], itemsOf(b) ?? []))
  }
  return compareLists(itemsOf(a) ?? [], itemsOf(b) ?? [])
}

function rankOf(value: Value): number {
  if (value === null) return 0
  if (typeof value === 'number') return 1
  if (value instanceof Tuple || value instanceof Grid) return 2
  return value instanceof FrozenSet ? 3 : 4
}

function compareLists(a: readonly Value[], b: readonly Value[]): number {
  const shared = Math.min(a.length, b.length)
  for (let k = 0; k < shared; k++) {
    const order = compareValues(a[k] as Value, b[k] as Value)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareNumbers(a: Int32Array | Int8Array, b: Int32Array | Int8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let k = 0; k < shared; k++) {
    const order = (a[k] as number) - (b[k] as number)
    if (order !== 0) return order
  }
  return a.length - b.length
}

function compareGrids(a: Grid, b: Grid): number {
  if (a.cols !== b.cols) return compareNumbers(a.cells.subarray(0, a.cols), b.cells.subarray(0, b.cols))
  return compareNumbers(a.cells, b.cells) || a.rows - b.rows
}

function compareFunctions(a: DslFunction, b: DslFunction): number {
  if (a.label !== b.label) return a.label < b.label ? -1 : 1
  if (a.arity !== b.arity) return a.arity - b.arity
  return a.weight < HEAVY ? compareLists(a.parts, b.parts) : inPairs(a, b, () => compareLists(a.parts, b.parts))
}

/** A 32-bit hash, equal for equal values. */
export function hashValue(value: Value): number {
  if (typeof value === 'number') return mix(0x1234, value | 0)
  if (value === null) return 7
  if (value.hash !== 0) return value.hash
  return (value.hash = computeHash(value) || 1)
}

function mix(hash: number, next: number): number {
  const h = Math.imul(hash ^ next, 0x85ebca6b)
  return h ^ (h >>> 15)
}

function computeHash(value: Tuple | Grid | FrozenSet | DslFunction): number {
  if (value instanceof Grid) return hashNumbers(mix(mix(3, value.rows), value.cols), value.cells)
  if (value instanceof FrozenSet && value.kind !== GENERIC) return hashNumbers(11 + value.kind, value.codes)
  if (value instanceof DslFunction) return hashItems(hashText(value.label, value.arity), value.parts)
  return hashItems(value instanceof Tuple ? 5 : 6, value.items)
}

function hashNumbers(start: number, numbers: Int8Array | Int32Array): number {
  let hash = start
  for (let k = 0; k < numbers.length; k++) hash = mix(hash, numbers[k] as number)
  return hash
}

function hashItems(start: number, items: readonly Value[]): number {
  let hash = mix(start, items.length)
  for (const item of items) hash = mix(hash, hashValue(item))
  return hash
}

/**
 * The most specific type of a value. The empty set is a FrozenSet, the empty tuple a Tuple; numbers are Integers, as
 * a Boolean cannot be told from one; null is Any.
 */
export function runtimeType(value: Value): DslType {
  if (typeof value === 'number') return 'Integer'
  if (value === null) return 'Any'
  if (value instanceof Grid) return 'Grid'
  if (value instanceof DslFunction) return 'Callable'
  if (value instanceof FrozenSet) return setType(value)
  if (isPair(value)) return 'IntegerTuple'
  if (isCell(value)) return 'Cell'
  return value.items.length > 0 && value.items.every(isTuple) ? 'TupleTuple' : 'Tuple'
}

function setType(set: FrozenSet): DslType {
  if (set.kind !== GENERIC) return set.kind === INDICES ? 'Indices' : 'Object'
  const head = set.items[0]
  if (head === undefined) return 'FrozenSet'
  const first = runtimeType(head)
  for (const item of set.items) if (runtimeType(item) !== first) return 'FrozenSet'
  if (first === 'Integer') return 'IntegerSet'
  if (first === 'IntegerTuple') return 'Indices' // positions too far out to be packed
  if (first === 'Cell') return 'Object'
  if (first === 'Object') return 'Objects'
  return first === 'Indices' ? 'IndicesSet' : 'FrozenSet'
}

/**
 * Values as JSON: numbers, null, arrays for tuples and grids, {"s": [...]} for sets (sorted), {"f": name} for a
 * primitive, {"c": name, "a": [...]} for a function built by a primitive. `true` and `false` are read as 1 and 0.
 */
export type ValueJson =
  | number
  | boolean
  | null
  | readonly ValueJson[]
  | { readonly s: readonly ValueJson[] }
  | { readonly f: string }
  | { readonly c: string; readonly a: readonly ValueJson[] }

export function valueToJson(value: Value): ValueJson {
  if (value === null || typeof value === 'number') return value
  if (value instanceof Grid) return value.toRows()
  if (value instanceof Tuple) return value.items.map(valueToJson)
  if (value instanceof FrozenSet) return { s: value.items.map(valueToJson) }
  return value.parts.length === 0 ? { f: value.label } : { c: value.label, a: value.parts.map(valueToJson) }
}

type PrimitiveSource = (name: string) => DslFunction | null

/** Reads what `valueToJson` writes; `resolvePrimitive` gives the primitive of a name. Apart from any run in progress. */
export function valueFromJson(json: unknown, resolvePrimitive: PrimitiveSource, where = 'value'): Result<Value> {
  return meteredApart(READING_BUDGET, () => {
    try {
      return readValue(json, resolvePrimitive, where)
    } catch (error) {
      const stop = stopOf(error)
      if (stop === null) throw error
      return err('value/json', stop.reason, where)
    }
  })
}

/** Far above what a program can build, far below what harms the reader. */
const READING_BUDGET: Budget = { steps: 100_000_000, cells: 1_000_000, depth: DEFAULT_BUDGET.depth }

function readValue(json: unknown, resolvePrimitive: PrimitiveSource, where: string): Result<Value> {
  if (typeof json === 'boolean') return ok(json ? 1 : 0)
  if (json === null) return ok(null)
  if (typeof json === 'number') {
    if (Number.isSafeInteger(json)) return ok(json)
    return err('value/json', `${json} is not a whole number`, where)
  }
  if (Array.isArray(json)) {
    const items = readList(json, resolvePrimitive, where)
    return items.ok ? ok(tupleOf(items.value)) : items
  }
  if (typeof json === 'object') {
    if ('s' in json && Array.isArray(json.s)) {
      const items = readList(json.s, resolvePrimitive, `${where}.s`)
      return items.ok ? ok(setOf(items.value)) : items
    }
    const name = 'f' in json ? json.f : 'c' in json ? json.c : undefined
    const primitive = typeof name === 'string' ? resolvePrimitive(name) : null
    if (primitive && 'f' in json) return ok(primitive)
    if (primitive && 'a' in json && Array.isArray(json.a) && json.a.length === primitive.arity) {
      const args = readList(json.a, resolvePrimitive, `${where}.a`)
      if (!args.ok) return args
      const [a = null, b = null, c = null, d = null] = args.value
      return ok(primitive.run(a, b, c, d))
    }
  }
  return err('value/json', 'not a value', where, 'See valueToJson for how values are written.')
}

function readList(list: readonly unknown[], resolvePrimitive: PrimitiveSource, where: string): Result<Value[]> {
  const values: Value[] = []
  for (let k = 0; k < list.length; k++) {
    const item = readValue(list[k], resolvePrimitive, `${where}[${k}]`)
    if (!item.ok) return item
    values.push(item.value)
  }
  return ok(values)
}
