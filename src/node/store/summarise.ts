import { measureTask, type TaskMeasures } from '../../core/task/measureTask'
import type { Task } from '../../core/task/task'
import type { TaskSummary, Thumbnail } from '../../ipc/contract'
import type { StoredTask } from './datasetStore'

/** What the workspace knows of a task beside its file. */
export interface TaskNotes {
  readonly hasProgram: boolean
  readonly hasSeed: boolean
  readonly isKnownBad: boolean
  readonly layoutTags: readonly string[]
}

/** A task never changes, and the list of ten thousand is made anew whenever a program is saved. */
const measured = new WeakMap<Task, TaskMeasures>()

/** What the gallery needs of a task; its grids are asked for when they come into view. */
export function summarise(stored: StoredTask, notes: TaskNotes): TaskSummary {
  const { hasProgram, hasSeed, isKnownBad, layoutTags } = notes
  const { id, name, dataset, split, task, description, tags } = stored
  return {
    id,
    name,
    dataset,
    split,
    pairs: task.train.length,
    tests: task.test.length,
    hasProgram,
    description,
    tags: [...new Set([...tags, ...layoutTags])],
    hasSeed,
    isKnownBad,
    measures: measuresOf(task),
  }
}

/** The first demonstration of a task. */
export function thumbnailOf({ id, task }: StoredTask): Thumbnail {
  const [first] = task.train
  return { taskId: id, input: first?.input.toRows() ?? [], output: first?.output.toRows() ?? [] }
}

function measuresOf(task: Task): TaskMeasures {
  const known = measured.get(task) ?? measureTask(task)
  measured.set(task, known)
  return known
}
