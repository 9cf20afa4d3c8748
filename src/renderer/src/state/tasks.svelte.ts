import type { TaskSummary } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import { distinct, indexById } from './distinct'
import { countChosen, experimentsByTask, filterTasks, indexTasks, NO_FILTER, type TaskFilter } from './taskFilter'
import type { Toasts } from './toasts.svelte'

/** All tasks of the workspace and what the gallery shows of them. */
export class Tasks {
  all = $state.raw<readonly TaskSummary[]>([])
  isLoaded = $state(false)
  /** the dialog that imports tasks is open */
  isImporting = $state(false)
  filter = $state<TaskFilter>({ ...NO_FILTER })
  readonly byId = $derived(indexById(this.all))
  readonly datasets = $derived(distinct(this.all.map((task) => task.dataset)))
  readonly splits = $derived(distinct(this.all.map((task) => task.split)))
  readonly tags = $derived(distinct(this.all.flatMap((task) => task.tags)).sort())
  /** task -> the experiments that counted it as solved */
  solvedBy = $state.raw(experimentsByTask([]))
  /** parts of the filter that ask for something */
  readonly filtersChosen = $derived(countChosen(this.filter))
  private readonly index = $derived(indexTasks(this.all))
  readonly shown = $derived(filterTasks(this.index, $state.snapshot(this.filter), (id) => this.solvedBy.has(id)))

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {
    connection.onOpen(() => {
      void this.refresh()
      void this.refreshSolved()
    })
    connection.on('workspace.changed', ({ what }) => {
      if (what === 'tasks' || what === 'programs') void this.refresh()
      if (what === 'experiments') void this.refreshSolved()
    })
  }

  async refresh(): Promise<void> {
    const tasks = this.toasts.unwrap(await this.connection.call('tasks.list', {}))
    if (!tasks) return
    this.all = tasks
    this.isLoaded = true
    if (!this.datasets.includes(this.filter.dataset)) this.filter.dataset = ''
    if (!this.splits.includes(this.filter.split)) this.filter.split = ''
    if (!this.tags.includes(this.filter.tag)) this.filter.tag = ''
  }

  private async refreshSolved(): Promise<void> {
    const solved = this.toasts.unwrap(await this.connection.call('tasks.solved', {}))
    if (solved) this.solvedBy = experimentsByTask(solved)
  }

  /** Marks a task as known to be bad, or takes the mark back. */
  async mark(taskId: string, isKnownBad: boolean): Promise<void> {
    this.toasts.unwrap(await this.connection.call('tasks.mark', { taskId, isKnownBad }))
  }

  clearFilters(): void {
    this.filter = { ...NO_FILTER }
  }

  toggleColour(colour: number): void {
    const { colours } = this.filter
    this.filter.colours = colours.includes(colour) ? colours.filter((one) => one !== colour) : [...colours, colour]
  }
}
