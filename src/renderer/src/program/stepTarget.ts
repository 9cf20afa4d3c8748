/**
 * The line to go to from `current` when a key is pressed among lines that have values; null where the key does not step
 * or there is nowhere to go. `lines` are in order.
 */
export function stepTarget(key: string, current: number, lines: readonly number[]): number | null {
  const target = lineFor(key, current, lines)
  return target === undefined || target === current ? null : target
}

function lineFor(key: string, current: number, lines: readonly number[]): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return lines.find((line) => line > current)
    case 'ArrowUp':
      return lines.findLast((line) => line < current)
    case 'Home':
      return lines[0]
    case 'End':
      return lines[lines.length - 1]
    default:
      return undefined
  }
}
