import { Grid } from '../../grid/grid'
import type { Pair, Task } from '../task'

/** What is edited of a task: all but its id. */
export type TaskPairs = Omit<Task, 'id'>

export type PairList = 'train' | 'test'
export type PairSide = 'input' | 'output'

/** A pair's place. */
export interface PairPlace {
  readonly list: PairList
  readonly index: number
}

const EMPTY_SIDE = 3
const emptyGrid = (): Grid => new Grid(EMPTY_SIDE, EMPTY_SIDE, new Int8Array(EMPTY_SIDE * EMPTY_SIDE))
const emptyPair = (): Pair => ({ input: emptyGrid(), output: emptyGrid() })

/** A task to begin with: two demonstrations and a test, all black. */
export function emptyTask(): TaskPairs {
  return { train: [emptyPair(), emptyPair()], test: [emptyPair()] }
}

/** Edits of a task: each gives a new one, or the same where nothing changes. A list never loses its last pair. */
export function setGrid(task: TaskPairs, { list, index }: PairPlace, side: PairSide, grid: Grid): TaskPairs {
  const pair = task[list][index]
  if (!pair || pair[side] === grid) return task
  return withList(task, list, task[list].with(index, { ...pair, [side]: grid }))
}

/** A black pair at the end of a list. */
export function addPair(task: TaskPairs, list: PairList): TaskPairs {
  return withList(task, list, [...task[list], emptyPair()])
}

/** A copy behind its original. */
export function duplicatePair(task: TaskPairs, { list, index }: PairPlace): TaskPairs {
  const pair = task[list][index]
  return pair ? withList(task, list, task[list].toSpliced(index + 1, 0, pair)) : task
}

export function removePair(task: TaskPairs, { list, index }: PairPlace): TaskPairs {
  if (task[list].length < 2 || !task[list][index]) return task
  return withList(task, list, task[list].toSpliced(index, 1))
}

/** To another place in its list; places outside of it change nothing. */
export function movePair(task: TaskPairs, { list, index }: PairPlace, to: number): TaskPairs {
  const pair = task[list][index]
  if (!pair || !task[list][to] || to === index) return task
  return withList(task, list, task[list].toSpliced(index, 1).toSpliced(to, 0, pair))
}

function withList(task: TaskPairs, list: PairList, pairs: readonly Pair[]): TaskPairs {
  return { ...task, [list]: pairs }
}
