/** Figures of speed and time: the only ones of a report that two runs of one seed may differ in. */
const TIMES = ['learnTokensPerSecond', 'sampleTokensPerSecond', 'executionsPerSecond', 'elapsedMs']

/** A report of a meta-iteration without what depends on the clock. */
export function stable(report: object | null): object | null {
  return report && Object.fromEntries(Object.entries(report).filter(([name]) => !TIMES.includes(name)))
}
