import { describe, expect, it } from 'vitest'
import { chooseSplit, folderName, isSafeEntryName, placeFile } from './arcLayout'

describe('placeFile', () => {
  it.each([
    ['training/a.json', 'arc', undefined, { split: 'training', name: 'a', tags: [] }],
    ['data/Evaluation/a.json', 'ARC', 'training', { split: 'evaluation', name: 'a', tags: [] }],
    ['a.json', 'evaluation', undefined, { split: 'evaluation', name: 'a', tags: [] }],
    ['a.json', 'mine', undefined, { split: 'training', name: 'a', tags: [] }],
    ['a.JSON', 'mine', 'evaluation', { split: 'evaluation', name: 'a', tags: [] }],
    ['corpus/Above/a1.json', 'conceptarc', undefined, { split: 'training', name: 'a1', tags: ['Above'] }],
    ['Above/a1.json', 'corpus', undefined, { split: 'training', name: 'a1', tags: ['Above'] }],
    ['corpus/a1.json', 'conceptarc', undefined, { split: 'training', name: 'a1', tags: [] }],
    ['LICENSE', 'arc', undefined, null],
    ['__MACOSX/training/._a.json', 'arc', undefined, null],
    ['.git/x.json', 'arc', undefined, null],
  ])('%s in %s, split %s', (path, root, split, placement) => {
    expect(placeFile(path, root, split)).toEqual(placement)
  })
})

describe('chooseSplit', () => {
  const both = ['training', 'evaluation'].map((split) => ({ split, name: split, tags: [] }))
  it('takes all without a wish, only the split asked for of both, and renames where there is another one only', () => {
    expect(chooseSplit(both, undefined)).toHaveLength(2)
    expect(chooseSplit(both, 'evaluation')).toEqual([both[1]])
    expect(chooseSplit(both.slice(0, 1), 'evaluation')).toEqual([{ split: 'evaluation', name: 'training', tags: [] }])
  })
})

it.each([
  ['My tasks (v2)', 'My-tasks-v2'],
  ['../../etc', 'etc'],
  ['..', ''],
  ['Größe', 'Größe'],
])('folderName(%j) is %j', (name, folder) => {
  expect(folderName(name)).toBe(folder)
})

it.each([
  ['a/b.json', true],
  ['a..b/c.json', true],
  ['../a.json', false],
  ['a/../../b.json', false],
  ['a\\..\\b.json', false],
  ['/a.json', false],
  ['C:\\a.json', false],
])('isSafeEntryName(%j) is %s', (name, isSafe) => {
  expect(isSafeEntryName(name)).toBe(isSafe)
})
