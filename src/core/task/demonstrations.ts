/** Share of demonstration pairs that were reproduced exactly, 0 to 1; 0 when there is none. METHOD.md's priority. */
export function demonstrationPerformance(results: readonly { readonly right: boolean }[]): number {
  return results.length === 0 ? 0 : countRight(results) / results.length
}

export function countRight(results: readonly { readonly right: boolean }[]): number {
  return results.reduce((count, result) => count + (result.right ? 1 : 0), 0)
}
