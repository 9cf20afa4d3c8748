import type { ExperimentEvent, IterationReport, Stage } from '../core/loop/events'

type ProgressEvent = Extract<ExperimentEvent, { kind: 'progress' }>

const BAR_WIDTH = 20
const STAGE_TEXT: Readonly<Record<Stage, string>> = {
  mutate: 'mutating seeds',
  learn: 'learning',
  sample: 'sampling',
  execute: 'executing',
  relabel: 'relabelling',
  score: 'scoring',
  search: 'searching',
  checkpoint: 'saving a checkpoint',
}

/** `[########............]  41%  iteration 3 of 6  sampling 120/480  ETA 1 min 20 s` */
export function progressLine({ stage, iteration, iterations, done, total, fraction, etaMs }: ProgressEvent): string {
  const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH)
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`
  const where = iteration === 0 ? 'before the first iteration' : `iteration ${iteration} of ${iterations}`
  const eta = etaMs === null ? '' : `  ETA ${durationText(etaMs)}`
  const count = total > 1 ? ` ${done}/${total}` : ''
  return `${bar} ${String(Math.floor(fraction * 100)).padStart(3)}%  ${where}  ${STAGE_TEXT[stage]}${count}${eta}`
}

/** The same for a log file. */
export function stageLine({ stage, iteration, iterations, done, total, fraction, etaMs }: ProgressEvent): string {
  const where = iteration === 0 ? 'before the first iteration' : `iteration ${iteration} of ${iterations}`
  const eta = etaMs === null ? '' : `, ETA ${durationText(etaMs)}`
  const count = done > 0 && total > 1 ? ` ${done}/${total}` : ''
  return `  ${where}: ${STAGE_TEXT[stage]}${count} (${Math.floor(fraction * 100)}%${eta})`
}

export function iterationLine(report: IterationReport, iterations: number): string {
  const { iteration, loss, shares, solved, evaluationTasks, added, elapsedMs } = report
  return [
    `iteration ${iteration} of ${iterations}: solved ${solved.total} of ${evaluationTasks} (policy ${solved.policy})`,
    `loss ${loss.toFixed(3)}`,
    `samples parse ${percent(shares.parsed)}, execute ${percent(shares.executed)}, valid ${percent(shares.valid)}, solve ${percent(shares.solved)}`,
    `${added} new experiences`,
    `after ${durationText(elapsedMs)}`,
  ].join('; ')
}

export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  if (h > 0) return `${h} h ${min} min`
  return min > 0 ? `${min} min ${s} s` : `${s} s`
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** Columns padded to their widest cell: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => (row[k] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
