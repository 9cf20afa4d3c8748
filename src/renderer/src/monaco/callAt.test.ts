import { expect, it } from 'vitest'
import { callAt, placeOf } from './callAt'

it.each([
  ['x1', 'target', null],
  ['x1 = ', 'callee', null],
  ['x1 = hmir', 'callee', null],
  ['x1 = fill(', 'argument', { name: 'fill', argument: 0 }],
  ['x1 = fill(I, ON', 'argument', { name: 'fill', argument: 1 }],
  ['x1 = fill(I, height(', 'argument', { name: 'height', argument: 0 }],
  ['x1 = fill(height(I), astuple(I, I), ', 'argument', { name: 'fill', argument: 2 }],
  ['x1 = crop(I, (1, ', 'argument', null],
  ['x1 = compose(hmirror, vmirror)(', 'argument', null],
  ['x1 = fill(I) ', 'target', null],
  ['x1 = )) fill(', 'argument', { name: 'fill', argument: 0 }],
] as const)('%j', (before, place, call) => {
  expect([placeOf(before), callAt(before)]).toEqual([place, call])
})
