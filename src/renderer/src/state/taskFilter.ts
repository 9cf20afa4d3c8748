import type { SizeChange } from '../../../core/task/measureTask'
import type { SolvedBy, TaskSummary } from '../../../ipc/contract'

/** Longest sides that can be chosen, both ends included. */
export const SIDES = [
  { id: '1-5', from: 1, to: 5 },
  { id: '6-10', from: 6, to: 10 },
  { id: '11-15', from: 11, to: 15 },
  { id: '16-20', from: 16, to: 20 },
  { id: '21-30', from: 21, to: 30 },
] as const

/** What the gallery shows; empty texts and lists, and 'any', ask for nothing. */
export interface TaskFilter {
  /** words that id, description and tags must hold, in any order */
  text: string
  dataset: string
  split: string
  program: 'any' | 'with' | 'without'
  /** by a seed, by an experiment, or by neither */
  solved: 'any' | 'seed' | 'experiment' | 'no'
  side: 'any' | (typeof SIDES)[number]['id']
  sizeChange: 'any' | SizeChange
  /** every one of them occurs */
  colours: number[]
  tag: string
  mark: 'any' | 'bad' | 'good'
}

export const NO_FILTER: Readonly<TaskFilter> = {
  text: '',
  dataset: '',
  split: '',
  program: 'any',
  solved: 'any',
  side: 'any',
  sizeChange: 'any',
  colours: [],
  tag: '',
  mark: 'any',
}

/** A task with what a filter reads made ready, so that typing does no work twice. */
export interface IndexedTask {
  readonly task: TaskSummary
  readonly words: string
  /** bit k: colour k occurs */
  readonly colours: number
}

export function indexTasks(tasks: readonly TaskSummary[]): IndexedTask[] {
  return tasks.map((task) => ({
    task,
    words: `${task.id} ${task.description} ${task.tags.join(' ')}`.toLowerCase(),
    colours: bitsOf(task.measures.colours),
  }))
}

/** The tasks that fit, in their order. */
export function filterTasks(
  index: readonly IndexedTask[],
  filter: Readonly<TaskFilter>,
  isSolvedByExperiment: (taskId: string) => boolean,
): TaskSummary[] {
  const { dataset, split, program, solved, sizeChange, tag, mark } = filter
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const colours = bitsOf(filter.colours)
  const side = SIDES.find(({ id }) => id === filter.side)
  const fits = ({ task, words: text, colours: own }: IndexedTask): boolean =>
    (dataset === '' || task.dataset === dataset) &&
    (split === '' || task.split === split) &&
    (program === 'any' || task.hasProgram === (program === 'with')) &&
    (mark === 'any' || task.isKnownBad === (mark === 'bad')) &&
    (sizeChange === 'any' || task.measures.sizeChange === sizeChange) &&
    (own & colours) === colours &&
    (!side || (task.measures.side >= side.from && task.measures.side <= side.to)) &&
    (tag === '' || task.tags.includes(tag)) &&
    words.every((word) => text.includes(word)) &&
    isAsSolved(task)
  function isAsSolved({ id, hasSeed }: TaskSummary): boolean {
    if (solved === 'any') return true
    if (solved === 'seed') return hasSeed
    return solved === 'experiment' ? isSolvedByExperiment(id) : !hasSeed && !isSolvedByExperiment(id)
  }
  return index.filter(fits).map(({ task }) => task)
}

/** For each task the experiments that counted it as solved. */
export function experimentsByTask(solved: readonly SolvedBy[]): ReadonlyMap<string, readonly string[]> {
  const byTask = new Map<string, string[]>()
  for (const { experimentId, taskIds } of solved) {
    for (const taskId of taskIds) byTask.set(taskId, [...(byTask.get(taskId) ?? []), experimentId])
  }
  return byTask
}

/** How many parts of a filter ask for something. */
export function countChosen(filter: Readonly<TaskFilter>): number {
  const { colours, ...others } = filter
  const chosen = Object.values(others).filter((value) => value !== '' && value !== 'any').length
  return chosen + (colours.length > 0 ? 1 : 0)
}

const bitsOf = (colours: readonly number[]): number => colours.reduce((bits, colour) => bits | (1 << colour), 0)
