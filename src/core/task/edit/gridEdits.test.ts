import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../../test/arbitraries/anyGrid'
import { Grid } from '../../grid/grid'
import {
  cropGrid,
  fillFrom,
  paintCells,
  paintRegion,
  pasteGrid,
  recolour,
  resizeGrid,
  turnGrid,
  turnRegion,
  TURNS,
} from './gridEdits'
import { positionsBetween, positionsIn, regionBetween, type Position } from './region'

const colour = fc.integer({ min: 0, max: 9 })
const positionIn = (grid: Grid): fc.Arbitrary<Position> =>
  fc.tuple(fc.integer({ min: 0, max: grid.rows - 1 }), fc.integer({ min: 0, max: grid.cols - 1 }))
const gridWithTwo = anyGrid(7).chain((grid) => fc.tuple(fc.constant(grid), positionIn(grid), positionIn(grid)))

/** Whether two cells are joined by sides through cells of one colour: by spreading until nothing is added. */
function reached(grid: Grid, [i0, j0]: Position): boolean[][] {
  const is = Array.from({ length: grid.rows }, () => Array.from({ length: grid.cols }, () => false))
  is[i0]![j0] = true
  for (let grows = true; grows;) {
    grows = false
    for (const [i, j] of positionsIn({ top: 0, left: 0, rows: grid.rows, cols: grid.cols })) {
      const isBeside = is[i - 1]?.[j] || is[i + 1]?.[j] || is[i]?.[j - 1] || is[i]?.[j + 1]
      if (!is[i]![j] && isBeside && grid.at(i, j) === grid.at(i0, j0)) grows = is[i]![j] = true
    }
  }
  return is
}

describe('fillFrom', () => {
  it('fills exactly the cells of one colour that are joined by sides', () => {
    fc.assert(
      fc.property(gridWithTwo, colour, ([grid, start], to) => {
        const filled = fillFrom(grid, start, to)
        const region = reached(grid, start)
        const wanted = grid.toRows().map((row, i) => row.map((own, j) => (region[i]?.[j] ? to : own)))
        expect(filled.toRows()).toEqual(wanted)
      }),
    )
  })
})

describe('turnGrid', () => {
  it.each([
    ['rot90', 4],
    ['rot270', 4],
    ['rot180', 2],
    ['hmirror', 2],
    ['vmirror', 2],
    ['dmirror', 2],
  ] as const)('%s done %i times changes nothing', (turn, times) => {
    fc.assert(
      fc.property(anyGrid(), (grid) => {
        const turned = Array.from({ length: times }).reduce<Grid>((before) => turnGrid(before, turn), grid)
        expect(turned.equals(grid)).toBe(true)
      }),
    )
  })

  it('turns clockwise, swaps left and right, turns upside down', () => {
    const grid = Grid.fromRows([
      [1, 2],
      [3, 4],
    ])
    const turned = (['rot90', 'vmirror', 'hmirror'] as const).map((turn) => turnGrid(grid, turn).toRows())
    expect(turned).toEqual([
      [
        [3, 1],
        [4, 2],
      ],
      [
        [2, 1],
        [4, 3],
      ],
      [
        [3, 4],
        [1, 2],
      ],
    ])
  })

  it('of a part leaves all other cells, and refuses what would not fit into its place', () => {
    fc.assert(
      fc.property(gridWithTwo, fc.constantFrom(...TURNS), ([grid, a, b], turn) => {
        const region = regionBetween(a, b)
        const turned = turnRegion(grid, region, turn)
        const keepsShape = region.rows === region.cols || !['rot90', 'rot270', 'dmirror'].includes(turn)
        expect(turned !== null).toBe(keepsShape)
        if (!turned) return
        expect(cropGrid(turned, region).equals(turnGrid(cropGrid(grid, region), turn))).toBe(true)
        expect(paintRegion(turned, region, 0).equals(paintRegion(grid, region, 0))).toBe(true)
      }),
    )
  })
})

