import { Grid } from '../../grid/grid'
import { FrozenSet, GENERIC, isCell, isPair, Tuple, type Value } from '../value'

/**
 * How large a value is: the cells of a grid, the cells or positions of a patch, and what the parts of a container have
 * together. Everything else is one element: a number, a function, a position, a cell.
 */
export function elementCount(value: Value): number {
  return countOf(value, new Map())
}

/** `counted`: containers seen already; the same one may stand in a value more often than could be walked. */
function countOf(value: Value, counted: Map<Value, number>): number {
  if (value instanceof Grid) return value.rows * value.cols
  if (!(value instanceof Tuple || value instanceof FrozenSet)) return 1
  if (value instanceof FrozenSet && value.kind !== GENERIC) return value.size
  if (isPair(value) || isCell(value)) return 1
  const before = counted.get(value)
  if (before !== undefined) return before
  let count = 0
  for (const item of value.items) count += countOf(item, counted)
  count = Math.min(count, Number.MAX_SAFE_INTEGER)
  counted.set(value, count)
  return count
}
