import { describe, expect, it } from 'vitest'
import { Grid } from '../grid/grid'
import { Rng } from '../util/rng'
import { encodeCompact, FEATURE_COUNT, featureName, FEATURE_WIDTH } from './encodeCompact'

const randomGrid = (rng: Rng, rows: number, cols: number): Grid =>
  new Grid(
    rows,
    cols,
    Int8Array.from({ length: rows * cols }, () => rng.int(10)),
  )

describe('encodeCompact', () => {
  it('spends one position on 2x2 cells of both grids, and three on sizes and palettes', () => {
    const rng = Rng.fromSeed(1)
    const encoded = encodeCompact([{ input: randomGrid(rng, 10, 9), output: randomGrid(rng, 3, 3) }], 999)
    expect(encoded.length).toBe(5 * 5 + 3)
    expect(encoded.features).toHaveLength(encoded.length * FEATURE_WIDTH)
  })

  it('uses ids below FEATURE_COUNT only, up to 30x30 and ten pairs', () => {
    const rng = Rng.fromSeed(2)
    const pairs = Array.from({ length: 10 }, () => ({
      input: randomGrid(rng, 30, 30),
      output: randomGrid(rng, 30, 30),
    }))
    const { features } = encodeCompact(pairs, 100_000)
    expect(Math.max(...features)).toBeLessThan(FEATURE_COUNT)
    expect(Math.min(...features)).toBeGreaterThanOrEqual(0)
  })

  it('tells any two different pairs apart', () => {
    const rng = Rng.fromSeed(3)
    const input = randomGrid(rng, 6, 7)
    const output = randomGrid(rng, 5, 4)
    const base = Array.from(encodeCompact([{ input, output }], 999).features)
    for (const [target, other] of [
      [input, output],
      [output, input],
    ] as const) {
      for (let k = 0; k < target.cells.length; k++) {
        const cells = target.cells.slice()
        cells[k] = ((cells[k] ?? 0) + 1) % 10
        const changed = new Grid(target.rows, target.cols, cells)
        const pair = target === input ? { input: changed, output: other } : { input: other, output: changed }
        expect(Array.from(encodeCompact([pair], 999).features)).not.toEqual(base)
      }
    }
  })

  it('leaves out whole pairs that do not fit, and cuts a first one that is too long', () => {
    const rng = Rng.fromSeed(4)
    const pair = { input: randomGrid(rng, 10, 10), output: randomGrid(rng, 10, 10) }
    expect(encodeCompact([pair, pair, pair], 60).length).toBe(56)
    const cut = encodeCompact([pair], 20)
    expect(cut.length).toBe(20)
    expect(cut.features).toHaveLength(20 * FEATURE_WIDTH)
  })

  it('has a name of its own for every feature', () => {
    const names = Array.from({ length: FEATURE_COUNT }, (_, id) => featureName(id))
    expect(new Set(names).size).toBe(FEATURE_COUNT)
    expect([names[0], names[1], names[88], names[89], names.at(-1)]).toEqual([
      'nothing 0',
      'cell 0',
      'cell 87',
      'row 0',
      'palette 9',
    ])
  })
})
