/**
 * The one replacement that turns `before` into `after`, as short as it can be without cutting a character that takes two
 * code units; null when they are the same.
 */
export function changeBetween(before: string, after: string): { start: number; end: number; text: string } | null {
  if (before === after) return null
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  if (isHigh(before[start - 1])) start--
  let same = 0
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  if (isLow(before[before.length - same])) same--
  return { start, end: before.length - same, text: after.slice(start, after.length - same) }
}

const isHigh = (unit: string | undefined): boolean => unit !== undefined && unit >= '\ud800' && unit <= '\udbff'
const isLow = (unit: string | undefined): boolean => unit !== undefined && unit >= '\udc00' && unit <= '\udfff'
