import type { Grid } from '../grid/grid'
import type { Task } from './task'

/** How outputs compare with their inputs: the same for every demonstration pair, or mixed. */
export const SIZE_CHANGES = ['same', 'smaller', 'larger', 'mixed'] as const
export type SizeChange = (typeof SIZE_CHANGES)[number]

/** What tasks are looked up by. Test outputs play no part: a filter must not tell of them. */
export interface TaskMeasures {
  /** the longest side of any grid */
  readonly side: number
  readonly sizeChange: SizeChange
  /** that occur, ascending */
  readonly colours: readonly number[]
}

/** Measures of a task's demonstration pairs and test inputs. */
export function measureTask({ train, test }: Task): TaskMeasures {
  const grids = [...train.flatMap(({ input, output }) => [input, output]), ...test.map(({ input }) => input)]
  const colours = new Set<number>()
  for (const { cells } of grids) for (const cell of cells) colours.add(cell)
  const changes = new Set(train.map(({ input, output }) => changeOf(input, output)))
  const [only = 'mixed'] = changes
  return {
    side: Math.max(...grids.map(({ rows, cols }) => Math.max(rows, cols))),
    sizeChange: changes.size === 1 ? only : 'mixed',
    colours: [...colours].sort((a, b) => a - b),
  }
}

/** Larger and smaller by the number of cells; equal numbers in another shape are mixed. */
function changeOf(input: Grid, output: Grid): SizeChange {
  if (input.rows === output.rows && input.cols === output.cols) return 'same'
  const more = output.cells.length - input.cells.length
  return more === 0 ? 'mixed' : more > 0 ? 'larger' : 'smaller'
}
