import { T } from '../dslType'
import { charge, checkSize, DEPTH_STOP } from '../meter'
import { functionOf, setOf, tupleOf, type Value } from '../value'
import { call1, call2, call3, call4 } from './call'
import { mergeContainers } from './containers'
import { primitive } from './define'
import { asFunction, asNumber, containerLike, fromBoolean, isSame, iterate } from './pythonRules'

/** The reference builds a power by recursion and fails near this many levels. */
const MAX_POWER = 900

function applyToAll(f: Value, container: Value): Value {
  const items = iterate(container)
  const results = new Array<Value>(items.length)
  for (let k = 0; k < results.length; k++) results[k] = call1(f, items[k] as Value)
  return containerLike(container, results)
}

function applyPairwise(f: Value, a: Value, b: Value): Value {
  const left = iterate(a)
  const right = iterate(b)
  const results = new Array<Value>(Math.min(left.length, right.length))
  for (let k = 0; k < results.length; k++) results[k] = call2(f, left[k] as Value, right[k] as Value)
  return tupleOf(results)
}

function powerOf(f: Value, n: Value): Value {
  const times = asNumber(n)
  if (times === 1) return f
  if (times < 1 || times > MAX_POWER) throw DEPTH_STOP
  return functionOf('power', 1, [f, n], (x) => {
    let value = x
    for (let k = 0; k < times; k++) value = call1(f, value)
    return value
  })
}

