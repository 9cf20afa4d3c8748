import { measureTask } from '../../core/task/measureTask'
import type { TaskSummary } from '../../ipc/contract'
import type { StoredTask } from './datasetStore'

/** What the workspace knows of a task beside its file. */
export interface TaskNotes {
  readonly hasProgram: boolean
  readonly hasSeed: boolean
  readonly isKnownBad: boolean
  readonly layoutTags: readonly string[]
}

/** What the gallery needs of a task. */
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
    input: task.train[0]?.input.toRows() ?? [],
    output: task.train[0]?.output.toRows() ?? [],
    hasProgram,
    description,
    tags: [...new Set([...tags, ...layoutTags])],
    hasSeed,
    isKnownBad,
    measures: measureTask(task),
  }
}
