import { expect, it } from 'vitest'
import { RecentlyUsed } from './recentlyUsed'

it('lets those go that were used longest ago', () => {
  const kept = new RecentlyUsed<number>(2)
  kept.set('a', 1)
  kept.set('b', 2)
  kept.get('a')
  kept.set('c', 3)
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([1, undefined, 3])
  kept.set('a', 4)
  expect(kept.get('c')).toBe(3)
  expect(kept.get('a')).toBe(4)
})
