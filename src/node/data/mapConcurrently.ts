/** `job` over all items, at most `limit` at a time; results in the order of the items. */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  limit: number,
  job: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  const lane = async (): Promise<void> => {
    for (let k = next++; k < items.length; k = next++) results[k] = await job(items[k] as T, k)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane))
  return results
}

/** Open files at a time: enough to keep the disk busy, few enough for any system's limit. */
export const FILES_AT_A_TIME = 32
