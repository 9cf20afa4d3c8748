import { charge } from '../meter'
import { DslFunction, FrozenSet, itemsOf, totalWeight, type Value } from '../value'

/**
 * The order in which CPython 3.11 (64 bits) walks a set that items were put into one by one. The reference breaks ties
 * between the most (or least) common items by it, and programs that people wrote depend on that for colours: a set of
 * at most four small integers walks by value modulo 8.
 */
const SMALLEST_TABLE = 8
const LINEAR_PROBES = 9
const PERTURB_SHIFT = 5n

interface Slot {
  readonly item: Value
  readonly hash: bigint
}

/** `inserted` holds each item once, in the order of insertion. */
export function cpythonSetOrder<V extends Value>(inserted: readonly V[]): V[] {
  charge(8 * totalWeight(inserted)) // big integers are slow
  let table = newTable(SMALLEST_TABLE)
  let used = 0
  const hashes = new Map<Value, bigint>()
  for (const item of inserted) {
    place(table, { item, hash: cpythonHash(item, hashes) })
    used++
    if (used * 5 >= (table.length - 1) * 3) table = grown(table, used)
  }
  return table.flatMap((slot) => (slot === null ? [] : [slot.item as V]))
}

const newTable = (size: number): (Slot | null)[] => new Array<Slot | null>(size).fill(null)

function grown(table: readonly (Slot | null)[], used: number): (Slot | null)[] {
  let size = SMALLEST_TABLE
  while (size <= used * 4) size *= 2
  const larger = newTable(size)
  for (const slot of table) if (slot !== null) place(larger, slot)
  return larger
}

function place(table: (Slot | null)[], entry: Slot): void {
  const mask = table.length - 1
  let perturb = entry.hash
  let at = Number(perturb & BigInt(mask))
  for (;;) {
    const probes = at + LINEAR_PROBES <= mask ? LINEAR_PROBES : 0
    for (let k = 0; k <= probes; k++) {
      if (table[at + k] === null) {
        table[at + k] = entry
        return
      }
    }
    perturb >>= PERTURB_SHIFT
    at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(mask))
  }
}

const WORD = (1n << 64n) - 1n
const INTEGER_MODULUS = (1n << 61n) - 1n
const PRIME_1 = 11400714785074694791n
const PRIME_2 = 14029467366897019727n
const PRIME_5 = 2870177450012600261n

/** CPython's hash as an unsigned word. Nothing and functions have no fixed hash there: 0 and their arity stand for it. */
function cpythonHash(value: Value, known: Map<Value, bigint>): bigint {
  if (value === null) return 0n
  if (typeof value === 'number') return integerHash(value)
  if (value instanceof DslFunction) return BigInt(value.arity)
  const before = known.get(value) // a value may hold the same part any number of times
  if (before !== undefined) return before
  const hashes = (itemsOf(value) ?? []).map((item) => cpythonHash(item, known))
  const hash = value instanceof FrozenSet ? frozenSetHash(hashes) : tupleHash(hashes)
  known.set(value, hash)
  return hash
}

function integerHash(n: number): bigint {
  if (n >= 0) return BigInt(n) % INTEGER_MODULUS
  const hash = -(BigInt(-n) % INTEGER_MODULUS)
  return (hash === -1n ? -2n : hash) & WORD // -1 means "error" to CPython
}

function tupleHash(hashes: readonly bigint[]): bigint {
  let hash = PRIME_5
  for (const item of hashes) {
    hash = (hash + item * PRIME_2) & WORD
    hash = ((hash << 31n) | (hash >> 33n)) & WORD
    hash = (hash * PRIME_1) & WORD
  }
  hash = (hash + (BigInt(hashes.length) ^ (PRIME_5 ^ 3527539n))) & WORD
  return hash === WORD ? 1546275796n : hash
}

function frozenSetHash(hashes: readonly bigint[]): bigint {
  let hash = 0n
  for (const h of hashes) {
    hash ^= ((h ^ 89869747n ^ (h << 16n)) * 3644798167n) & WORD
  }
  hash ^= (BigInt(hashes.length + 1) * 1927868237n) & WORD
  hash ^= (hash >> 11n) ^ (hash >> 25n)
  hash = (hash * 69069n + 907133923n) & WORD
  return hash === WORD ? 590923713n : hash
}
