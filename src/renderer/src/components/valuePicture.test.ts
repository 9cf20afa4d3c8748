import { describe, expect, it } from 'vitest'
import { pictureOf } from './valuePicture'

const INPUT = [
  [0, 0],
  [0, 3],
]

describe('pictureOf', () => {
  it('lays an object on the input and marks its cells', () => {
    const picture = pictureOf({ kind: 'patch', label: '', what: 'Object', cells: [[5, 0, 1]] }, INPUT)
    expect(picture?.cells).toEqual([
      [0, 5],
      [0, 3],
    ])
    expect([picture?.isShown?.(0, 1), picture?.isShown?.(1, 1)]).toEqual([true, false])
  })
  it('keeps the colour of the input under a position without one', () => {
    const picture = pictureOf({ kind: 'patch', label: '', what: 'Indices', cells: [[null, 1, 1]] }, INPUT)
    expect(picture?.cells).toEqual(INPUT)
    expect(picture?.isShown?.(1, 1)).toBe(true)
  })
  it('grows for cells outside the input, in every direction', () => {
    const picture = pictureOf(
      { kind: 'patches', label: '', what: 'Object', patches: [[[7, -1, 0]], [[8, 1, 3]]] },
      INPUT,
    )
    expect(picture?.cells).toEqual([
      [7, -1, -1, -1],
      [0, 0, -1, -1],
      [0, 3, -1, 8],
    ])
  })
  it('gives no picture of a number', () => {
    expect(pictureOf({ kind: 'number', label: 'Integer, 3', value: 3 }, INPUT)).toBeNull()
  })
})
