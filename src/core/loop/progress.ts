import type { ExperimentEvent, Stage } from './events'
import type { Clock } from './ports'

/** Units of work of one stage of one meta-iteration, known before the run starts. */
export type Plan = Readonly<Record<Stage, number>>

type Spent = Partial<Record<Stage, { ms: number; units: number }>>

const REPORT_EVERY_MS = 100
/** Share of the bar for what comes before the first lesson, while its cost is unknown. */
const BEFORE_LEARNING = 0.03

/**
 * Turns "so many units of this stage done" into progress events with a fraction of the whole run and an ETA. The cost
 * of a unit is what it has cost on average so far. Learning takes most of the time: the ETA is unknown until its first
 * batches have run, and stages that have not run yet count nothing until they have.
 */
export class Progress {
  /** of each stage; what comes before the first meta-iteration works otherwise, and is kept apart */
  private readonly spent: Record<'before' | 'after', Spent> = { before: {}, after: {} }
  private readonly startedAt: number
  private unitsDone = 0
  private stage: Stage = 'mutate'
  private iteration = 0
  private total = 1
  private stageStartedAt = 0
  private lastReportAt = -Infinity
  private fraction = 0

  constructor(
    /** plan of iteration 0, 1, 2 ... */
    private readonly plans: readonly Plan[],
    private readonly clock: Clock,
    private readonly emit: (event: ExperimentEvent) => void | Promise<void>,
  ) {
    this.startedAt = clock.now()
  }

  /** A run that goes on after a checkpoint does not count the iterations before it. `total`: where the plan did not know. */
  begin(stage: Stage, iteration: number, note = '', total = this.plans[iteration]?.[stage] ?? 1): void {
    this.stage = stage
    this.iteration = iteration
    this.total = total
    this.stageStartedAt = this.clock.now()
    this.unitsDone = 0
    this.report(0, note, true)
  }

  advance(units: number, note = ''): void {
    this.unitsDone = units
    this.report(units, note, false)
  }

  end(): void {
    const { total } = this
    const entry = (this.spentIn(this.iteration)[this.stage] ??= { ms: 0, units: 0 })
    entry.ms += this.clock.now() - this.stageStartedAt
    entry.units += total
    this.unitsDone = total
  }

  get elapsedMs(): number {
    return this.clock.now() - this.startedAt
  }

  private report(done: number, note: string, force: boolean): void {
    const now = this.clock.now()
    if (!force && now - this.lastReportAt < REPORT_EVERY_MS) return
    this.lastReportAt = now
    const { total } = this
    const remaining = this.remainingMs(now)
    const elapsed = now - this.startedAt
    const estimate =
      remaining === null
        ? (BEFORE_LEARNING * done) / Math.max(1, total)
        : elapsed === 0
          ? 0
          : elapsed / (elapsed + remaining)
    this.fraction = Math.max(this.fraction, estimate) // a better estimate never takes back what was shown
    void this.emit({
      kind: 'progress',
      stage: this.stage,
      iteration: this.iteration,
      iterations: this.plans.length - 1,
      done: Math.min(done, total),
      total,
      fraction: this.fraction,
      etaMs: remaining,
      note,
    })
  }

  /** Planned units still to do, each at its average cost; null while the cost of learning is unknown. */
  private remainingMs(now: number): number | null {
    if (this.costOf('learn', 1, now) === null) return null
    let ms = 0
    for (let i = this.iteration; i < this.plans.length; i++) {
      for (const stage of STAGES) {
        let units = this.plans[i]?.[stage] ?? 0
        if (i === this.iteration) {
          if (STAGES.indexOf(stage) < STAGES.indexOf(this.stage)) continue
          if (stage === this.stage) units = this.total - this.unitsDone
        }
        if (units <= 0) continue
        ms += units * (this.costOf(stage, i, now) ?? 0)
      }
    }
    return ms
  }

  private costOf(stage: Stage, iteration: number, now: number): number | null {
    const spent = this.spentIn(iteration)
    const entry = spent[stage]
    let ms = entry?.ms ?? 0
    let units = entry?.units ?? 0
    if (stage === this.stage && spent === this.spentIn(this.iteration) && this.unitsDone > 0) {
      ms += now - this.stageStartedAt
      units += this.unitsDone
    }
    return units > 0 ? ms / units : null
  }

  private spentIn(iteration: number): Spent {
    return iteration === 0 ? this.spent.before : this.spent.after
  }
}

const STAGES: readonly Stage[] = ['mutate', 'learn', 'sample', 'execute', 'relabel', 'score', 'search', 'checkpoint']
