import type { StoredTask } from './datasetStore'
import { splitRank } from './splitRank'

/** Tasks as they are listed: one dataset first, then by dataset, training before evaluation, then by name. */
export function inOrder(tasks: Iterable<StoredTask>, firstDataset: string): StoredTask[] {
  const rank = ({ dataset, split }: StoredTask): string =>
    `${dataset === firstDataset ? 0 : 1}/${dataset}/${splitRank(split)}/${split}`
  const keyed = [...tasks].map((task) => ({ task, key: `${rank(task)}/${task.name}` }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ task }) => task)
}
