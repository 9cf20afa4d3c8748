import { CONSTANTS } from '../../dsl/primitives'
import { callOf, nameOf } from './expression'
import type { PricedFragment } from './fragments'

/** Cheap enough to come early, dear enough not to push aside what programs use. */
const COST = 8
const NEIGHBOURS = ['dneighbors', 'neighbors']

/** Functions that count how many neighbours of a position have a colour, for each colour given. */
export function neighbourCounts(colours: Iterable<number>): PricedFragment[] {
  const names = new Map(
    [...CONSTANTS].filter(([name]) => name !== 'F' && name !== 'T').map(([name, value]) => [value, name]),
  )
  return [...colours].flatMap((colour) => {
    const name = names.get(colour)
    if (name === undefined) return []
    const cells = callOf('ofcolor', nameOf('I'), nameOf(name))
    const among = callOf('rbind', nameOf('intersection'), cells)
    return NEIGHBOURS.map((neighbours) => ({
      expression: callOf('chain', nameOf('size'), among, nameOf(neighbours)),
      head: 'chain',
      cost: COST,
    }))
  })
}
