import { expect, it } from 'vitest'
import { describeName } from './describeName'

const TEXT = 'x1 = objects(I, T, F, T)\nO = fill(I, TWO, first(x1))'

it.each([
  ['x1', 'x1: Objects', 'variable'],
  ['O', 'O: Grid', 'variable'],
  ['I', 'I: Grid', 'input'],
  ['first', 'first(container: Container) -> Any', 'primitive'],
  ['TWO', 'TWO = 2', 'constant'],
  ['DOWN', 'DOWN = (1, 0)', 'constant'],
])('%s', (name, code, kind) => {
  expect(describeName(name, TEXT)).toMatchObject({ code, kind })
})

it('knows nothing of other words', () => {
  expect(describeName('x9', TEXT)).toBeNull()
  expect(describeName('constructor', TEXT)).toBeNull()
})
