import type { ExperimentEvent } from '../../core/loop/events'

/**
 * Events on their way out of the experiment process: at most one batch in `everyMs`. Of progress only the newest counts;
 * everything else goes out, in order. A finished iteration and a solved task do not wait.
 */
export class EventOutbox {
  private waiting: ExperimentEvent[] = []
  private timer: NodeJS.Timeout | null = null

  constructor(
    private readonly send: (events: readonly ExperimentEvent[]) => void,
    private readonly everyMs = 100,
  ) {}

  push(event: ExperimentEvent): void {
    if (event.kind === 'progress') this.waiting = this.waiting.filter(({ kind }) => kind !== 'progress')
    this.waiting.push(event)
    if (event.kind === 'iteration' || event.kind === 'solved') this.flush()
    else this.timer ??= setTimeout(() => this.flush(), this.everyMs)
  }

  flush(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.waiting.length > 0) this.send(this.waiting)
    this.waiting = []
  }
}
