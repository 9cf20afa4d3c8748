import fc from 'fast-check'
import { expect, it } from 'vitest'
import { changeBetween } from './changeBetween'

it.each([
  ['', '', null],
  ['abc', 'abc', null],
  ['O = f(3)', 'O = f(THREE)', { start: 6, end: 7, text: 'THREE' }],
  ['aa', 'aaa', { start: 2, end: 2, text: 'a' }],
  ['aaa', 'aa', { start: 2, end: 3, text: '' }],
  ['a\u{1f600}b', 'a\u{1f601}b', { start: 1, end: 3, text: '\u{1f601}' }],
  ['\u{1f600}', '\u{2f600}', { start: 0, end: 2, text: '\u{2f600}' }],
  ['', 'x', { start: 0, end: 0, text: 'x' }],
])('%j to %j', (before, after, expected) => {
  expect(changeBetween(before, after)).toEqual(expected)
})

it('gives the second text when applied to the first', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\u{1f600}', '\u{2f600}'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after)
      expect(change ? before.slice(0, change.start) + change.text + before.slice(change.end) : before).toBe(after)
    }),
  )
})
