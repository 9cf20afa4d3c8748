import type { ExperimentEvent, IterationReport, SolvedTask } from '../../../core/loop/events'
import type { ExperimentSeries } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Experiments } from './experiments.svelte'
import type { Toasts } from './toasts.svelte'

const DRAW_EVERY_MS = 250

/**
 * Everything that the page of one experiment draws. Filled from `experiments.series`, then kept up by events; fetched
 * again after a reload or a lost connection, so nothing depends on having watched from the start.
 */
export class ExperimentRun {
  isLoaded = $state(false)
  lossSteps = $state.raw<readonly number[]>([])
  lossValues = $state.raw<readonly number[]>([])
  iterations = $state.raw<readonly IterationReport[]>([])
  /** newest first */
  solved = $state.raw<readonly SolvedTask[]>([])
  /** newest warnings of the run */
  log = $state.raw<readonly { level: 'info' | 'warning'; message: string }[]>([])
  private pending: ExperimentEvent[] = []
  private timer: ReturnType<typeof setTimeout> | undefined
  /** batches came while nobody could see them */
  private hasMissed = false
  private isFetching = false
  private readonly stopListening: () => void

  constructor(
    readonly experimentId: string,
    private readonly connection: Connection,
    experiments: Experiments,
    private readonly toasts: Toasts,
  ) {
    this.stopListening = experiments.listen(experimentId, (event) => this.take(event))
    document.addEventListener('visibilitychange', this.catchUp)
  }

  async fetch(): Promise<void> {
    this.isFetching = true
    const result = await this.connection.call('experiments.series', { experimentId: this.experimentId })
    this.isFetching = false
    const series = this.toasts.unwrap(result)
    if (series) this.reset(series)
    this.isLoaded = true
    this.flush()
  }

  dispose(): void {
    this.stopListening()
    clearTimeout(this.timer)
    document.removeEventListener('visibilitychange', this.catchUp)
  }

  private reset(series: ExperimentSeries): void {
    this.lossSteps = series.loss.step
    this.lossValues = series.loss.value
    this.iterations = series.iterations
    this.solved = [...series.solved].reverse()
  }

  /**
   * Events come hundreds a second while training; they are drawn together, some times a second. Of what comes while the
   * window is hidden only batches are many; they are left out and fetched when it is seen again.
   */
  private take(event: ExperimentEvent): void {
    if (event.kind === 'progress') return
    if (event.kind === 'loss' && document.hidden) {
      this.hasMissed = true
      return
    }
    this.pending.push(event)
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      if (!this.isFetching) this.flush()
    }, DRAW_EVERY_MS)
  }

  private readonly catchUp = (): void => {
    if (document.hidden || !this.hasMissed) return
    this.hasMissed = false
    void this.fetch()
  }

  private flush(): void {
    const events = this.pending
    this.pending = []
    const steps: number[] = []
    const values: number[] = []
    let lastStep = this.lossSteps.at(-1) ?? -1
    for (const event of events) {
      if (event.kind === 'loss' && event.step > lastStep) {
        steps.push(event.step)
        values.push(event.value)
        lastStep = event.step
      } else if (event.kind === 'iteration') {
        const { report } = event
        this.iterations = [...this.iterations.filter((one) => one.iteration < report.iteration), report]
      } else if (event.kind === 'solved') {
        this.addSolved(event.solved)
      } else if (event.kind === 'log') {
        this.log = [{ level: event.level, message: event.message }, ...this.log].slice(0, 20)
      }
    }
    if (steps.length > 0) {
      this.lossSteps = [...this.lossSteps, ...steps]
      this.lossValues = [...this.lossValues, ...values]
    }
  }

  private addSolved(solved: SolvedTask): void {
    const isKnown = this.solved.some((one) => one.taskId === solved.taskId && one.program === solved.program)
    if (!isKnown) this.solved = [solved, ...this.solved]
  }
}
