import { expect, it } from 'vitest'
import { COLOUR_NAMES, inkOn, PALETTES } from './palette'

it('has ten different colours in every palette, each with a name', () => {
  for (const palette of Object.values(PALETTES)) expect(new Set(palette).size).toBe(10)
  expect(COLOUR_NAMES).toHaveLength(10)
})

it('writes in black on light colours and in white on dark ones', () => {
  expect(['#000000', '#0074D9', '#870C25'].map(inkOn)).toEqual(['#ffffff', '#ffffff', '#ffffff'])
  expect(['#ffffff', '#FFDC00', '#7FDBFF'].map(inkOn)).toEqual(['#000000', '#000000', '#000000'])
})
