const SPLIT_ORDER: readonly string[] = ['training', 'evaluation']

/** Where a split stands among those of its dataset: training, evaluation, then all others. */
export function splitRank(split: string): number {
  const rank = SPLIT_ORDER.indexOf(split)
  return rank === -1 ? SPLIT_ORDER.length : rank
}
