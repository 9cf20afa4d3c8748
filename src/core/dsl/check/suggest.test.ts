import { describe, expect, it } from 'vitest'
import { editDistance, nearestName } from './suggest'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['hmirror', 'hmiror', 1],
    ['objcets', 'objects', 1],
    ['three', 'THREE', 0.5],
    ['kitten', 'sitting', 3],
  ])('%j to %j is %d', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})

describe('nearestName', () => {
  it('takes the nearest, the first of several, none when all are far', () => {
    expect(nearestName('fil', ['file', 'fill', 'x'])).toBe('file')
    expect(nearestName('filll', ['file', 'fill'])).toBe('fill')
    expect(nearestName('zzz', ['file', 'fill'])).toBeNull()
  })
})
