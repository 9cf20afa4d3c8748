import type { TaskSummary } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import { distinct, indexById } from './distinct'
import type { Toasts } from './toasts.svelte'

export type ProgramFilter = 'any' | 'with' | 'without'

/** All tasks of the workspace and what the gallery shows of them. */
export class Tasks {
  all = $state.raw<readonly TaskSummary[]>([])
  isLoaded = $state(false)
  /** the dialog that imports tasks is open */
  isImporting = $state(false)
  text = $state('')
  dataset = $state('')
  split = $state('')
  program = $state<ProgramFilter>('any')
  readonly byId = $derived(indexById(this.all))
  readonly datasets = $derived(distinct(this.all.map((task) => task.dataset)))
  readonly splits = $derived(distinct(this.all.map((task) => task.split)))
  readonly shown = $derived.by(() => {
    const words = this.text.toLowerCase().split(/\s+/).filter(Boolean)
    return this.all.filter(
      (task) =>
        (this.dataset === '' || task.dataset === this.dataset) &&
        (this.split === '' || task.split === this.split) &&
        (this.program === 'any' || task.hasProgram === (this.program === 'with')) &&
        words.every((word) => searchText(task).includes(word)),
    )
  })

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {
    connection.onOpen(() => void this.refresh())
    connection.on('workspace.changed', ({ what }) => {
      if (what === 'tasks' || what === 'programs') void this.refresh()
    })
  }

  async refresh(): Promise<void> {
    const tasks = this.toasts.unwrap(await this.connection.call('tasks.list', {}))
    if (!tasks) return
    this.all = tasks
    this.isLoaded = true
    if (!this.datasets.includes(this.dataset)) this.dataset = ''
    if (!this.splits.includes(this.split)) this.split = ''
  }

  clearFilters(): void {
    this.text = ''
    this.dataset = ''
    this.split = ''
    this.program = 'any'
  }
}

function searchText(task: TaskSummary): string {
  return `${task.id} ${task.description} ${task.tags.join(' ')}`.toLowerCase()
}
