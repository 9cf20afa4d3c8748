import { T } from '../dslType'
import { charge } from '../meter'
import { valueSize } from '../value'
import { primitive } from './define'
import { fromBoolean, has, isSame, isTruthy, lengthOf } from './pythonRules'

const booleanPair = { params: ['a', 'b'], args: [T.boolean, T.boolean], returns: T.boolean } as const

export const LOGIC = {
  identity: primitive({
    summary: 'Gives its argument back.',
    params: ['x'],
    args: [T.any],
    returns: T.any,
    out: { sameAs: 0 },
    shape: 'x -> x',
    examples: [{ args: [[1, 2]], gives: [1, 2] }],
    impl: (x) => x,
  }),
  flip: primitive({
    summary: 'Logical not.',
    params: ['b'],
    args: [T.boolean],
    returns: T.boolean,
    shape: 'true for 0, the empty container and no value',
    examples: [{ args: [true], gives: false }],
    impl: (b) => fromBoolean(!isTruthy(b)),
  }),
  both: primitive({
    ...booleanPair,
    summary: 'Logical and.',
    shape: 'b where a is true, else a',
    examples: [{ args: [true, false], gives: false }],
    impl: (a, b) => (isTruthy(a) ? b : a),
  }),
  either: primitive({
    ...booleanPair,
    summary: 'Logical or.',
    shape: 'a where a is true, else b',
    examples: [{ args: [true, false], gives: true }],
    impl: (a, b) => (isTruthy(a) ? a : b),
  }),
  equality: primitive({
    summary: 'Whether two values are equal.',
    params: ['a', 'b'],
    args: [T.any, T.any],
    returns: T.boolean,
    shape: 'compares contents; a Boolean equals 1 or 0',
    cost: 'O(size)',
    deviation: 'Functions built alike are equal; in the reference only a function and itself are.',
    examples: [{ args: [[[1, 2]], [[1, 2]]], gives: true }],
    impl: (a, b) => {
      charge(valueSize(a) >> 4)
      return fromBoolean(isSame(a, b))
    },
  }),
  contained: primitive({
    summary: 'Whether a container holds a value.',
    params: ['value', 'container'],
    args: [T.any, T.container],
    returns: T.boolean,
    shape: 'value in container',
    cost: 'O(|container|)',
    examples: [{ args: [2, { s: [1, 2] }], gives: true }],
    impl: (value, container) => {
      charge(lengthOf(container) >> 2)
      return fromBoolean(has(container, value))
    },
  }),
  branch: primitive({
    summary: 'Chooses one of two values.',
    params: ['condition', 'a', 'b'],
    args: [T.boolean, T.any, T.any],
    returns: T.any,
    out: { eitherOf: [1, 2] },
    shape: 'a where the condition is true, else b',
    examples: [{ args: [false, 1, 2], gives: 2 }],
    impl: (condition, a, b) => (isTruthy(condition) ? a : b),
  }),
}
