import type { Searcher, SearchOrder } from '../../core/loop/ports'
import { InternalError } from '../../core/util/internalError'
import { SearchPool, type SearchPoolOptions } from './searchPool'

/** The loop's searcher: enumeration on worker threads, ended by calls and never by the clock, so that it repeats itself. */
export class TaskSearcher implements Searcher {
  private readonly pool: SearchPool

  constructor(private readonly options: SearchPoolOptions) {
    this.pool = new SearchPool(options)
  }

  async search(orders: readonly SearchOrder[], calls: number): Promise<string[][]> {
    const found = new Map<string, string[]>()
    const limits = { seconds: Infinity, evaluations: calls }
    const ordered = orders.map(({ taskId, fragments }) => {
      const task = this.options.tasks.find(({ id }) => id === taskId)
      if (!task) throw new InternalError(`no task ${taskId} to search programs for`)
      return { task, fragments }
    })
    await this.pool.enumerate(
      limits,
      ({ task, fits, near }) => found.set(task.id, [...fits.map(({ program }) => program), ...near]),
      ordered,
    )
    return orders.map(({ taskId }) => found.get(taskId) ?? [])
  }

  close(): Promise<void> {
    return this.pool.close()
  }
}
