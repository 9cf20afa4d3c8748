import type { Value } from '../../../dsl/value'
import { elementKind, KIND } from '../kinds'
import type { CostModel } from '../costModel'
import { callPart, namePart, type Part } from '../part'
import type { Entry } from '../entry'
import type { ElementSet } from './elementSet'

/** What is wanted of each element: it must be selected, must not be, or it does not matter. */
export const MUST = 1
export const MUST_NOT = 0
export const MAY = 2

/** A way to select elements: which, and how it is written. */
export interface Selection {
  /** a part of the set, or one element where `isOne` */
  readonly part: Part
  readonly isOne: boolean
}

const CONSTANTS = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE', 'TEN']

/** What separations need of the search. */
export interface SeparationContext {
  readonly model: CostModel
  /** the value of a kind with these values, one per demonstration, if it was found */
  readonly entryOf: (kind: number, values: readonly Value[]) => Entry | null
  /** numbers of values of one demonstration, equal for equal values */
  readonly idOf: (demo: number, value: Value) => number
}

/**
 * The selections of elements by one function's results that select all that must be and none that must not be: a value
 * they share, the greatest, least, rarest or commonest value, a threshold.
 */
export function separate(
  { model, entryOf, idOf }: SeparationContext,
  { entry: set, elements, demos }: ElementSet,
  wanted: Uint8Array,
  by: Entry,
  results: readonly Value[],
): Selection[] {
  const call = (name: string, kind: number, ...args: readonly Part[]): Part => callPart(model, name, kind, ...args)
  const filtered = (predicate: Part): Selection => ({ part: call('sfilter', set.kind, set, predicate), isOne: false })
  const negated = (predicate: Part): Part => call('compose', KIND.fn1, namePart('flip', KIND.fn1), predicate)
  const matching = (value: Part): Part => call('matcher', KIND.fn1, by, value)
  const found: Selection[] = []
  const demoCount = set.values.length
  // by demonstration: the value shared by those that must be (must not be), undefined for none, NONE for several
  const inside = sharedIds(wanted, MUST, demos, results, demoCount, idOf)
  const outside = sharedIds(wanted, MUST_NOT, demos, results, demoCount, idOf)
  const isTaken = (side: number, shared: readonly Shared[]): boolean =>
    elements.some((_, k) => {
      const here = shared[demos[k] as number]
      return (
        wanted[k] === side &&
        here !== undefined &&
        here !== SEVERAL &&
        here.id === idOf(demos[k] as number, results[k] as Value)
      )
    })
  const values = (shared: readonly Shared[]): (Value | undefined)[] =>
    shared.map((one) => (one === undefined || one === SEVERAL ? undefined : one.value))
  if (by.profile?.isBoolean) {
    if (elements.every((_, k) => wanted[k] === MAY || (results[k] === 1) === (wanted[k] === MUST)))
      return [filtered(by)]
    if (elements.every((_, k) => wanted[k] === MAY || (results[k] === 1) !== (wanted[k] === MUST)))
      return [filtered(negated(by))]
    return []
  }
  const valueEntry = (wantedValues: readonly (Value | undefined)[]): Part | null => {
    const known = wantedValues.find((value) => value !== undefined)
    if (known === undefined) return null
    const filled = wantedValues.map((value) => (value === undefined ? known : value))
    if (typeof known === 'number') {
      const constant = filled.every((value) => value === known) ? CONSTANTS[known] : undefined
      return constant ? namePart(constant, KIND.integer) : entryOf(KIND.integer, filled)
    }
    return null
  }
  const isInside = !inside.includes(SEVERAL) && !isTaken(MUST_NOT, inside)
  if (isInside) {
    const value = valueEntry(values(inside))
    if (value) found.push(filtered(matching(value)))
    found.push(...byRank(call, set, by, elements, demos, results, wanted, filtered, matching))
    found.push(...byFrequency(call, set, by, demos, results, inside, idOf, filtered, matching))
  }
  if (!outside.includes(SEVERAL) && !isTaken(MUST, outside)) {
    const value = valueEntry(values(outside))
    if (value) found.push(filtered(negated(matching(value))))
  }
  if (typeof results[0] === 'number') {
    const threshold = thresholdOf(wanted, results)
    if (threshold) {
      const [name, bound] = threshold
      const constant = CONSTANTS[bound]
      if (constant) {
        const test = call(name, KIND.fn1, namePart('greater', KIND.fn2), namePart(constant, KIND.integer))
        found.push(filtered(call('compose', KIND.fn1, test, by)))
      }
    }
  }
  return found
}

