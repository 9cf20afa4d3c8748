/** How someone who waits for long work follows it and gives it up. */
export interface LongJob {
  /** aborted: the work stops, removes what it has half done and rejects */
  readonly signal: AbortSignal
  /** told again and again how much is done, 0 to 1 */
  readonly onProgress: (share: number) => void
}
