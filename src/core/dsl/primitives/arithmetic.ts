import { T } from '../dslType'
import { isTuple, pairOf, tupleOf, type Value } from '../value'
import { primitive } from './define'
import {
  addValues,
  asNumber,
  floorDivide,
  floorModulo,
  fromBoolean,
  isLess,
  itemAt,
  multiplyValues,
  subtractValues,
  wholeNumber,
} from './pythonRules'

type Binary = (a: Value, b: Value) => Value

/** Lifts an operation on numbers to pairs: pair with pair element by element, a number with both elements of a pair. */
function lift2(operation: Binary): Binary {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') return operation(a, b)
    if (isTuple(a) && isTuple(b)) {
      return tupleOf([operation(itemAt(a, 0), itemAt(b, 0)), operation(itemAt(a, 1), itemAt(b, 1))])
    }
    if (isTuple(b)) return tupleOf([operation(asNumber(a), itemAt(b, 0)), operation(a, itemAt(b, 1))])
    return tupleOf([operation(itemAt(a, 0), b), operation(itemAt(a, 1), b)])
  }
}

/** Lifts an operation on a number to a pair. */
function lift1(operation: (n: Value) => Value): (n: Value) => Value {
  return (n) => (typeof n === 'number' ? operation(n) : tupleOf([operation(itemAt(n, 0)), operation(itemAt(n, 1))]))
}

const signOf = (n: Value): number => Math.sign(asNumber(n)) + 0

const numericalPair = {
  params: ['a', 'b'],
  args: [T.numerical, T.numerical],
  returns: T.numerical,
} as const

const numerical = { params: ['x'], args: [T.numerical], returns: T.numerical, out: { sameAs: 0 } } as const
const numericalN = { ...numerical, params: ['n'] } as const

export const ARITHMETIC = {
  add: primitive({
    ...numericalPair,
    summary: 'Adds two numbers or vectors.',
    shape: 'vectors element by element; a number is added to both elements of a vector',
    examples: [
      { args: [2, 3], gives: 5 },
      { args: [[1, 2], 10], gives: [11, 12] },
    ],
    impl: lift2(addValues),
  }),
  subtract: primitive({
    ...numericalPair,
    summary: 'Subtracts the second number or vector from the first.',
    shape: 'vectors element by element; a number counts for both elements',
    examples: [
      {
        args: [
          [5, 7],
          [1, 2],
        ],
        gives: [4, 5],
      },
    ],
    impl: lift2(subtractValues),
  }),
  multiply: primitive({
    ...numericalPair,
    summary: 'Multiplies two numbers or vectors.',
    shape: 'vectors element by element; a number scales both elements',
    examples: [{ args: [3, [1, -2]], gives: [3, -6] }],
    impl: lift2(multiplyValues),
  }),
  divide: primitive({
    ...numericalPair,
    summary: 'Divides and rounds down.',
    shape: 'vectors element by element; rounds towards minus infinity',
    errors: ['division by zero'],
    examples: [{ args: [-7, 2], gives: -4 }],
    impl: lift2((a, b) => floorDivide(asNumber(a), asNumber(b))),
  }),
  invert: primitive({
    ...numericalN,
    summary: 'Changes the sign.',
    shape: 'x -> -x, both elements of a vector',
    examples: [{ args: [[1, -2]], gives: [-1, 2] }],
    impl: lift1((n) => 0 - asNumber(n)),
  }),
  even: primitive({
    summary: 'Whether a number is even.',
    params: ['n'],
    args: [T.integer],
    returns: T.boolean,
    shape: 'n mod 2 = 0',
    examples: [{ args: [4], gives: true }],
    impl: (n) => fromBoolean(floorModulo(asNumber(n), 2) === 0),
  }),
  double: primitive({
    ...numericalN,
    summary: 'Doubles a number or vector.',
    shape: 'x -> 2x',
    examples: [{ args: [[1, 3]], gives: [2, 6] }],
    impl: lift1((n) => multiplyValues(n, 2)),
  }),
  halve: primitive({
    ...numericalN,
    summary: 'Halves a number or vector and rounds down.',
    shape: 'x -> floor(x / 2)',
    examples: [{ args: [7], gives: 3 }],
    impl: lift1((n) => floorDivide(asNumber(n), 2)),
  }),
  increment: primitive({
    ...numerical,
    summary: 'Adds one.',
    shape: 'x -> x + 1, both elements of a vector',
    examples: [{ args: [[0, 4]], gives: [1, 5] }],
    impl: lift1((n) => wholeNumber(asNumber(n) + 1)),
  }),
  decrement: primitive({
    ...numerical,
    summary: 'Subtracts one.',
    shape: 'x -> x - 1, both elements of a vector',
    examples: [{ args: [3], gives: 2 }],
    impl: lift1((n) => wholeNumber(asNumber(n) - 1)),
  }),
  crement: primitive({
    ...numerical,
    summary: 'Moves a number one step away from zero; zero stays.',
    shape: 'x -> x + sign(x)',
    examples: [{ args: [[-2, 3]], gives: [-3, 4] }],
    impl: lift1((n) => wholeNumber(asNumber(n) + signOf(n))),
  }),
  sign: primitive({
    ...numerical,
    summary: 'The sign of a number or vector.',
    shape: 'x -> -1, 0 or 1',
    examples: [{ args: [[-5, 2]], gives: [-1, 1] }],
    impl: lift1(signOf),
  }),
  positive: primitive({
    summary: 'Whether a number is greater than zero.',
    params: ['x'],
    args: [T.integer],
    returns: T.boolean,
    shape: 'x > 0',
    examples: [{ args: [0], gives: false }],
    impl: (x) => fromBoolean(asNumber(x) > 0),
  }),
  greater: primitive({
    summary: 'Whether the first number is greater than the second.',
    params: ['a', 'b'],
    args: [T.integer, T.integer],
    returns: T.boolean,
    shape: 'a > b; tuples by their first difference, sets by strict inclusion',
    examples: [{ args: [3, 2], gives: true }],
    impl: (a, b) => fromBoolean(isLess(b, a)),
  }),
  toivec: primitive({
    summary: 'A vector that points down by this many rows.',
    params: ['i'],
    args: [T.integer],
    returns: T.integerTuple,
    shape: 'i -> (i, 0)',
    examples: [{ args: [2], gives: [2, 0] }],
    impl: (i) => (typeof i === 'number' ? pairOf(i, 0) : tupleOf([i, 0])),
  }),
  tojvec: primitive({
    summary: 'A vector that points right by this many columns.',
    params: ['j'],
    args: [T.integer],
    returns: T.integerTuple,
    shape: 'j -> (0, j)',
    examples: [{ args: [3], gives: [0, 3] }],
    impl: (j) => (typeof j === 'number' ? pairOf(0, j) : tupleOf([0, j])),
  }),
  astuple: primitive({
    summary: 'Makes a vector of two numbers.',
    params: ['a', 'b'],
    args: [T.integer, T.integer],
    returns: T.integerTuple,
    shape: '(a, b)',
    examples: [{ args: [3, 4], gives: [3, 4] }],
    impl: (a, b) => tupleOf([a, b]),
  }),
}
