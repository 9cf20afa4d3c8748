import type { AppState } from './app.svelte'
import { links } from './router.svelte'

export interface GuideStep {
  readonly id: 'open' | 'break' | 'run' | 'replay' | 'import'
  readonly title: string
  readonly text: string
  readonly action: string
  readonly go: (app: AppState) => void
}

const FIRST_TASK = 'starter/training/moving-down-one'

/** The first five minutes. */
export const GUIDE_STEPS: readonly GuideStep[] = [
  {
    id: 'open',
    title: 'Open a task',
    text: 'Its grids, its program and, beside every line of it, the value that the line gives.',
    action: 'Open one',
    go: ({ router }) => router.go(links.task(FIRST_TASK)),
  },
  {
    id: 'break',
    title: 'Break its program',
    text: 'Change a word of a line: the pairs that fail show which cells are wrong. Ctrl+Z takes it back.',
    action: 'To the program',
    go: ({ router }) => router.go(links.task(FIRST_TASK)),
  },
  {
    id: 'run',
    title: 'Run an experiment',
    text: 'Quick start needs some three minutes on two cores: watch what is solved, when, and by which program.',
    action: 'Choose it',
    go: ({ router }) => router.go(links.newExperiment),
  },
  {
    id: 'replay',
    title: 'Look into its replay buffer',
    text: 'Every program with the grids it really produced. Sort by priority and open one.',
    action: 'Open it',
    go: ({ router, experiments }) => router.go(links.replay(experiments.list.find((one) => one.lastReport)?.id)),
  },
  {
    id: 'import',
    title: 'Bring ARC in',
    text: 'A folder or zip of ARC tasks is there in a second or two, next to the starter pack.',
    action: 'Import',
    go: (app) => app.openImport(),
  },
]

interface GuideMemory {
  readonly isOpen: boolean
  readonly done: readonly string[]
}

const MEMORY = 'guide'
const AT_FIRST: GuideMemory = { isOpen: true, done: [] }

/** Which of the first steps are done, remembered with the layout; steps are ticked by doing them. */
export class Guide {
  private changed = $state.raw<GuideMemory | null>(null)
  private readonly memory = $derived.by(
    () => this.changed ?? memoryIn(this.app.workspace.info?.settings.layout[MEMORY]),
  )
  readonly isOpen = $derived.by(() => this.app.workspace.info !== null && this.memory.isOpen)
  readonly done = $derived.by(() => this.memory.done)
  readonly next = $derived(GUIDE_STEPS.find((step) => !this.done.includes(step.id)) ?? null)

  constructor(private readonly app: AppState) {}

  /** Shows it, from the beginning if all was done. */
  open(): void {
    this.remember({ isOpen: true, done: this.next ? this.done : [] })
  }

  close(): void {
    this.remember({ ...this.memory, isOpen: false })
  }

  tick(id: GuideStep['id']): void {
    if (this.isOpen && !this.done.includes(id)) this.remember({ ...this.memory, done: [...this.done, id] })
  }

  private remember(memory: GuideMemory): void {
    this.changed = memory
    this.app.workspace.rememberLayout(MEMORY, memory)
  }
}

function memoryIn(value: unknown): GuideMemory {
  if (typeof value !== 'object' || value === null || !('isOpen' in value) || !('done' in value)) return AT_FIRST
  const { isOpen, done } = value
  if (typeof isOpen !== 'boolean' || !Array.isArray(done)) return AT_FIRST
  return { isOpen, done: done.filter((one) => typeof one === 'string') }
}
