import { err, type Result } from '../core/util/result'
import type { IterationReport } from '../core/loop/events'
import type { Client, ExperimentState, ExperimentSummary } from '../ipc/contract'
import type { Output } from './output'
import { iterationLine, progressLine, stageLine } from './progressText'

export interface WatchedRun {
  readonly summary: ExperimentSummary
  readonly reports: readonly IterationReport[]
}

const ENDED: readonly ExperimentState[] = ['finished', 'stopped', 'failed', 'paused']

/** Where no terminal is, a stage has a line when it begins and, if it lasts, one so often. */
const LOG_EVERY_MS = 60_000

/**
 * Starts an experiment and shows it until it ends: one live line (or some lines where no terminal is), one line for each
 * finished meta-iteration. Ctrl+C stops it at its next gate, from where it can be resumed.
 */
export async function watchExperiment(client: Client, id: string, output: Output): Promise<Result<WatchedRun>> {
  const ending = new Ending()
  const logged = { stage: '', at: 0 }
  const unsubscribe = [
    client.on('experiment.event', ({ experimentId, event }) => {
      if (experimentId !== id) return
      if (event.kind === 'progress') {
        output.showLive(progressLine(event))
        const [stage, at] = [`${event.iteration} ${event.stage}`, performance.now()]
        if (output.isLive || (stage === logged.stage && at - logged.at < LOG_EVERY_MS)) return
        output.line(stageLine(event))
        Object.assign(logged, { stage, at })
      } else if (event.kind === 'iteration') {
        output.line(iterationLine(event.report, ending.iterations))
      } else if (event.kind === 'log' && event.level === 'warning') {
        output.line(`warning: ${event.message}`)
      }
    }),
    client.on('experiment.changed', (summary) => {
      if (summary.id === id) ending.see(summary)
    }),
  ]
  const stop = (): void => {
    output.line('stopping at the next gate ... (again: end at once)')
    process.once('SIGINT', () => process.exit(1))
    void client.call('experiments.stop', { experimentId: id })
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    const started = await client.call('experiments.start', { experimentId: id })
    if (!started.ok) return started
    ending.hasStarted(started.value)
    const summary = await ending.ended
    const series = await client.call('experiments.series', { experimentId: id })
    if (!series.ok) return series
    return { ok: true, value: { summary, reports: series.value.iterations } }
  } finally {
    output.clearLive()
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    for (const end of unsubscribe) end()
  }
}

/** When a started experiment has come to rest; what it was before it started does not count. */
class Ending {
  iterations = 0
  private isStarted = false
  private settle: (summary: ExperimentSummary) => void = () => undefined
  readonly ended = new Promise<ExperimentSummary>((resolve) => (this.settle = resolve))

  see(summary: ExperimentSummary): void {
    this.iterations = summary.config.metaIterations
    if (summary.state === 'running') this.isStarted = true
    if (this.isStarted && ENDED.includes(summary.state)) this.settle(summary)
  }

  /** The answer to `start`: running, or over already when nothing was left to do. */
  hasStarted(summary: ExperimentSummary): void {
    this.isStarted = true
    this.see(summary)
  }
}

/** Why an ended run is no success; null when it is one. */
export function shortfallOf({ summary }: WatchedRun): ReturnType<typeof err>['error'] | null {
  if (summary.state === 'finished') return null
  if (summary.problem) return summary.problem
  return err('experiment/state', `the experiment is ${summary.state}`, summary.name).error
}
