/** ||a - b|| / ||b||; NaN where the lengths differ */
export function relativeError(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return Number.NaN
  let difference = 0
  let size = 0
  b.forEach((y, i) => {
    difference += ((a[i] ?? Number.NaN) - y) ** 2
    size += y * y
  })
  return difference === 0 ? 0 : Math.sqrt(difference / size)
}

export const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length ? b.reduce((worst, y, i) => Math.max(worst, Math.abs((a[i] ?? Number.NaN) - y)), 0) : Number.NaN

/** Relative to each value; below the smallest normal float16, relative to that. */
export const halfDifference = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length
    ? b.reduce(
        (worst, y, i) => Math.max(worst, Math.abs((a[i] ?? Number.NaN) - y) / Math.max(Math.abs(y), 2 ** -14)),
        0,
      )
    : Number.NaN

export function logSumExp(scores: Float32Array): number {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  return top + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - top), 0))
}

/** The largest of named errors; one that is NaN is the worst. */
export function worstOf(errors: readonly (readonly [string, number])[]): { name: string; error: number } {
  let worst = { name: 'none', error: 0 }
  for (const [name, error] of errors) {
    if (!(error <= worst.error)) worst = { name, error }
    if (Number.isNaN(error)) break
  }
  return worst
}
