import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Params } from '../../ipc/contract'
import { idsOf as idsIn, taskText, valueOf, WorkspaceFolder } from './testing/workspaceFolder'
import type { Workspace } from './workspace'

let folder: WorkspaceFolder
let workspace: Workspace

const idsOf = (dataset: string): string[] => idsIn(workspace, dataset)
const inputOf = (taskId: string): number[][] | undefined => workspace.thumbnails([taskId])[0]?.input

beforeEach(async () => {
  folder = await WorkspaceFolder.make()
  workspace = await folder.open()
})
afterEach(() => folder.remove())

describe("tasks of the user's own", () => {
  const draft = (name: string, colour = 1): Params<'tasks.save'> => ({
    dataset: 'mine',
    split: 'training',
    name,
    task: JSON.parse(taskText(colour)) as unknown,
    description: 'Turn it.',
    tags: ['turns'],
    isNew: true,
  })

  it('are saved into a dataset that begins with the first, and are there after reopening', async () => {
    valueOf(await workspace.saveTask(draft('a')))
    valueOf(await workspace.saveTask({ ...draft('b', 2), split: 'evaluation' }))
    workspace = await folder.open()
    expect(idsOf('mine')).toEqual(['mine/training/a', 'mine/evaluation/b'])
    expect(workspace.datasets()[1]).toMatchObject({ name: 'mine', isOwn: true, importedFrom: 'made here' })
    const kept = valueOf(workspace.getTask('mine/training/a'))
    expect(kept).toMatchObject({ description: 'Turn it.', tags: ['turns'], task: JSON.parse(taskText(1)) as unknown })
  })

  it('are replaced only when that is asked for', async () => {
    valueOf(await workspace.saveTask(draft('a')))
    expect(await workspace.saveTask(draft('a', 5))).toMatchObject({ ok: false, error: { code: 'task/exists' } })
    valueOf(await workspace.saveTask({ ...draft('a', 5), isNew: false }))
    expect(inputOf('mine/training/a')).toEqual([[5, 0]])
    expect(await workspace.saveTask({ ...draft('z'), isNew: false })).toMatchObject({
      ok: false,
      error: { code: 'task/unknown' },
    })
    workspace = await folder.open()
    expect(inputOf('mine/training/a')).toEqual([[5, 0]])
  })

  it.each([
    [
      'a ragged grid',
      { task: { train: [{ input: [[1], [1, 2]], output: [[1]] }], test: [] } },
      'task.train[0].input row 1',
    ],
    ['no test pair', { task: { train: [{ input: [[1]], output: [[1]] }], test: [] } }, 'task.test'],
    ['no task at all', { task: 7 }, 'task'],
    ['a name that leads elsewhere', { name: '../../a' }, 'name'],
    ['a dataset that leads elsewhere', { dataset: '..' }, 'dataset'],
    ['the starter pack', { dataset: 'starter' }, 'dataset'],
  ])('are refused with the path of what is wrong: %s', async (_, changes, where) => {
    const before = workspace.listTasks()
    const answer = await workspace.saveTask({ ...draft('a'), ...changes })
    expect(answer).toMatchObject({ ok: false, error: { where, mend: expect.any(String) } })
    expect(workspace.listTasks()).toEqual(before)
    expect(await readdir(join(folder.base, 'workspace/datasets'))).toEqual([])
  })

  it('leave imported datasets as they came', async () => {
    const path = await folder.put('arc', { 'a.json': taskText(1) })
    await workspace.importTasks({ source: { path } })
    for (const answer of [
      await workspace.saveTask({ ...draft('a'), dataset: 'arc', isNew: false }),
      await workspace.saveTask({ ...draft('new'), dataset: 'arc' }),
      await workspace.removeTask('arc/training/a'),
    ]) {
      expect(answer).toMatchObject({ ok: false, error: { code: 'dataset/imported', where: 'dataset' } })
    }
    expect(await readdir(join(folder.base, 'workspace/datasets/arc/training'))).toEqual(['a.json'])
  })

  it('are removed one by one; their programs stay', async () => {
    for (const name of ['a', 'b']) valueOf(await workspace.saveTask(draft(name)))
    await workspace.saveProgram('mine/training/a', 'O = vmirror(I)')
    valueOf(await workspace.removeTask('mine/training/a'))
    expect(await workspace.removeTask('mine/training/a')).toMatchObject({ ok: false, error: { code: 'task/unknown' } })
    expect(await workspace.removeTask('starter/training/turn')).toMatchObject({
      ok: false,
      error: { code: 'dataset/built-in' },
    })
    workspace = await folder.open()
    expect(idsOf('mine')).toEqual(['mine/training/b'])
    valueOf(await workspace.saveTask(draft('a')))
    expect(valueOf(workspace.getProgram('mine/training/a'))?.text).toBe('O = vmirror(I)')
  })

  it('stay editable beside tasks that are imported into their dataset', async () => {
    valueOf(await workspace.saveTask(draft('a')))
    const path = await folder.put('more', { 'b.json': taskText(2) })
    await workspace.importTasks({ name: 'mine', source: { path } })
    expect(idsOf('mine')).toEqual(['mine/training/a', 'mine/training/b'])
    valueOf(await workspace.saveTask({ ...draft('b', 7), isNew: false }))
    expect(inputOf('mine/training/b')).toEqual([[7, 0]])
  })
})

