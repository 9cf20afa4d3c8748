import { expect, it } from 'vitest'
import { Grid } from '../../grid/grid'
import { DEFAULT_BUDGET } from '../meter'
import { parseProgram } from '../syntax/parser'
import { tupleOf, type Value } from '../value'
import { elementCount } from './elementCount'
import { traceValues } from './trace'

const grid = Grid.fromRows([
  [1, 0, 2],
  [0, 2, 2],
])
const valueOf = (line: string): Value => {
  const { program } = parseProgram(line)
  return traceValues(program, grid, DEFAULT_BUDGET).at(-1) ?? null
}

it.each([
  ['O = I', 6],
  ['O = objects(I, T, F, T)', 3],
  ['O = ofcolor(I, ZERO)', 2],
  ['O = asobject(I)', 6],
  ['O = height(I)', 1],
  ['O = shape(I)', 1],
  ['O = palette(I)', 3],
  ['O = hsplit(I, THREE)', 6],
  ['O = compose(first, size)', 1],
  ['O = interval(ZERO, TEN, ONE)', 10],
  ['x1 = palette(I)\nO = remove(ONE, x1)', 2],
])('%j', (text, expected) => {
  expect(elementCount(valueOf(text))).toBe(expected)
})

it('walks a value that holds itself over and over in no time', () => {
  let value: Value = tupleOf([1, 2, 3])
  for (let k = 0; k < 100; k++) value = tupleOf([value, value])
  expect(elementCount(value)).toBe(Number.MAX_SAFE_INTEGER)
})
