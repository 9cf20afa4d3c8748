import type { T5Shape } from './shape'

/**
 * T5's bucket of a relative position (key position minus query position): exact near zero, logarithmic up to
 * `maxDistance`, one bucket beyond. Computed in float32 as PyTorch does, so that boundaries fall alike.
 */
export function relativeBucket(relative: number, bidirectional: boolean, buckets: number, maxDistance: number): number {
  let base = 0
  let count = buckets
  let distance: number
  if (bidirectional) {
    count = buckets >> 1
    if (relative > 0) base = count
    distance = Math.abs(relative)
  } else {
    distance = Math.max(0, -relative)
  }
  const exact = count >> 1
  if (distance < exact) return base + distance
  const f = Math.fround
  const share = f(f(Math.log(f(distance / exact))) / Math.log(maxDistance / exact))
  return base + Math.min(count - 1, exact + Math.trunc(f(share * (count - exact))))
}

/** Buckets of all pairs, [queries, keys] row-major int64. */
export function relativeBuckets(
  queries: number,
  keys: number,
  bidirectional: boolean,
  shape: Pick<T5Shape, 'relativeBuckets' | 'relativeMaxDistance'>,
): BigInt64Array {
  const result = new BigInt64Array(queries * keys)
  for (let i = 0; i < queries; i++) {
    for (let j = 0; j < keys; j++) {
      const bucket = relativeBucket(j - i, bidirectional, shape.relativeBuckets, shape.relativeMaxDistance)
      result[i * keys + j] = BigInt(bucket)
    }
  }
  return result
}
