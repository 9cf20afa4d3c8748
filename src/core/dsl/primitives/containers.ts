import { T } from '../dslType'
import { charge, checkSize, failure } from '../meter'
import {
  cellsOf,
  EMPTY_SET,
  EMPTY_TUPLE,
  FrozenSet,
  GENERIC,
  hashValue,
  INDICES,
  indicesOf,
  setOf,
  tupleOf,
  type Value,
} from '../value'
import { cpythonSetOrder } from './cpythonSet'
import { primitive } from './define'
import { asNumber, asSet, containerLike, extreme, has, isSame, iterate, lengthOf, tupleItems } from './pythonRules'

const EMPTY_CONTAINER = failure('the container is empty')
const NO_STEP = failure('the step is zero')

const packedLike = (set: FrozenSet, codes: Int32Array): FrozenSet =>
  set.kind === INDICES ? indicesOf(codes) : cellsOf(codes)

const arePacked = (a: Value, b: Value): boolean =>
  a instanceof FrozenSet && b instanceof FrozenSet && a.kind !== GENERIC && b.kind !== GENERIC

/** The codes of `a` that are (or are not) in `b`, both sorted. */
function selectCodes(a: Int32Array, b: Int32Array, wantsShared: boolean): Int32Array {
  const selected = new Int32Array(a.length)
  let count = 0
  let at = 0
  for (let k = 0; k < a.length; k++) {
    const code = a[k] as number
    while (at < b.length && (b[at] as number) < code) at++
    if ((b[at] === code) === wantsShared) selected[count++] = code
  }
  return selected.slice(0, count)
}

function combined(a: Value, b: Value): Value {
  const total = lengthOf(a) + lengthOf(b)
  checkSize(total >> 1)
  charge(total >> 4)
  if (a instanceof FrozenSet && b instanceof FrozenSet && a.kind !== GENERIC && a.kind === b.kind) {
    const codes = new Int32Array(total)
    codes.set(a.codes)
    codes.set(b.codes, a.codes.length)
    const union = packedLike(a, codes)
    checkSize(union.size)
    return union
  }
  return containerLike(a, iterate(a).concat(iterate(b)))
}

/** The elements of a that are not in b. */
export function differenceOf(a: Value, b: Value): Value {
  charge((lengthOf(a) >> 4) + 1)
  if (arePacked(a, b)) {
    const from = a as FrozenSet
    const without = b as FrozenSet
    if (from.kind !== without.kind) return from
    return packedLike(from, selectCodes(from.codes, without.codes, false))
  }
  const items = iterate(a)
  if (items.length === 0) return containerLike(a, [])
  charge(b instanceof FrozenSet ? items.length : (items.length * iterate(b).length) >> 4)
  return containerLike(
    a,
    items.filter((item) => !has(b, item)),
  )
}

/** The union of the containers in a container: a set for a set, else a tuple. */
export function mergeContainers(containers: Value): Value {
  const parts = iterate(containers)
  let total = 0
  for (let k = 0; k < parts.length; k++) total += lengthOf(parts[k] as Value)
  checkSize(total >> 4) // parts of a set may overlap: the union is checked when it is built
  charge(parts.length + (total >> 3))
  if (containers instanceof FrozenSet) {
    const head = parts[0]
    if (head instanceof FrozenSet && head.kind !== GENERIC) {
      const union = mergePacked(parts, head, total)
      if (union) return union
    }
  } else checkSize(total)
  const merged: Value[] = []
  for (let k = 0; k < parts.length; k++) {
    const items = iterate(parts[k] as Value)
    for (let n = 0; n < items.length; n++) merged.push(items[n] as Value)
  }
  return containerLike(containers, merged)
}

function mergePacked(parts: readonly Value[], head: FrozenSet, total: number): FrozenSet | null {
  const codes = new Int32Array(total)
  let at = 0
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k] as Value
    if (!(part instanceof FrozenSet) || part.kind !== head.kind) return null
    codes.set(part.codes, at)
    at += part.codes.length
  }
  const union = packedLike(head, codes)
  checkSize(union.size)
  return union
}

