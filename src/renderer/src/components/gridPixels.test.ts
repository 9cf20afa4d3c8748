import { describe, expect, it } from 'vitest'
import { gridPixels, parseColour, type CellPicture } from './gridPixels'

const PICTURE: CellPicture = {
  cells: [
    [0, 1],
    [-1, 1],
  ],
  palette: ['#000000', '#ff0000'],
  background: '#c8c8c8',
  gridLine: null,
  isShown: null,
}
const pixelAt = (bytes: Uint8ClampedArray, width: number, x: number, y: number): number[] => [
  ...bytes.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
]

describe('gridPixels', () => {
  it('fills every pixel of a cell, whole cells beside each other; no cell is the background', () => {
    const bytes = gridPixels(PICTURE, 5, 4)
    const rows = Array.from({ length: 4 }, (_, y) => Array.from({ length: 5 }, (_, x) => pixelAt(bytes, 5, x, y)[0]))
    expect(rows).toEqual([
      [0, 0, 0, 255, 255],
      [0, 0, 0, 255, 255],
      [200, 200, 200, 255, 255],
      [200, 200, 200, 255, 255],
    ])
    expect(bytes.filter((_, at) => at % 4 === 3).every((opacity) => opacity === 255)).toBe(true)
  })

  it('draws lines between cells from five pixels a cell on, at crossings twice', () => {
    const lined = { ...PICTURE, cells: [[0, 0], [0, 0]], gridLine: 'rgba(255, 255, 255, 0.2)' } // prettier-ignore
    const bytes = gridPixels(lined, 10, 10)
    expect(pixelAt(bytes, 10, 4, 4)).toEqual([0, 0, 0, 255])
    expect(pixelAt(bytes, 10, 5, 0)).toEqual([51, 51, 51, 255])
    expect(pixelAt(bytes, 10, 0, 5)).toEqual([51, 51, 51, 255])
    expect(pixelAt(bytes, 10, 5, 5)).toEqual([92, 92, 92, 255])
    expect(pixelAt(gridPixels(lined, 8, 8), 8, 4, 0)).toEqual([0, 0, 0, 255])
  })

  it('shows faintly what does not belong to the part that is shown', () => {
    const bytes = gridPixels({ ...PICTURE, isShown: (i) => i === 1 }, 2, 2)
    expect(pixelAt(bytes, 2, 0, 0)).toEqual([168, 168, 168, 255])
    expect(pixelAt(bytes, 2, 1, 1)).toEqual([255, 0, 0, 255])
  })

  it('draws tiny grids in fewer pixels than they have cells', () => {
    const cells = Array.from({ length: 30 }, () => Array.from({ length: 30 }, () => 1))
    expect(pixelAt(gridPixels({ ...PICTURE, cells }, 20, 20), 20, 19, 19)).toEqual([255, 0, 0, 255])
    expect(gridPixels({ ...PICTURE, cells: [] }, 1, 1)).toHaveLength(4)
  })
})

it('reads colours as palettes and tokens write them, and refuses others', () => {
  expect(parseColour('#0074D9')).toEqual([0, 0x74, 0xd9, 1])
  expect(parseColour('#f80')).toEqual([255, 0x88, 0, 1])
  expect(parseColour('#fff3')).toEqual([255, 255, 255, 0.2])
  expect(parseColour('#00000080')).toEqual([0, 0, 0, 128 / 255])
  expect(parseColour('rgba(255, 254, 0, 0.2)')).toEqual([255, 254, 0, 0.2])
  expect(() => parseColour('red')).toThrow('internal')
})
