/** What a pair is called: train 1, train 2, test 1. */
export function pairName(index: number, trainCount: number): string {
  return index < trainCount ? `train ${index + 1}` : `test ${index - trainCount + 1}`
}
