/** The middle one, the one that 95 of 100 do not exceed, and the greatest, with so many decimals. */
export function summary(values: readonly number[], decimals: number): Record<'median' | 'p95' | 'max', number> {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(decimals))
  return { median: at(0.5), p95: at(0.95), max: at(1) }
}