/** Each different item once, in order of first occurrence, with the number of its occurrences. */
function tally(items: readonly Value[]): Map<Value, number> {
  charge(items.length)
  const counts = new Map<Value, number>()
  const byHash = new Map<number, Value[]>()
  for (const item of items) {
    const hash = hashValue(item)
    const alike = byHash.get(hash)
    const known = alike?.find((other) => isSame(other, item))
    if (known !== undefined) counts.set(known, (counts.get(known) ?? 0) + 1)
    else {
      counts.set(item, 1)
      if (alike) alike.push(item)
      else byHash.set(hash, [item])
    }
  }
  return counts
}

/** The item with the most (or fewest) occurrences; ties go to the first in the order of CPython's set of the items. */
export function extremeByCount(items: readonly Value[], wantsMost: boolean): Value {
  if (items.length === 0) throw EMPTY_CONTAINER
  const counts = tally(items)
  let best = wantsMost ? 0 : Infinity
  for (const count of counts.values()) best = wantsMost ? Math.max(best, count) : Math.min(best, count)
  const tied = [...counts.keys()].filter((item) => counts.get(item) === best)
  if (tied.length === 1) return tied[0] as Value
  return cpythonSetOrder([...counts.keys()]).find((item) => counts.get(item) === best) as Value
}

export function firstOf(container: Value): Value {
  const items = iterate(container)
  if (items.length === 0) throw EMPTY_CONTAINER
  return items[0] as Value
}

function without(value: Value, container: Value): Value {
  charge(lengthOf(container) >> 2)
  return containerLike(
    container,
    iterate(container).filter((item) => !isSame(item, value)),
  )
}

function interval(start: Value, stop: Value, step: Value): Value {
  const from = asNumber(start)
  const to = asNumber(stop)
  const by = asNumber(step)
  if (by === 0) throw NO_STEP
  const count = Math.max(0, Math.ceil((to - from) / by))
  checkSize(count)
  return tupleOf(Array.from({ length: count }, (_, k) => from + k * by))
}

const ORDER_OF_TIES = 'Ties follow the order in which CPython 3.11 walks the set of the items, as in the reference.'
const WALKING_ORDER = 'Sets are walked in canonical order; the reference walks them in CPython’s hash order.'

