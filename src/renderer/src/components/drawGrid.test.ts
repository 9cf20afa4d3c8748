import { describe, expect, it } from 'vitest'
import { diffCells, fitGrid } from './drawGrid'

describe('fitGrid', () => {
  it('fills the box with whole device pixels a cell', () => {
    expect(fitGrid(3, 7, { width: 100, height: 100, maxCellPx: 50, ratio: 1 })).toEqual({ width: 98, height: 42 })
    expect(fitGrid(3, 7, { width: 100, height: 100, maxCellPx: 50, ratio: 2 })).toEqual({ width: 98, height: 42 })
  })
  it('never draws cells larger than asked for', () => {
    expect(fitGrid(1, 1, { width: 100, height: 100, maxCellPx: 24, ratio: 1 })).toEqual({ width: 24, height: 24 })
  })
  it('keeps a large grid inside a tiny box', () => {
    const { width, height } = fitGrid(30, 30, { width: 20, height: 20, maxCellPx: 24, ratio: 1 })
    expect([width, height]).toEqual([20, 20])
  })
})

describe('diffCells', () => {
  it('lists the cells that differ, row by row', () => {
    expect(
      diffCells(
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 0],
          [0, 4],
        ],
      ),
    ).toEqual([
      [0, 1],
      [1, 0],
    ])
  })
  it('has no answer for another size', () => {
    expect(diffCells([[1]], [[1, 1]])).toBeNull()
  })
})
