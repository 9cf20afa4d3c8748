import { T } from '../dslType'
import { charge, failure } from '../meter'
import { CELLS, FrozenSet, setOf, tupleOf, type Value } from '../value'
import { colourOfCode } from '../../grid/cellCode'
import { call1 } from './call'
import { firstOf, mergeContainers } from './containers'
import { primitive } from './define'
import { containerLike, isLess, isSame, isTruthy, itemAt, iterate, lengthOf } from './pythonRules'

const EMPTY_CONTAINER = failure('the container is empty')
const NONE_FITS = failure('no element fits')

function select(container: Value, condition: Value): Value {
  return containerLike(
    container,
    iterate(container).filter((item) => isTruthy(call1(condition, item))),
  )
}

/** The element whose key is greatest (least), the first one of several. */
function extremeByKey(container: Value, key: Value, wantsGreatest: boolean): Value {
  const items = iterate(container)
  if (items.length === 0) throw EMPTY_CONTAINER
  let best = items[0] as Value
  let bestKey = call1(key, best)
  for (let k = 1; k < items.length; k++) {
    const item = items[k] as Value
    const itemKey = call1(key, item)
    if (wantsGreatest ? isLess(bestKey, itemKey) : isLess(itemKey, bestKey)) {
      best = item
      bestKey = itemKey
    }
  }
  return best
}

function extremeKey(container: Value, key: Value, wantsGreatest: boolean): Value {
  return call1(key, lengthOf(container) === 0 ? 0 : extremeByKey(container, key, wantsGreatest))
}

function sortByKey(container: Value, key: Value): Value {
  const keyed = iterate(container).map((item) => ({ item, key: call1(key, item) }))
  // only "comes before" is asked, as in the reference: both sorts make the same comparisons in the same order
  keyed.sort((a, b) => (isLess(a.key, b.key) ? -1 : 0))
  charge(keyed.length)
  return tupleOf(keyed.map((entry) => entry.item))
}

/** The colour of the first cell. */
export function colourOf(object: Value): Value {
  if (object instanceof FrozenSet && object.kind === CELLS) return colourOfCode(object.codes[0] as number)
  return itemAt(firstOf(object), 0)
}

const TIES = 'Of equal elements of a set the first in canonical order is taken; the reference takes CPython’s.'

const byFunction = { params: ['container', 'compfunc'], args: [T.container, T.callable] } as const

