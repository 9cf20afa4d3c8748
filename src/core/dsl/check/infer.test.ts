import { describe, expect, it } from 'vitest'
import { parseProgram } from '../syntax/parser'
import { inferTypes } from './infer'

const typesOf = (...lines: string[]): string => inferTypes(parseProgram(lines.join('\n')).program).join(' ')

describe('inferTypes', () => {
  it.each([
    ['Integer Boolean', ['x1 = height(I)', 'x2 = even(x1)']],
    ['Objects Object Object', ['x1 = objects(I, T, F, T)', 'x2 = first(x1)', 'x3 = merge(x1)']],
    ['Objects Tuple Object', ['x1 = partition(I)', 'x2 = order(x1, size)', 'x3 = last(x2)']],
    ['Objects IndicesSet Indices', ['x1 = partition(I)', 'x2 = apply(toindices, x1)', 'x3 = merge(x2)']],
    ['Objects Indices', ['x1 = partition(I)', 'x2 = mapply(box, x1)']],
    ['TupleTuple Grid', ['x1 = hsplit(I, TWO)', 'x2 = last(x1)']],
    ['Callable Indices', ['x1 = compose(box, asobject)', 'x2 = x1(I)']],
    ['Callable Grid', ['x1 = chain(hmirror, vmirror, tophalf)', 'x2 = x1(I)']],
    ['Callable Integer', ['x1 = fork(multiply, height, width)', 'x2 = x1(I)']],
    ['Callable Callable Boolean', ['x1 = lbind(colorcount, I)', 'x2 = matcher(x1, ONE)', 'x3 = x2(TWO)']],
    ['Callable Grid', ['x1 = rbind(upscale, TWO)', 'x2 = x1(I)']],
    ['Callable Callable Grid', ['x1 = compose(hmirror, trim)', 'x2 = power(x1, THREE)', 'x3 = x2(I)']],
    ['Grid Integer', ['x1 = branch(T, I, I)', 'x2 = branch(F, ONE, TWO)']],
    ['Numerical', ['x1 = branch(T, ONE, UNITY)']],
    ['Tuple IntegerSet', ['x1 = interval(ZERO, TEN, ONE)', 'x2 = initset(ONE)']],
    ['Tuple Indices', ['x1 = interval(ZERO, TEN, ONE)', 'x2 = product(x1, x1)']],
    ['IntegerTuple Integer', ['x1 = astuple(ONE, TWO)', 'x2 = first(x1)']],
    ['FrozenSet', ['x1 = recolor(ONE, I)']],
    ['Any Any', ['x1 = nonsense(I)', 'x2 = x1(I)']],
    ['Objects IntegerTuple', ['x1 = partition(I)', 'x2 = valmax(x1, shape)']],
    ['Boolean Integer', ['x1 = even(ONE)', 'x2 = increment(x1)']],
    ['Integer IntegerTuple', ['x1 = add(ONE, TWO)', 'x2 = multiply(x1, UNITY)']],
    ['Grid', ['O = I']],
  ])('%s', (types, lines) => {
    expect(typesOf(...lines)).toBe(types)
  })
})
