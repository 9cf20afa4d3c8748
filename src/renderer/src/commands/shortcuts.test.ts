import { describe, expect, it } from 'vitest'
import type { AppCommand } from './appCommand'
import { capsOf, conflictOf, isTyped, keysOf, pressOf } from './shortcuts'

const command = (id: string, keys?: string): AppCommand => ({
  id,
  title: id,
  group: 'Do',
  run: () => undefined,
  ...(keys ? { keys } : {}),
})
const nothing = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

describe('keys of a command', () => {
  it("are the user's own before the default, and none where the user took them away", () => {
    expect(keysOf(command('a', 'g t'), {})).toBe('g t')
    expect(keysOf(command('a', 'g t'), { a: '$mod+J' })).toBe('$mod+J')
    expect(keysOf(command('a', 'g t'), { a: '' })).toBeUndefined()
    expect(keysOf(command('constructor'), {})).toBeUndefined()
  })

  it('conflict when another command has them or a beginning of them', () => {
    const commands = [command('a', 'g t'), command('b', '$mod+K')]
    expect(conflictOf('$mod+K', 'a', commands, {})?.id).toBe('b')
    expect(conflictOf('g t', 'b', commands, {})?.id).toBe('a')
    expect(conflictOf('g t x', 'b', commands, {})?.id).toBe('a')
    expect(conflictOf('g x', 'b', commands, {})).toBeUndefined()
    expect(conflictOf('g t', 'a', commands, {})).toBeUndefined()
    expect(conflictOf('$mod+K', 'a', commands, { b: '' })).toBeUndefined()
  })
})

describe('a press', () => {
  it('is written in the grammar of the key listener', () => {
    expect(pressOf({ ...nothing, key: 'k', ctrlKey: true }, false)).toBe('$mod+K')
    expect(pressOf({ ...nothing, key: 'k', metaKey: true }, true)).toBe('$mod+K')
    expect(pressOf({ ...nothing, key: 'k', ctrlKey: true }, true)).toBe('Control+K')
    expect(pressOf({ ...nothing, key: 'P', ctrlKey: true, shiftKey: true }, false)).toBe('$mod+Shift+P')
    expect(pressOf({ ...nothing, key: 'g' }, false)).toBe('g')
    expect(pressOf({ ...nothing, key: '?', shiftKey: true }, false)).toBe('[Shift]+?')
    expect(pressOf({ ...nothing, key: 'F2' }, false)).toBe('F2')
  })

  it('is none while only a modifier is down', () => {
    expect(pressOf({ ...nothing, key: 'Control', ctrlKey: true }, false)).toBeNull()
  })

  it('without a modifier would be typed where text is entered', () => {
    expect(isTyped('g t')).toBe(true)
    expect(isTyped('[Shift]+?')).toBe(true)
    expect(isTyped('$mod+K')).toBe(false)
    expect(isTyped('F2')).toBe(false)
  })
})

it('caps are what stands on the keyboard', () => {
  expect(capsOf('$mod+Shift+P', false)).toEqual([['Ctrl', 'Shift', 'P']])
  expect(capsOf('$mod+K', true)).toEqual([['⌘', 'K']])
  expect(capsOf('g t', false)).toEqual([['G'], ['T']])
  expect(capsOf('[Shift]+?', false)).toEqual([['?']])
})