export const SELECTION = {
  order: primitive({
    ...byFunction,
    summary: 'Sorts a container by a key.',
    returns: T.tuple,
    shape: 'ascending keys; equal keys keep their order',
    errors: ['keys that cannot be compared'],
    order: 'orderSensitive',
    cost: 'O(n log n)',
    deviation: TIES,
    examples: [{ args: [[3, -1, 2], { f: 'identity' }], gives: [-1, 2, 3] }],
    impl: sortByKey,
  }),
  valmax: primitive({
    ...byFunction,
    summary: 'The greatest key.',
    returns: T.integer,
    shape: 'compfunc(argmax(container, compfunc)); compfunc(0) for an empty container',
    cost: 'O(|container|) calls',
    examples: [{ args: [[[1, 2, 3], [4]], { f: 'size' }], gives: 3 }],
    impl: (container, key) => extremeKey(container, key, true),
  }),
  valmin: primitive({
    ...byFunction,
    summary: 'The least key.',
    returns: T.integer,
    shape: 'compfunc(argmin(container, compfunc)); compfunc(0) for an empty container',
    cost: 'O(|container|) calls',
    examples: [{ args: [[[1, 2, 3], [4]], { f: 'size' }], gives: 1 }],
    impl: (container, key) => extremeKey(container, key, false),
  }),
  argmax: primitive({
    ...byFunction,
    summary: 'The element with the greatest key.',
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'the first of several',
    errors: ['the container is empty'],
    order: 'orderSensitive',
    cost: 'O(|container|) calls',
    deviation: TIES,
    examples: [{ args: [[[1, 2, 3], [4]], { f: 'size' }], gives: [1, 2, 3] }],
    impl: (container, key) => extremeByKey(container, key, true),
  }),
  argmin: primitive({
    ...byFunction,
    summary: 'The element with the least key.',
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'the first of several',
    errors: ['the container is empty'],
    order: 'orderSensitive',
    cost: 'O(|container|) calls',
    deviation: TIES,
    examples: [{ args: [[[1, 2, 3], [4]], { f: 'size' }], gives: [4] }],
    impl: (container, key) => extremeByKey(container, key, false),
  }),
  sfilter: primitive({
    summary: 'Keeps the elements that satisfy a condition.',
    params: ['container', 'condition'],
    args: [T.container, T.callable],
    returns: T.container,
    out: { sameAs: 0 },
    shape: 'a tuple for a tuple, a set for a set',
    cost: 'O(|container|) calls',
    examples: [{ args: [[1, 2, 3, 4], { f: 'even' }], gives: [2, 4] }],
    impl: select,
  }),
  mfilter: primitive({
    summary: 'Keeps the containers that satisfy a condition and merges them.',
    params: ['container', 'function'],
    args: [T.container, T.callable],
    returns: T.frozenSet,
    out: { mergeOf: 0 },
    shape: 'merge(sfilter(container, function)); a tuple for a tuple',
    errors: ['an element that stays is not a container'],
    cost: 'O(|container|) calls',
    examples: [
      {
        args: [
          {
            s: [
              { s: [[0, 0]] },
              {
                s: [
                  [1, 1],
                  [1, 2],
                ],
              },
            ],
          },
          { f: 'hline' },
        ],
        gives: {
          s: [
            [0, 0],
            [1, 1],
            [1, 2],
          ],
        },
      },
    ],
    impl: (container, condition) => mergeContainers(select(container, condition)),
  }),
  extract: primitive({
    summary: 'The first element that satisfies a condition.',
    params: ['container', 'condition'],
    args: [T.container, T.callable],
    returns: T.any,
    out: { elementOf: 0 },
    shape: 'one element',
    errors: ['no element fits'],
    order: 'orderSensitive',
    cost: 'O(|container|) calls',
    deviation: TIES,
    examples: [{ args: [[1, 4, 6], { f: 'even' }], gives: 4 }],
    impl: (container, condition) => {
      for (const item of iterate(container)) if (isTruthy(call1(condition, item))) return item
      throw NONE_FITS
    },
  }),
  colorfilter: primitive({
    summary: 'Keeps the objects of a colour.',
    params: ['objs', 'value'],
    args: [T.objects, T.integer],
    returns: T.objects,
    shape: 'objects whose first cell has the colour',
    errors: ['an object is empty'],
    order: 'orderSensitive',
    cost: 'O(|objs|)',
    deviation: 'The first cell of an object of several colours is the one of the least colour.',
    examples: [
      { args: [{ s: [{ s: [[2, [0, 0]]] }, { s: [[3, [1, 1]]] }] }, 3], gives: { s: [{ s: [[3, [1, 1]]] }] } },
    ],
    impl: (objs, value) => {
      charge(lengthOf(objs))
      return setOf(iterate(objs).filter((object) => isSame(colourOf(object), value)))
    },
  }),
  sizefilter: primitive({
    summary: 'Keeps the elements that have n elements.',
    params: ['container', 'n'],
    args: [T.container, T.integer],
    returns: T.frozenSet,
    shape: 'always a set',
    cost: 'O(|container|)',
    examples: [
      {
        args: [
          {
            s: [
              { s: [[0, 0]] },
              {
                s: [
                  [1, 1],
                  [1, 2],
                ],
              },
            ],
          },
          1,
        ],
        gives: { s: [{ s: [[0, 0]] }] },
      },
    ],
    impl: (container, n) => {
      charge(lengthOf(container))
      return setOf(iterate(container).filter((item) => isSame(lengthOf(item), n)))
    },
  }),
}
