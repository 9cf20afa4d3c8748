import { describe, expect, it } from 'vitest'
import { objectEdges } from './objectEdges'

const DIAGONAL = [
  [0, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 2, 0],
  [0, 0, 0, 0],
]

describe('objectEdges', () => {
  it('goes round an object once, and not between its cells', () => {
    const edges = objectEdges([[0, 0, 0, 0, 0, 3, 3]], 'one-sides')
    expect(edges.toSorted()).toEqual(
      [
        [0, 5, 0, 6],
        [0, 6, 0, 7],
        [1, 5, 1, 6],
        [1, 6, 1, 7],
        [0, 5, 1, 5],
        [0, 7, 1, 7],
      ].toSorted(),
    )
  })

  it('leaves the inside of a square free', () => {
    const square = [
      [0, 0, 0, 0],
      [0, 6, 6, 0],
      [0, 6, 6, 0],
      [0, 0, 0, 0],
    ]
    const edges = objectEdges(square, 'one-sides').map(String)
    expect(new Set(edges).size).toBe(8)
    for (const inner of ['1,2,2,2', '2,1,2,2', '2,2,2,3', '2,2,3,2']) expect(edges).not.toContain(inner)
  })

  it('has nothing to show on a plain grid', () => {
    expect(objectEdges([[4, 4]], 'any-corners')).toEqual([])
  })

  it('takes neighbours of two colours as two objects or as one', () => {
    const touching = [[0, 0, 0, 1, 2]]
    const inner = '0,4,1,4'
    const keys = (kind: Parameters<typeof objectEdges>[1]): string[] => objectEdges(touching, kind).map(String)
    expect(keys('one-sides').filter((key) => key === inner)).toHaveLength(2)
    expect(keys('any-sides')).not.toContain(inner)
  })

  it('draws every side of cells that touch by a corner', () => {
    for (const kind of ['one-sides', 'any-sides', 'any-corners'] as const) {
      expect(objectEdges(DIAGONAL, kind)).toHaveLength(8)
    }
  })
})
