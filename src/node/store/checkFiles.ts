import type { Problem, Result } from '../../core/util/result'
import { folderName } from '../data/arcLayout'
import { refuse } from '../data/problems'
import type { TaskFile } from '../data/readTaskSource'
import { readTask, type StoredTask } from './datasetStore'
import { splitRank } from './splitRank'

export type ImportProgress = (done: number, total: number) => void

export interface CheckedTask extends StoredTask {
  readonly text: string
  readonly layoutTags: readonly string[]
}

/** The tasks among the files of an import, and what was refused with its reason. */
export async function checkFiles(
  dataset: string,
  files: readonly TaskFile[],
  onProgress: ImportProgress,
): Promise<{ tasks: CheckedTask[]; refused: Problem[] }> {
  const tasks = new Map<string, CheckedTask>()
  const refused: Problem[] = []
  for (const [k, { split, name: given, text, where, tags }] of files.entries()) {
    const name = folderName(given)
    const read =
      name === ''
        ? refuse('zip/unsafe-name', where, { name: given }).error
        : readTask({ dataset, split, name }, text, where)
    if ('code' in read) refused.push(read)
    else if (tasks.has(read.id)) refused.push(refuse('task/duplicate', where, { name }).error)
    else tasks.set(read.id, { ...read, text, layoutTags: tags })
    if (k % 50 === 49) {
      onProgress(k + 1, files.length)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  onProgress(files.length, files.length)
  return { tasks: [...tasks.values()], refused }
}

/** Tasks by split, in the order in which splits are listed. */
export function splitsOf(tasks: readonly CheckedTask[]): Map<string, CheckedTask[]> {
  const splits = new Map<string, CheckedTask[]>()
  for (const { split } of tasks.toSorted((a, b) => splitRank(a.split) - splitRank(b.split))) splits.set(split, [])
  for (const task of tasks) splits.get(task.split)?.push(task)
  return splits
}

export function refuseAll(first: Problem, count: number): Result<never> {
  const message = count === 1 ? first.message : `${first.message}; none of the ${count} files is a task`
  return { ok: false, error: { ...first, message } }
}
