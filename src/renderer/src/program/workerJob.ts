import EvaluationWorker from './evaluate.worker?worker'
import type { JobReplies } from './messages'

/** Long work on programs in a worker of its own, so that typing and its evaluation never wait for it. */
export class WorkerJob<Kind extends keyof JobReplies> {
  private worker: Worker | null = null

  constructor(private readonly kind: Kind) {}

  /** One request at a time; `listener` gets null where the worker failed, and nothing after `cancel`. */
  start(request: JobReplies[Kind]['request'], listener: (reply: JobReplies[Kind]['reply'] | null) => void): void {
    this.cancel()
    const worker = new EvaluationWorker()
    this.worker = worker
    const end = (reply: JobReplies[Kind]['reply'] | null): void => {
      if (this.worker !== worker) return
      this.cancel()
      listener(reply)
    }
    worker.onmessage = (event: MessageEvent<JobReplies[Kind]['reply']>) => end(event.data)
    worker.onerror = (event) => {
      console.error(`the worker that should ${this.kind} failed`, event.message)
      end(null)
    }
    worker.postMessage(request)
  }

  cancel(): void {
    this.worker?.terminate()
    this.worker = null
  }
}