export const FUNCTIONS = {
  compose: primitive({
    summary: 'The function that applies `inner`, then `outer`.',
    params: ['outer', 'inner'],
    args: [T.callable, T.callable],
    returns: T.callable,
    shape: 'x -> outer(inner(x))',
    examples: [{ args: [{ f: 'double' }, { f: 'increment' }], then: [3], gives: 8 }],
    impl: (outer, inner) => functionOf('compose', 1, [outer, inner], (x) => call1(outer, call1(inner, x))),
  }),
  chain: primitive({
    summary: 'The function that applies `f`, then `g`, then `h`.',
    params: ['h', 'g', 'f'],
    args: [T.callable, T.callable, T.callable],
    returns: T.callable,
    shape: 'x -> h(g(f(x)))',
    examples: [{ args: [{ f: 'invert' }, { f: 'double' }, { f: 'increment' }], then: [3], gives: -8 }],
    impl: (h, g, f) => functionOf('chain', 1, [h, g, f], (x) => call1(h, call1(g, call1(f, x)))),
  }),
  matcher: primitive({
    summary: 'The function that tells whether `function` gives `target`.',
    params: ['function', 'target'],
    args: [T.callable, T.any],
    returns: T.callable,
    shape: 'x -> function(x) = target',
    examples: [{ args: [{ f: 'size' }, 2], then: [[7, 8]], gives: true }],
    impl: (f, target) => functionOf('matcher', 1, [f, target], (x) => fromBoolean(isSame(call1(f, x), target))),
  }),
  rbind: primitive({
    summary: 'Fixes the last argument of a function.',
    params: ['function', 'fixed'],
    args: [T.callable, T.any],
    returns: T.callable,
    shape: 'a function of one argument less',
    errors: ['calling the result fails where the function takes one argument'],
    examples: [{ args: [{ f: 'subtract' }, 1], then: [5], gives: 4 }],
    impl: (f, fixed) => {
      const { arity } = asFunction(f)
      if (arity === 2) return functionOf('rbind', 1, [f, fixed], (x) => call2(f, x, fixed))
      if (arity === 3) return functionOf('rbind', 2, [f, fixed], (x, y) => call3(f, x, y, fixed))
      return functionOf('rbind', 3, [f, fixed], (x, y, z) => call4(f, x, y, z, fixed))
    },
  }),
  lbind: primitive({
    summary: 'Fixes the first argument of a function.',
    params: ['function', 'fixed'],
    args: [T.callable, T.any],
    returns: T.callable,
    shape: 'a function of one argument less',
    errors: ['calling the result fails where the function takes one argument'],
    examples: [{ args: [{ f: 'subtract' }, 10], then: [3], gives: 7 }],
    impl: (f, fixed) => {
      const { arity } = asFunction(f)
      if (arity === 2) return functionOf('lbind', 1, [f, fixed], (y) => call2(f, fixed, y))
      if (arity === 3) return functionOf('lbind', 2, [f, fixed], (y, z) => call3(f, fixed, y, z))
      return functionOf('lbind', 3, [f, fixed], (y, z, a) => call4(f, fixed, y, z, a))
    },
  }),
  power: primitive({
    summary: 'The function that applies a function n times.',
    params: ['function', 'n'],
    args: [T.callable, T.integer],
    returns: T.callable,
    shape: 'x -> function(... function(x)); the function itself for n = 1',
    errors: ['n < 1 never ends in the reference', `n > ${MAX_POWER} is too deep`],
    examples: [{ args: [{ f: 'double' }, 3], then: [1], gives: 8 }],
    impl: powerOf,
  }),
  fork: primitive({
    summary: 'The function that combines the results of two functions.',
    params: ['outer', 'a', 'b'],
    args: [T.callable, T.callable, T.callable],
    returns: T.callable,
    shape: 'x -> outer(a(x), b(x))',
    examples: [{ args: [{ f: 'add' }, { f: 'double' }, { f: 'increment' }], then: [3], gives: 10 }],
    impl: (outer, a, b) => functionOf('fork', 1, [outer, a, b], (x) => call2(outer, call1(a, x), call1(b, x))),
  }),
  apply: primitive({
    summary: 'Applies a function to each element.',
    params: ['function', 'container'],
    args: [T.callable, T.container],
    returns: T.container,
    shape: 'a tuple for a tuple, a set for a set; equal results in a set become one',
    cost: 'O(|container|) calls',
    examples: [{ args: [{ f: 'double' }, [1, 2, 3]], gives: [2, 4, 6] }],
    impl: applyToAll,
  }),
  rapply: primitive({
    summary: 'Applies each function of a container to one value.',
    params: ['functions', 'value'],
    args: [T.container, T.any],
    returns: T.container,
    shape: 'a tuple for a tuple, a set for a set',
    cost: 'O(|functions|) calls',
    examples: [{ args: [[{ f: 'double' }, { f: 'invert' }], 4], gives: [8, -4] }],
    impl: (functions, value) =>
      containerLike(
        functions,
        iterate(functions).map((f) => call1(f, value)),
      ),
  }),
  mapply: primitive({
    summary: 'Applies a function to each element and merges the resulting containers.',
    params: ['function', 'container'],
    args: [T.callable, T.containerContainer],
    returns: T.frozenSet,
    shape: 'merge(apply(function, container)); a tuple for a tuple',
    errors: ['a result is not a container'],
    cost: 'O(|container|) calls',
    examples: [
      {
        args: [{ f: 'dneighbors' }, { s: [[0, 0]] }],
        gives: {
          s: [
            [-1, 0],
            [0, -1],
            [0, 1],
            [1, 0],
          ],
        },
      },
    ],
    impl: (f, container) => mergeContainers(applyToAll(f, container)),
  }),
  papply: primitive({
    summary: 'Applies a function to the elements of two tuples pair by pair.',
    params: ['function', 'a', 'b'],
    args: [T.callable, T.tuple, T.tuple],
    returns: T.tuple,
    shape: 'as long as the shorter one',
    cost: 'O(|a|) calls',
    examples: [{ args: [{ f: 'add' }, [1, 2, 3], [10, 20]], gives: [11, 22] }],
    impl: applyPairwise,
  }),
  mpapply: primitive({
    summary: 'Applies a function to two tuples pair by pair and merges the resulting containers.',
    params: ['function', 'a', 'b'],
    args: [T.callable, T.tuple, T.tuple],
    returns: T.tuple,
    shape: 'merge(papply(function, a, b)): a tuple',
    errors: ['a result is not a container'],
    cost: 'O(|a|) calls',
    examples: [{ args: [{ f: 'astuple' }, [1, 2], [3, 4]], gives: [1, 3, 2, 4] }],
    impl: (f, a, b) => mergeContainers(applyPairwise(f, a, b)),
  }),
  prapply: primitive({
    summary: 'Applies a function to every pair of elements of two containers.',
    params: ['function', 'a', 'b'],
    args: [T.callable, T.container, T.container],
    returns: T.frozenSet,
    shape: 'the set of function(i, j) for i in a, j in b',
    cost: 'O(|a| |b|) calls',
    examples: [{ args: [{ f: 'add' }, { s: [1, 2] }, { s: [10, 20] }], gives: { s: [11, 12, 21, 22] } }],
    impl: (f, a, b) => {
      const right = iterate(b)
      if (right.length === 0) return setOf([])
      const left = iterate(a)
      checkSize((left.length * right.length) >> 4)
      charge(1)
      const results: Value[] = []
      for (const j of right) for (const i of left) results.push(call2(f, i, j))
      return setOf(results)
    },
  }),
}
