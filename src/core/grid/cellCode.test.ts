import fc from 'fast-check'
import { expect, it } from 'vitest'
import { colOfCode, colourOfCode, packCell, rowOfCode, sortUnique } from './cellCode'

const near = fc.integer({ min: -3, max: 12 })
const far = fc.integer({ min: -2048, max: 2047 })
const cellsIn = (coordinate: fc.Arbitrary<number>, colours: fc.Arbitrary<number>, maxLength: number) =>
  fc.array(
    fc.tuple(colours, coordinate, coordinate).map(([colour, i, j]) => packCell(colour, i, j)),
    { maxLength },
  )

it.each([
  ['few', cellsIn(near, fc.integer({ min: 0, max: 2 }), 16)],
  ['many in a small box', cellsIn(near, fc.constant(0), 300)],
  ['many of several colours', cellsIn(near, fc.integer({ min: -2, max: 9 }), 400)],
  ['many far apart', cellsIn(far, fc.integer({ min: -128, max: 127 }), 100)],
])('codes are sorted without duplicates: %s', (_, codes) => {
  fc.assert(
    fc.property(codes, (list) => {
      const expected = [...new Set(list)].sort((a, b) => a - b)
      expect([...sortUnique(Int32Array.from(list))]).toEqual(expected)
    }),
    { numRuns: 300, seed: 5 },
  )
})

it('a packed cell gives its parts back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -128, max: 127 }), far, far, (colour, i, j) => {
      const code = packCell(colour, i, j)
      expect([colourOfCode(code), rowOfCode(code), colOfCode(code)]).toEqual([colour, i, j])
    }),
  )
})
