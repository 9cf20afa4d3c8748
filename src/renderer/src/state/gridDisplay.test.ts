import { expect, it } from 'vitest'
import { readChoices } from './gridDisplay.svelte'

it('takes what was remembered', () => {
  const choices = { lines: false, digits: true, diff: true, objects: 'any-corners', zoom: 2 }
  expect(readChoices(choices)).toEqual(choices)
})

it.each([undefined, null, 'text', { zoom: 7, objects: 'all', lines: 1 }])(
  'falls back where it makes no sense: %j',
  (x) => {
    expect(readChoices(x)).toEqual({ lines: true, digits: false, diff: false, objects: null, zoom: 1 })
  },
)
