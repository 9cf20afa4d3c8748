import { expect, it } from 'vitest'
import { solvedByTag } from './solvedByTag'

it('counts the tasks of each tag, and which source solved them', () => {
  expect(
    solvedByTag([
      { tags: ['Order'], solvedBy: null },
      { tags: ['Center', 'Order', 'Order'], solvedBy: 'mutation' },
      { tags: ['Center'], solvedBy: 'enumeration' },
      { tags: ['Center'], solvedBy: 'mutation' },
      { tags: [], solvedBy: 'mutation' },
    ]),
  ).toEqual([
    { tag: 'Center', tasks: 3, solved: 3, bySource: { mutation: 2, enumeration: 1 } },
    { tag: 'Order', tasks: 2, solved: 1, bySource: { mutation: 1 } },
  ])
  expect(solvedByTag([{ tags: [], solvedBy: null }])).toEqual([])
})
