import type { ExecuteRequest, Execution, Executor } from '../../core/loop/ports'
import type { Task } from '../../core/task/task'
import { InternalError } from '../../core/util/internalError'
import { EvalSlot } from './evalSlot'

export interface EvalPoolOptions {
  /** the built evalWorker.entry */
  readonly entry: URL
  readonly execArgv?: readonly string[]
  readonly workers: number
  /** every task that programs will run on; sent to each worker once */
  readonly tasks: readonly Task[]
  readonly stepBudget: number
  readonly sizeBudget: number
  readonly wallLimitMs?: number
  readonly memoryLimitMiB?: number
}

/** Small enough that all workers end together, large enough that messages cost nothing beside the work. */
const CHUNK = 50

interface Job {
  readonly requests: readonly ExecuteRequest[]
  /** place of the first request in the answer */
  readonly at: number
  readonly batch: Batch
}

interface Batch {
  readonly executions: Execution[]
  missing: number
  readonly resolve: (executions: Execution[]) => void
  readonly reject: (error: Error) => void
}

/**
 * Executes programs on worker threads, in the order asked for and with the same results at any number of them: the
 * budgets count steps and cells. A program that gets past its budgets and hangs its worker or exhausts its memory ends
 * as `run/time` or `run/size`, the worker is replaced, and the rest of its chunk runs again.
 */
export class EvalPool implements Executor {
  private readonly idle: EvalSlot[]
  private readonly slots: readonly EvalSlot[]
  private readonly waiting: Job[] = []
  private readonly tasks: ReadonlyMap<string, Task>
  private isClosed = false

  constructor(options: EvalPoolOptions) {
    const { entry, execArgv = [], workers, tasks, stepBudget, sizeBudget } = options
    const { wallLimitMs = 10_000, memoryLimitMiB = 512 } = options
    const data = { tasks, stepBudget, sizeBudget }
    this.slots = Array.from(
      { length: Math.max(1, workers) },
      () => new EvalSlot({ entry, execArgv, data, wallLimitMs, memoryLimitMiB }),
    )
    this.idle = [...this.slots]
    this.tasks = new Map(tasks.map((task) => [task.id, task]))
  }

  execute(requests: readonly ExecuteRequest[]): Promise<Execution[]> {
    if (this.isClosed) return Promise.reject(new InternalError('the interpreter pool is closed'))
    if (requests.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      const batch: Batch = {
        executions: new Array<Execution>(requests.length),
        missing: requests.length,
        resolve,
        reject,
      }
      // only what a worker reads: the loop's requests may carry more
      const plain = requests.map(({ taskId, program, variation }) => ({
        taskId,
        program,
        ...(variation ? { variation } : {}),
      }))
      for (let at = 0; at < plain.length; at += CHUNK) {
        this.waiting.push({ requests: plain.slice(at, at + CHUNK), at, batch })
      }
      this.feed()
    })
  }

  async close(): Promise<void> {
    this.isClosed = true
    for (const { batch } of this.waiting.splice(0)) batch.reject(new InternalError('the interpreter pool was closed'))
    await Promise.all(this.slots.map((slot) => slot.close()))
  }

  private feed(): void {
    while (this.idle.length > 0 && this.waiting.length > 0) {
      const slot = this.idle.pop() as EvalSlot
      const job = this.waiting.shift() as Job
      void this.run(slot, job)
    }
  }

  private async run(slot: EvalSlot, job: Job): Promise<void> {
    const { requests, at, batch } = job
    const outcome = await slot.run(requests)
    this.idle.push(slot)
    if (outcome.kind === 'bug') {
      for (let k = this.waiting.length - 1; k >= 0; k--) if (this.waiting[k]?.batch === batch) this.waiting.splice(k, 1)
      batch.reject(new InternalError(outcome.message))
    } else if (outcome.kind === 'culprit') {
      const { index, failure } = outcome
      const culprit = requests[index] as ExecuteRequest
      this.place(batch, at + index, [this.failed(culprit, failure)])
      const rest = [
        { requests: requests.slice(0, index), at, batch },
        { requests: requests.slice(index + 1), at: at + index + 1, batch },
      ]
      this.waiting.unshift(...rest.filter((part) => part.requests.length > 0))
    } else {
      this.place(batch, at, outcome.executions)
    }
    this.feed()
  }

  private place(batch: Batch, at: number, executions: readonly Execution[]): void {
    executions.forEach((execution, k) => (batch.executions[at + k] = execution))
    batch.missing -= executions.length
    if (batch.missing === 0) batch.resolve(batch.executions)
  }

  private failed({ taskId, program }: ExecuteRequest, failure: string): Execution {
    const task = this.tasks.get(taskId)
    return {
      taskId,
      program,
      lines: program.split('\n').filter((line) => line.trim() !== '').length,
      parsed: true,
      executed: false,
      demoOutputs: (task?.train ?? []).map(() => null),
      demosRight: 0,
      testRight: (task?.test ?? []).map(() => false),
      failure,
    }
  }
}
