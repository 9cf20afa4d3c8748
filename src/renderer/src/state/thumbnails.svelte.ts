import type { Thumbnail } from '../../../ipc/contract'
import { THUMBNAILS_AT_MOST } from '../../../ipc/transport'
import type { Connection } from '../api/connection.svelte'
import { distinct } from './distinct'
import { RecentlyUsed } from './recentlyUsed'
import type { Toasts } from './toasts.svelte'

const KEPT = 1000

interface Kept {
  /** null: there is no such task */
  readonly thumbnail: Thumbnail | null
  /** changes of tasks that were known when it was asked for */
  readonly age: number
}

/** First demonstrations of tasks, asked for when they come into view; those looked at last are kept. */
export class Thumbnails {
  /** grows whenever some have come or may be wrong: what was drawn from them is drawn again */
  private revision = $state(0)
  private readonly kept = new RecentlyUsed<Kept>(KEPT)
  /** needed and not asked for yet, the newest last */
  private missing: string[] = []
  private isAsking = false
  private age = 0

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {
    const forget = (): void => {
      this.age++
      this.revision++
    }
    connection.onOpen(forget)
    connection.on('workspace.changed', ({ what }) => {
      if (what === 'tasks') forget()
    })
  }

  /** Null until it is here; whoever draws from it is told. One that may have changed is given until its successor is here. */
  get(taskId: string): Thumbnail | null {
    void this.revision
    const found = this.kept.get(taskId)
    if (found?.age !== this.age) this.need(taskId)
    return found?.thumbnail ?? null
  }

  /** All that is needed within one turn is asked for together. */
  private need(taskId: string): void {
    this.missing.push(taskId)
    if (this.isAsking) return
    this.isAsking = true
    queueMicrotask(() => void this.ask())
  }

  /** One question at a time, for what was needed last: what scrolled by meanwhile is needed no more. */
  private async ask(): Promise<void> {
    const { age } = this
    const taskIds = distinct(this.missing).slice(-THUMBNAILS_AT_MOST)
    this.missing = []
    const result = await this.connection.call('tasks.thumbnails', { taskIds })
    this.isAsking = false
    if (!result.ok && result.error.code === 'connection/lost') return // the next connection asks again
    const thumbnails = this.toasts.unwrap(result)
    if (!thumbnails) return
    for (const taskId of taskIds) {
      const thumbnail = thumbnails.find((one) => one.taskId === taskId) ?? null
      this.kept.set(taskId, { thumbnail, age })
    }
    this.revision++
  }
}
