import type { BufferPart } from '../../core/replay/experience'
import type { ReplayHistogram } from '../../ipc/contract'

/** Experiences of one priority and part. */
export interface PriorityCount {
  readonly priority: number
  readonly part: BufferPart
  readonly count: number
  /** not excluded */
  readonly drawable: number
}

/** Equal bins from the least priority to the greatest; `weights` are the summed priorities of everything that can be drawn. */
export function histogramOf(
  counts: readonly PriorityCount[],
  bins: number,
  weights: Readonly<Record<BufferPart, number>>,
): ReplayHistogram {
  const priorities = counts.map(({ priority }) => priority)
  const [low, high] = priorities.length === 0 ? [0, 0] : [Math.min(...priorities), Math.max(...priorities)]
  const width = (high > low ? high - low : 1) / bins
  const made = Array.from({ length: bins }, (_, k) => {
    return { from: low + k * width, to: low + (k + 1) * width, count: 0, least: 0, greatest: 0, textbook: 0, own: 0 }
  })
  for (const { priority, part, count, drawable } of counts) {
    const bin = made[Math.min(bins - 1, Math.floor((priority - low) / width))]
    if (!bin) continue
    bin.least = bin.count === 0 ? priority : Math.min(bin.least, priority)
    bin.greatest = Math.max(bin.greatest, priority)
    bin.count += count
    if (weights[part] > 0) bin[part] += (priority * drawable) / weights[part]
  }
  return { bins: made }
}
