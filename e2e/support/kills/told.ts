import type { ExperimentEvent, IterationReport } from '../../../src/core/loop/events'
import type { ExperimentSeries, ReplayRow } from '../../../src/ipc/contract'
import { stable } from './stable'

interface Entry {
  readonly iteration: number
  readonly value: string
  /** the start of the run after which it was told last */
  run: number
}

/** Whatever the host has said of a run: experiences, solved tasks, reports and losses, by events and in answers. */
export class Told {
  readonly entries = new Map<string, Entry>()
  /** what was told twice, and differently: a run that is resumed may not take another course */
  readonly contradictions: string[] = []
  private run = 0
  private resumedFrom = -1

  /** The run is taken up from this checkpoint: what came after it is done again. */
  startRun(checkpoint: number | null): void {
    this.run++
    this.resumedFrom = checkpoint ?? -1
  }

  takeEvent(event: ExperimentEvent): void {
    if (event.kind === 'iteration') this.takeReport(event.report)
    else if (event.kind === 'solved') this.takeSolved(event.solved)
    else if (event.kind === 'loss') this.take(`loss ${event.step}`, event.iteration, event.value)
  }

  takeSeries({ iterations, solved, loss }: ExperimentSeries): void {
    for (const report of iterations) this.takeReport(report)
    for (const task of solved) this.takeSolved(task)
    loss.step.forEach((step, k) => this.take(`loss ${step}`, Infinity, loss.value[k]))
  }

  takeRows(rows: readonly ReplayRow[]): void {
    // how often it was drawn changes as the run goes on
    for (const { drawn: _, ...row } of rows) this.take(`experience ${row.id}`, row.iteration, row)
  }

  /** Of what was told, and counts before the next start: all of this start, and all up to the checkpoint. */
  missingIn(there: Told): string[] {
    return this.missing(there, ({ run, iteration }) => run === this.run || iteration <= this.resumedFrom)
  }

  /** Of everything ever told. */
  everMissingIn(there: Told): string[] {
    return this.missing(there, () => true)
  }

  count(kind: 'experience' | 'solved' | 'report' | 'loss'): number {
    return [...this.entries.keys()].filter((key) => key.startsWith(`${kind} `)).length
  }

  /** id of the experience that came last */
  get newestExperience(): number {
    return Math.max(0, ...[...this.entries.keys()].map((key) => Number(/^experience (\d+)$/.exec(key)?.[1] ?? 0)))
  }

  private missing(there: Told, counts: (entry: Entry) => boolean): string[] {
    return [...this.entries].flatMap(([key, entry]) =>
      counts(entry) && there.entries.get(key)?.value !== entry.value ? [key] : [],
    )
  }

  private takeReport(report: IterationReport): void {
    this.take(`report ${report.iteration}`, report.iteration, stable(report))
  }

  private takeSolved(task: ExperimentSeries['solved'][number]): void {
    this.take(`solved ${task.taskId} in ${task.lines}`, task.iteration, task)
  }

  private take(key: string, iteration: number, told: unknown): void {
    const value = JSON.stringify(told)
    const before = this.entries.get(key)
    if (before && before.value !== value) this.contradictions.push(`${key}: first ${before.value}, then ${value}`)
    const earliest = Math.min(before?.iteration ?? Infinity, iteration) // a series of losses does not say it
    this.entries.set(key, { iteration: earliest, value, run: this.run })
  }
}
