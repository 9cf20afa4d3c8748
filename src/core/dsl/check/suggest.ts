/** The candidate nearest to `name`; null when none is near. Ties: the first. */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  return nearestNames(name, candidates)[0]?.name ?? null
}

/** The candidates near to `name` (Damerau-Levenshtein, case counts a tenth), the nearest first. */
export function nearestNames(name: string, candidates: Iterable<string>): { name: string; distance: number }[] {
  // one slip in a short name, up to three in a long one
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 3)))
  const near: { name: string; distance: number }[] = []
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - name.length) > limit) continue
    const distance = editDistance(name, candidate)
    if (distance <= limit) near.push({ name: candidate, distance })
  }
  return near.sort((a, b) => a.distance - b.distance)
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one name into the other; a change of case counts a tenth. */
export function editDistance(a: string, b: string): number {
  const width = b.length + 1
  const table = new Float64Array((a.length + 1) * width)
  const at = (i: number, j: number): number => table[i * width + j] as number
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      if (i === 0 || j === 0) {
        table[i * width + j] = i + j
        continue
      }
      const [p, q] = [a.charAt(i - 1), b.charAt(j - 1)]
      const replaced = p === q ? 0 : p.toLowerCase() === q.toLowerCase() ? 0.1 : 1
      let cost = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + replaced)
      const isSwap = i > 1 && j > 1 && p === b.charAt(j - 2) && a.charAt(i - 2) === q
      if (isSwap) cost = Math.min(cost, at(i - 2, j - 2) + 1)
      table[i * width + j] = cost
    }
  }
  return at(a.length, b.length)
}
