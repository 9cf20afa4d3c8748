import { expect, it } from 'vitest'
import { formatBytes, formatDuration, formatPercent, formatShort, taskName } from './format'

it('writes numbers as people read them', () => {
  expect([0, 7, 999, 1000, 12_345, 999_499, 1_204_311].map(formatShort)).toEqual([
    '0',
    '7',
    '999',
    '1k',
    '12.3k',
    '999k',
    '1.2M',
  ])
  expect([0, 0.004, 0.5, 1].map(formatPercent)).toEqual(['0 %', '0.4 %', '50 %', '100 %'])
  expect([0, 700, 3e5, 612 * 2 ** 20, 3 * 2 ** 30].map(formatBytes)).toEqual([
    '0 KiB',
    '1 KiB',
    '293 KiB',
    '612 MiB',
    '3.0 GiB',
  ])
})

it('writes times roughly, the longer the rougher', () => {
  const texts = [900, 95_000, 41 * 60_000, 125 * 60_000].map(formatDuration)
  expect(texts).toEqual(['1 s', '1 min 35 s', '41 min', '2 h 5 min'])
})

it("takes a task's name from its id", () => {
  expect(taskName('starter/evaluation/move-03')).toBe('move-03')
})
