import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { Rng } from '../util/rng'
import { drawVariation, varyGrid, varyTask } from './varyTask'

const SAME = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
const grids = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([rows, cols]) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: rows * cols, maxLength: rows * cols })
      .map((cells) => new Grid(rows, cols, Int8Array.from(cells))),
  )
const grid = Grid.fromRows([
  [1, 2, 3],
  [4, 5, 6],
])

describe('varyGrid', () => {
  it('turns clockwise, mirrors left to right, exchanges colours', () => {
    const turned = varyGrid(grid, { mirror: false, turns: 1, colours: SAME })
    expect(turned.toRows()).toEqual([
      [4, 1],
      [5, 2],
      [6, 3],
    ])
    expect(varyGrid(grid, { mirror: true, turns: 0, colours: SAME }).toRows()).toEqual([
      [3, 2, 1],
      [6, 5, 4],
    ])
    const colours = [0, 2, 1, 3, 4, 5, 6, 7, 8, 9]
    expect(varyGrid(grid, { mirror: false, turns: 0, colours }).toRows()[0]).toEqual([2, 1, 3])
  })

  it('four turns, or two mirrorings, give the grid back', () => {
    fc.assert(
      fc.property(grids, (g) => {
        let turned = g
        for (let k = 0; k < 4; k++) turned = varyGrid(turned, { mirror: false, turns: 1, colours: SAME })
        const mirror = { mirror: true, turns: 0, colours: SAME }
        return turned.equals(g) && varyGrid(varyGrid(g, mirror), mirror).equals(g)
      }),
    )
  })
})

it('a variation of a task is one of all its demonstrations alike, without its test pairs', () => {
  const task = { id: 't', train: [{ input: grid, output: grid }], test: [{ input: grid, output: grid }] }
  const seen = new Set<string>()
  for (let seed = 0; seed < 200; seed++) {
    const variation = drawVariation(Rng.fromSeed(seed))
    expect([...variation.colours].sort()).toEqual(SAME)
    expect(variation.colours[0]).toBe(0)
    const varied = varyTask(task, variation)
    expect(varied.test).toEqual([])
    expect(varied.train[0]?.input.equals(varied.train[0].output)).toBe(true)
    seen.add(`${variation.mirror} ${variation.turns}`)
  }
  expect(seen.size).toBe(8)
})
