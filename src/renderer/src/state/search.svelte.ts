import { SvelteMap } from 'svelte/reactivity'
import type { FoundTask, Params, SearchDetail, SearchSummary } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Toasts } from './toasts.svelte'

/** The host's search: the one that runs, or the last one. */
export class Search {
  summary = $state.raw<SearchSummary | null>(null)
  curve = $state.raw<SearchDetail['curve']>([])
  isLoaded = $state(false)
  private readonly byTask = new SvelteMap<string, FoundTask>()
  /** solved tasks first, then by how many programs fit */
  readonly found = $derived(
    [...this.byTask.values()].sort(
      (a, b) => Number(isSolved(b)) - Number(isSolved(a)) || b.fits - a.fits || (a.taskId < b.taskId ? -1 : 1),
    ),
  )
  readonly isRunning = $derived(this.summary?.state === 'running')

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {
    connection.onOpen(() => void this.refresh())
    connection.on('search.changed', (summary) => {
      if (summary.id !== this.summary?.id) this.forget()
      this.summary = summary
    })
    connection.on('search.found', ({ searchId, found }) => {
      if (searchId === this.summary?.id) for (const one of found) this.byTask.set(one.taskId, one)
    })
    connection.on('search.ended', (detail) => this.take(detail))
  }

  async start(params: Params<'search.start'>): Promise<void> {
    this.toasts.unwrap(await this.connection.call('search.start', params))
  }

  async stop(): Promise<void> {
    this.toasts.unwrap(await this.connection.call('search.stop', {}))
  }

  private async refresh(): Promise<void> {
    const answer = await this.connection.call('search.get', {})
    if (!answer.ok) return void this.toasts.unwrap(answer)
    this.isLoaded = true
    if (answer.value) this.take(answer.value)
    else this.summary = null
  }

  private take(detail: SearchDetail): void {
    this.forget()
    const { found, curve, ...summary } = detail
    this.summary = summary
    this.curve = curve
    for (const one of found) this.byTask.set(one.taskId, one)
  }

  private forget(): void {
    this.byTask.clear()
    this.curve = []
  }
}

export const isSolved = ({ attempts }: FoundTask): boolean => attempts.some(({ isRight }) => isRight)