export const CONTAINERS = {
  combine: primitive({
    summary: 'Joins two containers.',
    params: ['a', 'b'],
    args: [T.container, T.container],
    returns: T.container,
    out: { sameAs: 0 },
    shape: 'a tuple when a is a tuple (a, then b), a set when a is a set',
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [1, 2] }, { s: [2, 3] }], gives: { s: [1, 2, 3] } }],
    impl: combined,
  }),
  intersection: primitive({
    summary: 'What two sets have in common.',
    params: ['a', 'b'],
    args: [T.frozenSet, T.frozenSet],
    returns: T.frozenSet,
    out: { sameAs: 0 },
    shape: 'elements that are in both',
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [1, 2] }, { s: [2, 3] }], gives: { s: [2] } }],
    impl: (a, b) => {
      if (typeof a === 'number' && typeof b === 'number') return Number(BigInt(a) & BigInt(b))
      const left = asSet(a)
      const right = asSet(b)
      charge(1 + (left.size >> 4))
      if (arePacked(left, right)) {
        return left.kind === right.kind ? packedLike(left, selectCodes(left.codes, right.codes, true)) : EMPTY_SET
      }
      charge(left.size)
      return setOf(left.items.filter((item) => has(right, item)))
    },
  }),
  difference: primitive({
    summary: 'What is in the first container and not in the second.',
    params: ['a', 'b'],
    args: [T.frozenSet, T.frozenSet],
    returns: T.frozenSet,
    out: { sameAs: 0 },
    shape: 'elements of a that are not in b',
    cost: 'O(|a| + |b|)',
    examples: [{ args: [{ s: [1, 2] }, { s: [2, 3] }], gives: { s: [1] } }],
    impl: differenceOf,
  }),
  dedupe: primitive({
    summary: 'Removes repetitions from a tuple.',
    params: ['tup'],
    args: [T.tuple],
    returns: T.tuple,
    shape: 'the first of equal items stays',
    cost: 'O(|tup|)',
    examples: [{ args: [[3, 1, 3, 2, 1]], gives: [3, 1, 2] }],
    impl: (tup) => (lengthOf(tup) === 0 ? EMPTY_TUPLE : tupleOf([...tally(tupleItems(tup)).keys()])),
  }),
  repeat: primitive({
    summary: 'A tuple that holds an item a number of times.',
    params: ['item', 'num'],
    args: [T.any, T.integer],
    returns: T.tuple,
    shape: '|out| = num, empty for num < 1',
    cost: 'O(num)',
    examples: [{ args: [7, 3], gives: [7, 7, 7] }],
    impl: (item, num) => {
      const count = Math.max(0, asNumber(num))
      checkSize(count)
      return tupleOf(new Array<Value>(count).fill(item))
    },
  }),
  size: primitive({
    summary: 'The number of elements.',
    params: ['container'],
    args: [T.container],
    returns: T.integer,
    shape: 'rows of a grid, cells of a patch',
    examples: [
      {
        args: [
          {
            s: [
              [0, 0],
              [0, 1],
            ],
          },
        ],
        gives: 2,
      },
    ],
    impl: lengthOf,
  }),
  merge: primitive({
    summary: 'The union of the containers in a container.',
    params: ['containers'],
    args: [T.containerContainer],
    returns: T.container,
    out: { mergeOf: 0 },
    shape: 'a tuple for a tuple of containers, a set for a set of containers',
    cost: 'O(total size)',
    examples: [{ args: [[[1, 2], [3]]], gives: [1, 2, 3] }],
    impl: mergeContainers,
  }),
  maximum: primitive({
    summary: 'The greatest element.',
    params: ['container'],
    args: [T.integerSet],
    returns: T.integer,
    shape: '0 for an empty container',
    cost: 'O(|container|)',
    examples: [{ args: [{ s: [1, 5, 3] }], gives: 5 }],
    impl: (container) => extreme(iterate(container), true) ?? 0,
  }),
  minimum: primitive({
    summary: 'The least element.',
    params: ['container'],
    args: [T.integerSet],
    returns: T.integer,
    shape: '0 for an empty container',
    cost: 'O(|container|)',
    examples: [{ args: [{ s: [4, 5, 3] }], gives: 3 }],
    impl: (container) => extreme(iterate(container), false) ?? 0,
  }),
  mostcommon: primitive({
    summary: 'The item that a tuple holds most often.',
    params: ['container'],
    args: [T.container],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'one of the items',
    errors: ['the tuple is empty', 'a set counts nothing'],
    order: 'orderSensitive',
    cost: 'O(|container|)',
    deviation: ORDER_OF_TIES,
    examples: [{ args: [[3, 1, 1, 2]], gives: 1 }],
    impl: (container) => extremeByCount(tupleItems(container), true),
  }),
  leastcommon: primitive({
    summary: 'The item that a tuple holds least often.',
    params: ['container'],
    args: [T.container],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'one of the items',
    errors: ['the tuple is empty', 'a set counts nothing'],
    order: 'orderSensitive',
    cost: 'O(|container|)',
    deviation: ORDER_OF_TIES,
    examples: [{ args: [[3, 1, 1, 3, 2]], gives: 2 }],
    impl: (container) => extremeByCount(tupleItems(container), false),
  }),
  initset: primitive({
    summary: 'The set of one value.',
    params: ['value'],
    args: [T.any],
    returns: T.frozenSet,
    shape: '|out| = 1',
    examples: [{ args: [[1, 2]], gives: { s: [[1, 2]] } }],
    impl: (value) => setOf([value]),
  }),
  totuple: primitive({
    summary: 'The elements of a set as a tuple.',
    params: ['container'],
    args: [T.frozenSet],
    returns: T.tuple,
    shape: '|out| = |container|, ascending',
    order: 'orderSensitive',
    cost: 'O(|container|)',
    deviation: WALKING_ORDER,
    examples: [{ args: [{ s: [3, 1] }], gives: [1, 3] }],
    impl: (container) => tupleOf(iterate(container)),
  }),
  first: primitive({
    summary: 'The first element.',
    params: ['container'],
    args: [T.container],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'the least element of a set',
    errors: ['the container is empty'],
    order: 'orderSensitive',
    deviation: WALKING_ORDER,
    examples: [{ args: [[4, 5]], gives: 4 }],
    impl: firstOf,
  }),
  last: primitive({
    summary: 'The last element.',
    params: ['container'],
    args: [T.container],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'the greatest element of a set',
    errors: ['the container is empty'],
    order: 'orderSensitive',
    deviation: WALKING_ORDER,
    examples: [{ args: [[4, 5]], gives: 5 }],
    impl: (container) => {
      const items = iterate(container)
      if (items.length === 0) throw EMPTY_CONTAINER
      return items[items.length - 1] as Value
    },
  }),
  insert: primitive({
    summary: 'Adds a value to a set.',
    params: ['value', 'container'],
    args: [T.any, T.frozenSet],
    returns: T.frozenSet,
    out: { sameAs: 1 },
    shape: 'container with value',
    cost: 'O(|container|)',
    examples: [{ args: [3, { s: [1] }], gives: { s: [1, 3] } }],
    impl: (value, container) => setOf([...asSet(container).items, value]),
  }),
  remove: primitive({
    summary: 'Removes a value from a container.',
    params: ['value', 'container'],
    args: [T.any, T.container],
    returns: T.container,
    out: { sameAs: 1 },
    shape: 'every element that is not equal to value',
    cost: 'O(|container|)',
    examples: [{ args: [1, [1, 2, 1]], gives: [2] }],
    impl: without,
  }),
  other: primitive({
    summary: 'The first element that is not the given value.',
    params: ['container', 'value'],
    args: [T.container, T.any],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'first(remove(value, container))',
    errors: ['there is no other element'],
    order: 'orderSensitive',
    cost: 'O(|container|)',
    deviation: WALKING_ORDER,
    examples: [{ args: [{ s: [0, 5] }, 0], gives: 5 }],
    impl: (container, value) => firstOf(without(value, container)),
  }),
  interval: primitive({
    summary: 'Numbers from start up to stop, without stop, by step.',
    params: ['start', 'stop', 'step'],
    args: [T.integer, T.integer, T.integer],
    returns: T.tuple,
    shape: 'start, start + step, ...; a negative step counts down',
    errors: ['the step is zero'],
    cost: 'O(|out|)',
    examples: [{ args: [1, 8, 3], gives: [1, 4, 7] }],
    impl: interval,
  }),
  product: primitive({
    summary: 'Every pair of an element of a and one of b.',
    params: ['a', 'b'],
    args: [T.container, T.container],
    returns: T.frozenSet,
    shape: '|out| = |a| |b| for sets',
    cost: 'O(|a| |b|)',
    examples: [
      {
        args: [{ s: [0, 1] }, { s: [5] }],
        gives: {
          s: [
            [0, 5],
            [1, 5],
          ],
        },
      },
    ],
    impl: (a, b) => {
      const right = iterate(b)
      if (right.length === 0) return EMPTY_SET
      const left = iterate(a)
      checkSize(left.length * right.length)
      charge(left.length * right.length)
      const pairs: Value[] = []
      // in the order of the set's elements where both are sets, so that nothing needs sorting
      for (let i = 0; i < left.length; i++) {
        for (let j = 0; j < right.length; j++) pairs.push(tupleOf([left[i] as Value, right[j] as Value]))
      }
      return setOf(pairs)
    },
  }),
  pair: primitive({
    summary: 'Pairs up the elements of two tuples.',
    params: ['a', 'b'],
    args: [T.tuple, T.tuple],
    returns: T.tupleTuple,
    shape: 'as long as the shorter one',
    cost: 'O(|a|)',
    examples: [
      {
        args: [
          [1, 2, 3],
          [7, 8],
        ],
        gives: [
          [1, 7],
          [2, 8],
        ],
      },
    ],
    impl: (a, b) => {
      const left = iterate(a)
      const right = iterate(b)
      const count = Math.min(left.length, right.length)
      charge(count)
      return tupleOf(Array.from({ length: count }, (_, k) => tupleOf([left[k] as Value, right[k] as Value])))
    },
  }),
}
