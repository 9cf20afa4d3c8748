import EvaluationWorker from './evaluate.worker?worker'
import type { SimplifyReply, SimplifyRequest } from './messages'

/** Looks for a shorter program in a worker of its own, so that typing and its evaluation never wait for it. */
export class Simplifier {
  private worker: Worker | null = null

  /** One request at a time; `listener` gets null where the worker failed, and nothing after `cancel`. */
  start(request: SimplifyRequest, listener: (reply: SimplifyReply | null) => void): void {
    this.cancel()
    const worker = new EvaluationWorker()
    this.worker = worker
    const end = (reply: SimplifyReply | null): void => {
      if (this.worker !== worker) return
      this.cancel()
      listener(reply)
    }
    worker.onmessage = (event: MessageEvent<SimplifyReply>) => end(event.data)
    worker.onerror = (event) => {
      console.error('the worker that simplifies failed', event.message)
      end(null)
    }
    worker.postMessage(request)
  }

  cancel(): void {
    this.worker?.terminate()
    this.worker = null
  }
}
