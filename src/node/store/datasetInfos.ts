import { createHash } from 'node:crypto'
import type { DatasetInfo } from '../../ipc/contract'
import type { StoredTask } from './datasetStore'

const VERSION_LENGTH = 10

/** One entry for each dataset, in the order in which its tasks come. */
export function datasetInfos(
  tasks: readonly StoredTask[],
  noteOf: (dataset: string) => Pick<DatasetInfo, 'importedFrom' | 'isOwn'>,
): DatasetInfo[] {
  const byDataset = new Map<string, StoredTask[]>()
  for (const task of tasks) {
    const list = byDataset.get(task.dataset)
    if (list) list.push(task)
    else byDataset.set(task.dataset, [task])
  }
  return [...byDataset].map(([name, list]) => {
    const splits: Record<string, number> = {}
    for (const { split } of list) splits[split] = (splits[split] ?? 0) + 1
    return { name, splits, ...noteOf(name), version: datasetVersion(list) }
  })
}

/**
 * Names the content of a dataset: equal for equal tasks wherever they came from and however their files are written,
 * another when a task is added or a cell differs.
 */
export function datasetVersion(tasks: readonly StoredTask[]): string {
  const hash = createHash('sha256')
  const keyed = tasks.map(({ split, name, task }) => ({ key: `${split}/${name}`, task }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  for (const { key, task } of keyed) {
    hash.update(`${key}\n${task.train.length} ${task.test.length}\n`)
    for (const { input, output } of [...task.train, ...task.test]) {
      for (const { rows, cols, cells } of [input, output]) hash.update(`${rows} ${cols}\n`).update(cells)
    }
  }
  return hash.digest('hex').slice(0, VERSION_LENGTH)
}
