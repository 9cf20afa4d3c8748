import type { Searcher, SearchOrder } from '../../core/loop/ports'
import type { Task } from '../../core/task/task'
import { InternalError } from '../../core/util/internalError'
import { SearchPool, type SearchPoolOptions } from './searchPool'

/** The loop's searcher: enumeration and matching on worker threads, ended by calls and never by the clock, so that it repeats itself. */
export class TaskSearcher implements Searcher {
  private readonly pool: SearchPool

  constructor(private readonly options: SearchPoolOptions) {
    this.pool = new SearchPool(options)
  }

  async search(orders: readonly SearchOrder[], calls: number): Promise<string[][]> {
    const found = new Map<string, string[]>()
    const limits = { seconds: Infinity, evaluations: calls }
    const ordered = orders.map(({ taskId, fragments }) => ({ task: this.taskOf(taskId), fragments }))
    await this.pool.enumerate(
      limits,
      ({ task, fits, near }) => found.set(task.id, [...fits.map(({ program }) => program), ...near]),
      ordered,
    )
    return orders.map(({ taskId }) => found.get(taskId) ?? [])
  }

  match(taskIds: readonly string[], programs: readonly string[]): Promise<number[][]> {
    return this.pool.match(
      programs,
      taskIds.map((taskId) => this.taskOf(taskId)),
    )
  }

  private taskOf(taskId: string): Task {
    const task = this.options.tasks.find(({ id }) => id === taskId)
    if (!task) throw new InternalError(`no task ${taskId} to search programs for`)
    return task
  }

  close(): Promise<void> {
    return this.pool.close()
  }
}