const SEVERAL = null
type Shared = { readonly id: number; readonly value: Value } | undefined | typeof SEVERAL

function sharedIds(
  wanted: Uint8Array,
  side: number,
  demos: Uint16Array,
  results: readonly Value[],
  demoCount: number,
  idOf: SeparationContext['idOf'],
): Shared[] {
  const shared = new Array<Shared>(demoCount).fill(undefined)
  for (let k = 0; k < wanted.length; k++) {
    if (wanted[k] !== side) continue
    const demo = demos[k] as number
    const value = results[k] as Value
    const id = idOf(demo, value)
    const known = shared[demo]
    if (known === undefined) shared[demo] = { id, value }
    else if (known !== SEVERAL && known.id !== id) shared[demo] = SEVERAL
  }
  return shared
}

type Call = (name: string, kind: number, ...args: readonly Part[]) => Part

/** Those that must be selected have the greatest or least value of their demonstration. */
function byRank(
  call: Call,
  set: Entry,
  by: Entry,
  elements: readonly Value[],
  demos: Uint16Array,
  results: readonly Value[],
  wanted: Uint8Array,
  filtered: (predicate: Part) => Selection,
  matching: (value: Part) => Part,
): Selection[] {
  if (typeof results[0] !== 'number') return []
  const found: Selection[] = []
  for (const sign of [1, -1]) {
    const best = new Map<number, number>()
    elements.forEach((_, k) => {
      const demo = demos[k] as number
      best.set(demo, Math.max(best.get(demo) ?? -Infinity, sign * (results[k] as number)))
    })
    const isBest = (k: number): boolean => sign * (results[k] as number) === best.get(demos[k] as number)
    if (!elements.every((_, k) => wanted[k] === MAY || isBest(k) === (wanted[k] === MUST))) continue
    const counts = new Map<number, number>()
    elements.forEach((_, k) => {
      if (isBest(k)) counts.set(demos[k] as number, (counts.get(demos[k] as number) ?? 0) + 1)
    })
    const isOne = [...counts.values()].every((count) => count === 1)
    if (isOne) found.push({ part: call(sign > 0 ? 'argmax' : 'argmin', elementKind(set.kind), set, by), isOne: true })
    else found.push(filtered(matching(call(sign > 0 ? 'valmax' : 'valmin', KIND.integer, set, by))))
  }
  return found
}

/** Those that must be selected have the rarest or commonest value of their demonstration. */
function byFrequency(
  call: Call,
  set: Entry,
  by: Entry,
  demos: Uint16Array,
  results: readonly Value[],
  inside: readonly Shared[],
  idOf: SeparationContext['idOf'],
  filtered: (predicate: Part) => Selection,
  matching: (value: Part) => Part,
): Selection[] {
  const counts = inside.map(() => new Map<number, number>())
  results.forEach((value, k) => {
    const demo = demos[k] as number
    const id = idOf(demo, value)
    const here = counts[demo] as Map<number, number>
    here.set(id, (here.get(id) ?? 0) + 1)
  })
  const found: Selection[] = []
  for (const [name, sign] of [
    ['leastcommon', -1],
    ['mostcommon', 1],
  ] as const) {
    const isExtreme = inside.every((shared, demo) => {
      const here = counts[demo] as Map<number, number>
      if (!shared) return false
      const own = here.get(shared.id) ?? 0
      return here.size > 1 && [...here].every(([id, count]) => id === shared.id || sign * (own - count) > 0)
    })
    if (!isExtreme) continue
    const all = call('apply', KIND.otherTuple, by, call('totuple', KIND.patchTuple, set))
    found.push(filtered(matching(call(name, KIND.integer, all))))
  }
  return found
}

/** `greater` with its second argument bound (result above), or its first (result below). */
function thresholdOf(wanted: Uint8Array, results: readonly Value[]): ['rbind' | 'lbind', number] | null {
  let [leastIn, mostIn, leastOut, mostOut] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let k = 0; k < wanted.length; k++) {
    const value = results[k] as number
    if (wanted[k] === MUST) {
      leastIn = Math.min(leastIn, value)
      mostIn = Math.max(mostIn, value)
    } else if (wanted[k] === MUST_NOT) {
      leastOut = Math.min(leastOut, value)
      mostOut = Math.max(mostOut, value)
    }
  }
  if (mostOut < leastIn && mostOut > -Infinity) return ['rbind', mostOut]
  return leastOut > mostIn && leastOut < Infinity ? ['lbind', leastOut] : null
}
