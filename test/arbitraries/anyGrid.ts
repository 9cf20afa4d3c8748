import fc from 'fast-check'
import { Grid } from '../../src/core/grid/grid'

/** For tests: a valid ARC grid of at most `maxSide` rows and columns; few colours, so that ties and objects happen. */
export function anyGrid(maxSide = 6): fc.Arbitrary<Grid> {
  const side = fc.integer({ min: 1, max: maxSide })
  return fc
    .tuple(side, side, fc.integer({ min: 0, max: 9 }))
    .chain(([rows, cols, maxColour]) =>
      fc
        .array(fc.integer({ min: 0, max: maxColour }), { minLength: rows * cols, maxLength: rows * cols })
        .map((cells) => new Grid(rows, cols, Int8Array.from(cells))),
    )
}