describe('known-bad tasks', () => {
  it('are marked until the mark is taken back, over a restart and an import', async () => {
    const path = await folder.put('arc', { 'a.json': taskText(1), 'b.json': taskText(2) })
    await workspace.importTasks({ source: { path } })
    const marked = (): string[] =>
      workspace
        .listTasks()
        .filter(({ isKnownBad }) => isKnownBad)
        .map(({ id }) => id)
    expect(valueOf(await workspace.markTask('arc/training/b', true))).toMatchObject({ isKnownBad: true })
    expect(marked()).toEqual(['arc/training/b'])
    workspace = await folder.open()
    expect(marked()).toEqual(['arc/training/b'])
    await workspace.removeDataset('arc')
    await workspace.importTasks({ source: { path } })
    expect(marked()).toEqual(['arc/training/b'])
    await workspace.markTask('arc/training/b', false)
    workspace = await folder.open()
    expect(marked()).toEqual([])
    expect(await workspace.markTask('arc/training/c', true)).toMatchObject({
      ok: false,
      error: { code: 'task/unknown' },
    })
  })
})

it('gives first demonstrations of the tasks that are there; the list carries none', () => {
  expect(
    workspace.thumbnails(['starter/evaluation/twist', 'starter/evaluation/gone', 'starter/training/turn']),
  ).toEqual([
    { taskId: 'starter/evaluation/twist', input: [[2, 0]], output: [[0, 2]] },
    { taskId: 'starter/training/turn', input: [[1, 0]], output: [[0, 1]] },
  ])
  expect(JSON.stringify(workspace.listTasks())).not.toContain('[[')
})

describe('tasks that experiments solved', () => {
  it('are remembered once each, and forgotten with their experiment', async () => {
    for (const name of ['b', 'a', 'b']) await workspace.solved.note('run-1', `arc/evaluation/${name}`)
    await workspace.solved.note('run-2', 'arc/evaluation/a')
    workspace = await folder.open()
    expect(workspace.solved.list()).toEqual([
      { experimentId: 'run-1', taskIds: ['arc/evaluation/b', 'arc/evaluation/a'] },
      { experimentId: 'run-2', taskIds: ['arc/evaluation/a'] },
    ])
    await workspace.removeExperiment('run-1')
    expect(workspace.solved.list().map(({ experimentId }) => experimentId)).toEqual(['run-2'])
  })
})
