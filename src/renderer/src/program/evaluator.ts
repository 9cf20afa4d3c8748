import EvaluationWorker from './evaluate.worker?worker'
import type { EvaluationReply, EvaluationRequest } from './messages'

/** A run still going after this is given up for a newer request ... */
const PATIENCE_MS = 150
/** ... and after this in any case: the worker's own budget should have stopped it long before. */
const LIMIT_MS = 30_000

/**
 * Runs programs in a worker, one request at a time. A newer request replaces the one before: a waiting one is dropped, a
 * running one may finish within a short patience, else its worker is ended. The window never waits for a program.
 */
export class Evaluator {
  private worker: Worker | null = null
  private running: { request: EvaluationRequest; startedAt: number } | null = null
  private waiting: EvaluationRequest | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private nextId = 1

  constructor(
    private readonly listener: (reply: EvaluationReply) => void,
    private readonly onGivenUp: () => void,
  ) {}

  evaluate(request: Omit<EvaluationRequest, 'id'>): void {
    this.waiting = { ...request, id: this.nextId++ }
    if (!this.running) {
      this.startNext()
      return
    }
    const ranMs = performance.now() - this.running.startedAt
    this.giveUpAfter(Math.max(0, PATIENCE_MS - ranMs))
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.worker?.terminate()
    this.worker = null
    this.running = null
    this.waiting = null
  }

  private startNext(): void {
    clearTimeout(this.timer)
    const request = this.waiting
    this.waiting = null
    this.running = request && { request, startedAt: performance.now() }
    if (!request) return
    this.worker ??= this.makeWorker()
    this.worker.postMessage(request)
    this.giveUpAfter(LIMIT_MS)
  }

  private giveUpAfter(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.worker?.terminate()
      this.worker = null
      if (!this.waiting) this.onGivenUp()
      this.startNext()
    }, ms)
  }

  private take(reply: EvaluationReply): void {
    if (reply.id !== this.running?.request.id) return
    if (!this.waiting) this.listener(reply) // a newer text is on its way: do not draw the old one's result
    if (reply.kind === 'done') this.startNext()
  }

  private makeWorker(): Worker {
    const worker = new EvaluationWorker()
    worker.onmessage = (event: MessageEvent<readonly EvaluationReply[]>) =>
      event.data.forEach((part) => this.take(part))
    worker.onerror = (event) => {
      console.error('the evaluation worker failed', event.message)
      worker.terminate()
      this.worker = null
      if (!this.waiting) this.onGivenUp()
      this.startNext()
    }
    return worker
  }
}
