import { expect, it } from 'vitest'
import type { StoredTask } from './datasetStore'
import { readTask } from './datasetStore'
import { datasetInfos, datasetVersion } from './datasetInfos'

function stored(dataset: string, split: string, name: string, colour: number, spacing = 0): StoredTask {
  const pair = { input: [[colour, 0]], output: [[0, colour]] }
  const text = JSON.stringify({ train: [pair, pair], test: [pair] }, null, spacing)
  const read = readTask({ dataset, split, name }, text, name)
  if ('code' in read) throw new Error(read.message)
  return read
}

const two = [stored('a', 'training', 'x', 1), stored('a', 'evaluation', 'y', 2)]

it('counts the tasks of every split, dataset by dataset', () => {
  const infos = datasetInfos([...two, stored('b', 'training', 'x', 1)], (dataset) => ({
    importedFrom: `from ${dataset}`,
    isOwn: false,
  }))
  expect(infos.map(({ name, splits, importedFrom }) => ({ name, splits, importedFrom }))).toEqual([
    { name: 'a', splits: { training: 1, evaluation: 1 }, importedFrom: 'from a' },
    { name: 'b', splits: { training: 1 }, importedFrom: 'from b' },
  ])
})

it('gives equal tasks one version, whatever their order, their dataset and the spaces of their files', () => {
  const again = [stored('other', 'evaluation', 'y', 2, 2), stored('other', 'training', 'x', 1, 1)]
  expect(datasetVersion(again)).toBe(datasetVersion(two))
})

it.each([
  ['a cell', [stored('a', 'training', 'x', 1), stored('a', 'evaluation', 'y', 3)]],
  ['a name', [stored('a', 'training', 'x', 1), stored('a', 'evaluation', 'z', 2)]],
  ['a split', [stored('a', 'training', 'x', 1), stored('a', 'training', 'y', 2)]],
  ['a task more', [...two, stored('a', 'training', 'z', 1)]],
  ['a task less', two.slice(1)],
])('gives another version where %s differs', (_, tasks) => {
  expect(datasetVersion(tasks)).not.toBe(datasetVersion(two))
})
