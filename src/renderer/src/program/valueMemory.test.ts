import { expect, it } from 'vitest'
import type { LineValue } from './messages'
import { ValueMemory } from './valueMemory'

const number = (target: string, value: number | null): LineValue => ({
  line: 1,
  target,
  view: value === null ? null : { kind: 'number', label: `Integer, ${value}`, value },
  steps: 1,
  size: value === null ? null : 1,
  timeMs: 0,
  parts: [],
  failure: value === null ? 'failed' : null,
})

it('tells which values an edit changed, not those that are new', () => {
  const memory = new ValueMemory()
  expect([...memory.compare([number('x1', 1), number('O', 2)]).changed]).toEqual([])
  expect([...memory.compare([number('x1', 1), number('x2', 7), number('O', 3)]).changed]).toEqual(['O'])
  expect([...memory.compare([number('x1', 1), number('x2', 7), number('O', 3)]).changed]).toEqual([])
})

it('compares with the last value there was, over lines that fail meanwhile', () => {
  const memory = new ValueMemory()
  memory.compare([number('O', 2)])
  expect([...memory.compare([number('O', null)]).changed]).toEqual([])
  expect([...memory.compare([number('O', 5)]).changed]).toEqual(['O'])
})

it('gives back the same object for an equal value', () => {
  const memory = new ValueMemory()
  const [first] = memory.compare([number('O', 2)]).values
  const [second] = memory.compare([number('O', 2)]).values
  expect(second?.view).toBe(first?.view)
})

it('knows nothing of before once it forgets', () => {
  const memory = new ValueMemory()
  memory.compare([number('O', 2)])
  memory.forget()
  expect([...memory.compare([number('O', 3)]).changed]).toEqual([])
})
