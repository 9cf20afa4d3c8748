import { viewValue } from '../../../core/dsl/eval/valueView'
import { DEFAULT_BUDGET, meteredApart } from '../../../core/dsl/meter'
import { PRIMITIVES } from '../../../core/dsl/primitives'
import { Grid } from '../../../core/grid/grid'
import type { Cells, Edge } from './drawGrid'

/** What counts as one object: the arguments of the primitive `objects` beside the grid. The background is left out. */
export const OBJECT_KINDS = [
  { id: 'one-sides', title: 'One colour, joined by sides', univalued: 1, diagonal: 0 },
  { id: 'one-corners', title: 'One colour, by corners too', univalued: 1, diagonal: 1 },
  { id: 'any-sides', title: 'Any colours, joined by sides', univalued: 0, diagonal: 0 },
  { id: 'any-corners', title: 'Any colours, by corners too', univalued: 0, diagonal: 1 },
] as const

export type ObjectKind = (typeof OBJECT_KINDS)[number]['id']

/** The borders of a grid's objects, as the primitive `objects` finds them. */
export function objectEdges(cells: Cells, kind: ObjectKind): Edge[] {
  const { univalued, diagonal } = OBJECT_KINDS.find(({ id }) => id === kind) ?? OBJECT_KINDS[0]
  const objects = meteredApart(DEFAULT_BUDGET, () =>
    PRIMITIVES.objects.impl(Grid.fromRows(cells), univalued, diagonal, 1),
  )
  const view = viewValue(objects, 'Objects')
  return view.kind === 'patches' ? view.patches.flatMap((patch) => borderOf(patch.map(([, i, j]) => [i, j]))) : []
}

/** The sides of cells that have no cell of the same patch behind them. */
function borderOf(patch: readonly (readonly [number, number])[]): Edge[] {
  const members = new Set(patch.map(([i, j]) => `${i},${j}`))
  const isInside = (i: number, j: number): boolean => members.has(`${i},${j}`)
  return patch.flatMap(([i, j]): Edge[] => [
    ...(isInside(i - 1, j) ? [] : [[i, j, i, j + 1] as const]),
    ...(isInside(i + 1, j) ? [] : [[i + 1, j, i + 1, j + 1] as const]),
    ...(isInside(i, j - 1) ? [] : [[i, j, i + 1, j] as const]),
    ...(isInside(i, j + 1) ? [] : [[i, j + 1, i + 1, j + 1] as const]),
  ])
}
