import type { Grid } from '../../../grid/grid'
import { COLOURS } from '../../../grid/grid'
import { KIND } from '../kinds'
import { namePart, type Part } from '../part'
import type { GoalContext } from './goalContext'

const NAMES = ['ZERO', 'ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE']
const MOST_CHANGES = 4

/** A grid that is the output but for its colours: replacing them solves the task. */
export class ColourMap {
  constructor(private readonly context: GoalContext) {}

  /** Whether a map of colours makes the outputs of these grids; proposes it. */
  look(part: Part, grids: readonly Grid[]): void {
    const { outputs } = this.context
    const shared = new Int8Array(COLOURS).fill(-1)
    let isShared = true
    const ownChanges: [number, number][] = []
    for (let k = 0; k < grids.length; k++) {
      const map = mapBetween(grids[k] as Grid, outputs[k] as Grid)
      if (!map) return
      const changes: [number, number][] = []
      map.forEach((to, from) => {
        if (to < 0) return
        if (to !== from) changes.push([from, to])
        if ((shared[from] as number) < 0) shared[from] = to
        else if (shared[from] !== to) isShared = false
      })
      if (changes.length === 1) ownChanges.push(changes[0] as [number, number])
    }
    if (isShared) this.proposeShared(part, shared)
    if (ownChanges.length === grids.length) this.proposeOwn(part, ownChanges)
  }

  /** One change in each demonstration, of colours that the search has found by other means. */
  private proposeOwn(part: Part, changes: readonly (readonly [number, number])[]): void {
    const { search, call, propose } = this.context
    const from = search.entryOf(
      KIND.integer,
      changes.map(([colour]) => colour),
    )
    const to = search.entryOf(
      KIND.integer,
      changes.map(([, colour]) => colour),
    )
    if (from && to) propose(call('replace', part, from, to), 'colour map')
  }

  private proposeShared(part: Part, map: Int8Array): void {
    const left = new Map<number, number>()
    map.forEach((to, from) => {
      if (to >= 0 && to !== from) left.set(from, to)
    })
    if (left.size === 0 || left.size > MOST_CHANGES) return
    const { call, propose } = this.context
    const colour = (k: number): Part => namePart(NAMES[k] as string, KIND.integer)
    let result = part
    for (const [from, to] of left) {
      if (left.get(to) !== from) continue
      result = call('switch', result, colour(from), colour(to))
      left.delete(from)
      left.delete(to)
    }
    while (left.size > 0) {
      // a colour that another one becomes is replaced before
      const next = [...left].find(([, to]) => !left.has(to))
      if (!next) return
      result = call('replace', result, colour(next[0]), colour(next[1]))
      left.delete(next[0])
    }
    propose(result, 'colour map')
  }
}

/** What each colour becomes, -1 for those that are not there; null where a colour becomes two or the shapes differ. */
function mapBetween(from: Grid, to: Grid): Int8Array | null {
  if (from.rows !== to.rows || from.cols !== to.cols) return null
  const map = new Int8Array(COLOURS).fill(-1)
  for (let k = 0; k < from.cells.length; k++) {
    const colour = from.cells[k] as number
    if (colour < 0 || colour >= COLOURS) return null
    if (map[colour] === -1) map[colour] = to.cells[k] as number
    else if (map[colour] !== to.cells[k]) return null
  }
  return map
}
