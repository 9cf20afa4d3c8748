import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packCell } from '../../grid/cellCode'
import { Grid } from '../../grid/grid'
import { DEFAULT_BUDGET, startMeter } from '../meter'
import { cellsOf, valueToJson, type Value } from '../value'
import { call2 } from './call'
import { primitiveValue } from './index'

const grids = fc
  .record({ rows: fc.integer({ min: 1, max: 7 }), cols: fc.integer({ min: 1, max: 7 }) })
  .chain(({ rows, cols }) =>
    fc
      .array(fc.integer({ min: 0, max: 1 }), { minLength: rows * cols, maxLength: rows * cols })
      .map((cells) => new Grid(rows, cols, Int8Array.from(cells))),
  )

interface Cell {
  readonly colour: number
  readonly i: number
  readonly j: number
}

const rectangles = fc
  .tuple(fc.integer({ min: 0, max: 1 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .map(([colour, height, width]) =>
    Array.from({ length: height * width }, (_, k): Cell => ({
      colour,
      i: 4 + Math.floor(k / width),
      j: 2 + (k % width),
    })),
  )
const anyObjects = fc.uniqueArray(
  fc.record({
    colour: fc.integer({ min: 0, max: 1 }),
    i: fc.integer({ min: -1, max: 2 }),
    j: fc.integer({ min: -1, max: 2 }),
  }),
  { minLength: 1, maxLength: 6, selector: ({ i, j }) => `${i},${j}` },
)

/** Every place at which every cell fits, tried one by one. */
function occurrencesByTrying(grid: Grid, cells: readonly Cell[]): number[][] {
  const top = Math.min(...cells.map(({ i }) => i))
  const left = Math.min(...cells.map(({ j }) => j))
  const fits = (i: number, j: number): boolean =>
    cells.every((cell) => {
      const at = { i: i + cell.i - top, j: j + cell.j - left }
      return at.i < grid.rows && at.j < grid.cols && grid.at(at.i, at.j) === cell.colour
    })
  const places = Array.from({ length: grid.rows * grid.cols }, (_, k) => [Math.floor(k / grid.cols), k % grid.cols])
  return places.filter(([i = 0, j = 0]) => fits(i, j))
}

it('occurrences are where every cell fits, whatever the shape', () => {
  fc.assert(
    fc.property(grids, fc.oneof(rectangles, anyObjects), (grid, cells) => {
      startMeter(DEFAULT_BUDGET)
      const object = cellsOf(Int32Array.from(cells, ({ colour, i, j }) => packCell(colour, i, j)))
      const found = call2(primitiveValue('occurrences') as Value, grid, object)
      expect(valueToJson(found)).toEqual({ s: occurrencesByTrying(grid, cells) })
    }),
    { numRuns: 1000, seed: 1 },
  )
})
