import { describe, expect, it } from 'vitest'
import { mayStandFor } from './slots'

describe('mayStandFor', () => {
  it.each([
    ['Patch', 'Object', true],
    ['Indices', 'Patch', true],
    ['Patch', 'TupleTuple', true],
    ['Patch', 'Grid', false],
    ['Patch', 'IntegerTuple', false],
    ['Patch', 'Objects', false],
    ['IntegerSet', 'IntegerTuple', true],
    ['IntegerSet', 'Integer', false],
    ['ContainerContainer', 'Indices', true],
    ['Integer', 'Boolean', true],
    ['Integer', 'Grid', false],
    ['Grid', 'Any', true],
  ] as const)('a slot for %s and a value of %s: %s', (slot, type, expected) => {
    expect(mayStandFor(slot, type)).toBe(expected)
  })
})