describe('painting', () => {
  it('changes the cells asked for and no other', () => {
    fc.assert(
      fc.property(gridWithTwo, colour, ([grid, a, b], to) => {
        const region = regionBetween(a, b)
        const inRegion = new Set(positionsIn(region).map(String))
        const wanted = grid.toRows().map((row, i) => row.map((own, j) => (inRegion.has(`${i},${j}`) ? to : own)))
        expect(paintRegion(grid, region, to).toRows()).toEqual(wanted)
      }),
    )
  })

  it('leaves out cells outside of the grid', () => {
    const grid = Grid.fromRows([[1, 2]])
    expect(
      paintCells(
        grid,
        [
          [0, -1],
          [0, 2],
          [1, 0],
          [-1, 1],
        ],
        5,
      ),
    ).toBe(grid)
  })

  it('passes over every cell on the way, one step at a time', () => {
    const place = fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 0, max: 29 }))
    fc.assert(
      fc.property(place, place, (from, to) => {
        const path = positionsBetween(from, to)
        expect([path[0], path.at(-1)]).toEqual([from, to])
        path.slice(1).forEach(([i, j], k) => {
          const [i0, j0] = path[k] as Position
          expect(Math.max(Math.abs(i - i0), Math.abs(j - j0))).toBe(1)
        })
      }),
    )
  })
})

describe('recolour', () => {
  it('leaves no cell of the old colour, and takes it back where the new one was not there', () => {
    fc.assert(
      fc.property(anyGrid(), colour, colour, (grid, from, to) => {
        fc.pre(from !== to)
        const changed = recolour(grid, from, to)
        expect(changed.cells).not.toContain(from)
        if (!grid.cells.includes(to)) expect(recolour(changed, to, from).equals(grid)).toBe(true)
      }),
    )
  })
})

describe('sizes', () => {
  it('resizing keeps the common part and makes the rest black', () => {
    const side = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(anyGrid(), side, side, (grid, rows, cols) => {
        const resized = resizeGrid(grid, rows, cols)
        expect([resized.rows, resized.cols]).toEqual([rows, cols])
        for (const [i, j] of positionsIn({ top: 0, left: 0, rows, cols })) {
          expect(resized.at(i, j)).toBe(i < grid.rows && j < grid.cols ? grid.at(i, j) : 0)
        }
      }),
    )
  })

  it.each([
    [0, 40, 1, 30],
    [-3, 2.7, 1, 2],
  ])('%d rows and %d columns become %d and %d', (rows, cols, ...wanted) => {
    const resized = resizeGrid(Grid.fromRows([[1]]), rows, cols)
    expect([resized.rows, resized.cols]).toEqual(wanted)
  })

  it('what is cut out and pasted back changes nothing', () => {
    fc.assert(
      fc.property(gridWithTwo, ([grid, a, b]) => {
        const region = regionBetween(a, b)
        const patch = cropGrid(grid, region)
        expect([patch.rows, patch.cols]).toEqual([region.rows, region.cols])
        expect(pasteGrid(paintRegion(grid, region, 9), patch, [region.top, region.left]).equals(grid)).toBe(true)
      }),
    )
  })

  it('cuts off what sticks out of the grid', () => {
    const pasted = pasteGrid(
      Grid.fromRows([[0, 0, 0]]),
      Grid.fromRows([
        [1, 2],
        [3, 4],
      ]),
      [0, 2],
    )
    expect(pasted.toRows()).toEqual([[0, 0, 1]])
  })
})

it('no edit changes the grid that it was given, and one that changes nothing gives it back', () => {
  fc.assert(
    fc.property(gridWithTwo, colour, fc.constantFrom(...TURNS), ([grid, a, b], to, turn) => {
      const before = grid.toRows()
      const edits = [
        paintRegion(grid, regionBetween(a, b), to),
        fillFrom(grid, a, to),
        recolour(grid, grid.at(...b), to),
        resizeGrid(grid, a[0] + 1, b[1] + 1),
        turnGrid(grid, turn),
        cropGrid(grid, regionBetween(a, b)),
        pasteGrid(grid, cropGrid(grid, regionBetween(a, b)), b),
      ]
      expect(grid.toRows()).toEqual(before)
      for (const edited of edits) if (edited.equals(grid)) expect(edited).toBe(grid)
    }),
  )
})
