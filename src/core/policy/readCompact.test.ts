import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../test/arbitraries/anyGrid'
import type { Grid } from '../grid/grid'
import { compactCost, encodeCompact, patchesOf } from './encodeCompact'
import { readCompact } from './readCompact'

const cellOf = (grid: Grid, i: number, j: number): number | null =>
  i < grid.rows && j < grid.cols ? grid.at(i, j) : null

describe('readCompact', () => {
  it('reads back sizes, palettes and every cell of every pair, in order', () => {
    const pairs = fc.array(fc.record({ input: anyGrid(), output: anyGrid() }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(pairs, (demonstrations) => {
        const positions = readCompact(encodeCompact(demonstrations, 100_000))
        expect(positions).toHaveLength(demonstrations.reduce((sum, pair) => sum + compactCost(pair), 0))
        let at = 0
        demonstrations.forEach((pair, p) => {
          const { input, output } = pair
          const colours = (grid: Grid): number[] => [...new Set(grid.cells)].sort((a, b) => a - b)
          expect(positions[at++]).toMatchObject({
            kind: 'sizes',
            pair: p,
            input: { rows: input.rows, cols: input.cols },
            output: { rows: output.rows, cols: output.cols },
          })
          expect(positions[at++]).toMatchObject({ kind: 'inputPalette', pair: p, colours: colours(input) })
          expect(positions[at++]).toMatchObject({ kind: 'outputPalette', pair: p, colours: colours(output) })
          const { rows, cols } = patchesOf(pair)
          for (let row = 0; row < rows; row++) {
            for (let column = 0; column < cols; column++) {
              const cells = (grid: Grid): (number | null)[] =>
                [0, 1, 2, 3].map((k) => cellOf(grid, 2 * row + Math.floor(k / 2), 2 * column + (k % 2)))
              const wanted = { kind: 'cells', pair: p, row, column, input: cells(input), output: cells(output) }
              expect(positions[at++]).toMatchObject(wanted)
            }
          }
        })
      }),
      { numRuns: 30 },
    )
  })
})
