import { expect, it } from 'vitest'
import { stepTarget } from './stepTarget'

it.each([
  ['ArrowDown', 1, 3],
  ['ArrowDown', 2, 3],
  ['ArrowDown', 6, null],
  ['ArrowUp', 6, 3],
  ['ArrowUp', 1, null],
  ['ArrowUp', 9, 6],
  ['Home', 6, 1],
  ['End', 1, 6],
  ['End', 6, null],
  ['a', 3, null],
] as const)('%s from line %d to %s', (key, current, expected) => {
  expect(stepTarget(key, current, [1, 3, 6])).toBe(expected)
})

it('has nowhere to go without values', () => {
  expect(stepTarget('ArrowDown', 1, [])).toBeNull()
})
