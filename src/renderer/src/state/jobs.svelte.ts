import { SvelteMap } from 'svelte/reactivity'
import type { Result } from '../../../core/util/result'
import type { Connection } from '../api/connection.svelte'

/** Long work that the host does for this window. */
export class HostJob {
  readonly id = crypto.randomUUID()
  /** how much is done, 0 to 1; null: not told yet */
  share = $state<number | null>(null)
  isCancelling = $state(false)

  constructor(private readonly connection: Connection) {}

  /** The work then soon ends with `job/cancelled`, or with what it had done already. */
  async cancel(): Promise<void> {
    this.isCancelling = true
    await this.connection.call('jobs.cancel', { jobId: this.id })
  }
}

/** This window's long work, which is told how far it is. */
export class Jobs {
  private readonly running = new SvelteMap<string, HostJob>()

  constructor(private readonly connection: Connection) {
    connection.on('job.progress', ({ jobId, share }) => {
      const job = this.running.get(jobId)
      if (job) job.share = share
    })
  }

  /** `ask` sends the command, with the job's id, and gives its answer. */
  async run<T>(ask: (job: HostJob) => Promise<Result<T>>): Promise<Result<T>> {
    const job = new HostJob(this.connection)
    this.running.set(job.id, job)
    try {
      return await ask(job)
    } finally {
      this.running.delete(job.id)
    }
  }
}
