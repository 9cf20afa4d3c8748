import type { LongJob } from '../store/longJob'

/** Long work in progress, each under an id by which it is told of and can be cancelled. */
export class LongJobs<Id> {
  private readonly running = new Map<Id, { readonly abort: AbortController; readonly ended: Promise<unknown> }>()

  constructor(private readonly tell: (id: Id, share: number) => void) {}

  get isIdle(): boolean {
    return this.running.size === 0
  }

  async run<T>(id: Id, work: (job: LongJob) => Promise<T>): Promise<T> {
    const abort = new AbortController()
    const ended = work({ signal: abort.signal, onProgress: (share) => this.tell(id, share) })
    const entry = { abort, ended }
    this.running.set(id, entry)
    try {
      return await ended
    } finally {
      if (this.running.get(id) === entry) this.running.delete(id)
    }
  }

  /** Whether there was one to cancel; that it has stopped is told by what `run` gives. */
  cancel(id: Id): boolean {
    const job = this.running.get(id)
    job?.abort.abort()
    return job !== undefined
  }

  cancelAll(): void {
    for (const { abort } of this.running.values()) abort.abort()
  }

  /** Resolves when all that runs now is over, whether it worked or not. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.running.values()].map(({ ended }) => ended))
  }
}
