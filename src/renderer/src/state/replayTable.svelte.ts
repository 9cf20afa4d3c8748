import { SvelteMap } from 'svelte/reactivity'
import type {
  ReplayAction,
  ReplayColumn,
  ReplayDetail,
  ReplayFilter,
  ReplayHistogram,
  ReplayRow,
} from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Toasts } from './toasts.svelte'

const CHUNK = 100
const KEPT_CHUNKS = 60
const BINS = 24

/** Rows of the replay buffer as they scroll by: asked for in chunks, sorted and filtered by the host. */
export class ReplayTable {
  total = $state<number | null>(null)
  filter = $state.raw<ReplayFilter>({})
  sort = $state.raw<{ column: ReplayColumn; descending: boolean }>({ column: 'priority', descending: true })
  selectedIndex = $state<number | null>(null)
  detail = $state.raw<ReplayDetail | null>(null)
  /** of the rows that fit; asked for while it is shown */
  histogram = $state.raw<ReplayHistogram | null>(null)
  private isHistogramShown = false
  private inSight = { from: 0, to: 0 }
  private readonly chunks = new SvelteMap<number, readonly ReplayRow[]>()
  /** chunks on their way or here; plain data, nothing is drawn from it */
  private asked: Record<number, true> = {}
  /** counts changes of filter and sort; answers to an older question are dropped */
  question = $state(0)

  constructor(
    readonly experimentId: string,
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {}

  row(index: number): ReplayRow | undefined {
    return this.chunks.get(Math.floor(index / CHUNK))?.[index % CHUNK]
  }

  /** Makes sure that these rows are there or on their way. */
  need(from: number, to: number): void {
    this.inSight = { from, to }
    for (let chunk = Math.floor(from / CHUNK); chunk <= Math.floor(Math.max(from, to - 1) / CHUNK); chunk++) {
      if (!this.chunks.has(chunk) && !this.asked[chunk]) void this.fetch(chunk)
    }
  }

  sortBy(column: ReplayColumn): void {
    const isSame = this.sort.column === column
    const startsDown = !['program', 'taskId', 'source'].includes(column)
    this.sort = { column, descending: isSame ? !this.sort.descending : startsDown }
    this.ask()
  }

  setFilter(changes: ReplayFilter): void {
    const next = { ...this.filter, ...changes }
    this.filter = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''))
    this.ask()
  }

  clearFilter(): void {
    this.filter = {}
    this.ask()
  }

  /** Forgets the rows and asks anew. */
  ask(): void {
    this.question++
    this.chunks.clear()
    this.asked = {}
    this.selectedIndex = null
    void this.fetch(0)
    void this.fetchHistogram()
  }

  showHistogram(isShown: boolean): void {
    this.isHistogramShown = isShown
    void this.fetchHistogram()
  }

  /** Rows may have come or changed: those in sight are replaced when their successors are there, so nothing blinks. */
  async refresh(): Promise<void> {
    const { from, to } = this.inSight
    this.asked = {}
    void this.fetchHistogram()
    const first = Math.floor(from / CHUNK)
    const last = Math.floor(Math.max(from, to - 1) / CHUNK)
    for (const chunk of [...this.chunks.keys()]) if (chunk < first || chunk > last) this.chunks.delete(chunk)
    for (let chunk = first; chunk <= last; chunk++) await this.fetch(chunk)
  }

  async select(index: number): Promise<void> {
    this.selectedIndex = index
    if (!this.row(index)) await this.fetch(Math.floor(index / CHUNK))
    const row = this.row(index)
    if (!row) return
    const params = { experimentId: this.experimentId, id: row.id }
    const detail = this.toasts.unwrap(await this.connection.call('replay.experience', params))
    if (detail && this.selectedIndex === index) this.detail = detail // else another row was chosen meanwhile
  }

  /** Pins, excludes or deletes one experience, or takes that back. */
  async edit(action: ReplayAction, id: number): Promise<void> {
    const params = { experimentId: this.experimentId, action, ids: [id] }
    if (!this.toasts.unwrap(await this.connection.call('replay.edit', params))) return
    if (action === 'delete') {
      if (this.detail?.id === id) this.detail = null
      this.toasts.info(`Experience #${id} is deleted.`, { label: 'Undo', run: () => void this.edit('restore', id) })
    }
    await this.refresh()
    const index = this.selectedIndex
    if (index !== null && this.total) await this.select(Math.min(index, this.total - 1))
  }

  private async fetchHistogram(): Promise<void> {
    if (!this.isHistogramShown) return
    const { question, filter } = this
    const result = await this.connection.call('replay.histogram', {
      experimentId: this.experimentId,
      // the chart's own choice is shown in it, not applied to it
      filter: { ...filter, minPriority: undefined, maxPriority: undefined },
      bins: BINS,
    })
    if (question === this.question) this.histogram = this.toasts.unwrap(result) ?? this.histogram
  }

  private async fetch(chunk: number): Promise<void> {
    this.asked[chunk] = true
    const question = this.question
    const result = await this.connection.call('replay.page', {
      experimentId: this.experimentId,
      filter: this.filter,
      sort: this.sort,
      offset: chunk * CHUNK,
      limit: CHUNK,
    })
    if (question !== this.question) return
    const page = this.toasts.unwrap(result)
    if (!page) {
      delete this.asked[chunk]
      return
    }
    this.total = page.total
    this.chunks.set(chunk, page.rows)
    const [oldest] = this.chunks.keys()
    if (this.chunks.size > KEPT_CHUNKS && oldest !== undefined) {
      this.chunks.delete(oldest)
      delete this.asked[oldest]
    }
  }
}
