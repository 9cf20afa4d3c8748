import { existsSync } from 'node:fs'
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportReport, Params } from '../../ipc/contract'
import type { Result } from '../../core/util/result'
import { idsOf as idsIn, taskText, valueOf, WorkspaceFolder } from './testing/workspaceFolder'
import type { Workspace } from './workspace'

let home: WorkspaceFolder
let base: string
let workspace: Workspace

const open = (): Promise<Workspace> => home.open()
const put: WorkspaceFolder['put'] = (name, files) => home.put(name, files)
const importPath = (path: string, more: Omit<Params<'tasks.import'>, 'source'> = {}): Promise<Result<ImportReport>> =>
  workspace.importTasks({ ...more, source: { path } })
const idsOf = (dataset: string): string[] => idsIn(workspace, dataset)

beforeEach(async () => {
  home = await WorkspaceFolder.make()
  base = home.base
  workspace = await open()
})
afterEach(() => home.remove())

describe('the starter pack', () => {
  it('is there at once, read in place', () => {
    expect(idsOf('starter')).toEqual(['starter/training/turn', 'starter/evaluation/twist'])
    expect(workspace.datasets()).toEqual([
      {
        name: 'starter',
        splits: { training: 1, evaluation: 1 },
        importedFrom: 'comes with the workbench',
        isOwn: false,
        version: expect.stringMatching(/^[0-9a-f]{10}$/),
      },
    ])
    expect(workspace.listTasks().map(({ hasProgram }) => hasProgram)).toEqual([true, false])
    expect(workspace.listTasks().map(({ hasSeed }) => hasSeed)).toEqual([true, false])
    expect(workspace.listTasks()[0]?.measures).toEqual({ side: 2, sizeChange: 'same', colours: [0, 1] })
    expect(workspace.seeds('starter/training')).toEqual([
      { taskId: 'starter/training/turn', program: 'O = vmirror(I)' },
    ])
    expect(workspace.allSeeds()).toEqual(workspace.seeds('starter/training'))
    expect(valueOf(workspace.loadTasks('starter/evaluation')).map(({ id }) => id)).toEqual(['starter/evaluation/twist'])
    expect(existsSync(join(base, 'workspace/datasets/starter'))).toBe(false)
  })

  it('is neither replaced nor removed', async () => {
    const folder = await put('starter', { 'a.json': taskText(1) })
    expect(await importPath(folder)).toMatchObject({ ok: false, error: { code: 'dataset/exists' } })
    expect(await workspace.removeDataset('starter')).toMatchObject({ ok: false, error: { code: 'dataset/built-in' } })
  })
})

describe('import', () => {
  it('takes both splits of a folder and finds them again after reopening', async () => {
    const folder = await put('arc', { 'training/a.json': taskText(3), 'evaluation/b.json': taskText(4), LICENSE: 'x' })
    const changed: string[] = []
    workspace.onChange((what) => changed.push(what))
    const report = valueOf(await importPath(folder))
    expect(report).toMatchObject({ dataset: 'arc', added: { training: 1, evaluation: 1 }, refused: [] })
    expect(changed).toEqual(['tasks'])
    workspace = await open()
    expect(idsOf('arc')).toEqual(['arc/training/a', 'arc/evaluation/b'])
    expect(workspace.datasets()[1]).toMatchObject({ name: 'arc', importedFrom: folder })
    expect(valueOf(workspace.getTask('arc/training/a')).task).toEqual(JSON.parse(taskText(3)))
    expect(workspace.getTask('arc/training/zz')).toMatchObject({ ok: false, error: { code: 'task/unknown' } })
  })

  it('takes a zip and files sent by a window alike', async () => {
    const files = { 'ARC-1/training/a.json': taskText(3), 'ARC-1/evaluation/b.json': taskText(4) }
    const zip = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
    const sent = Object.entries(files).map(([name, text]) => ({ name, bytes: strToU8(text) }))
    await put('.', { 'data.zip': zip })
    const fromPath = valueOf(await importPath(join(base, 'data.zip')))
    const fromWindow = valueOf(await workspace.importTasks({ source: { files: sent } }))
    const zipFromWindow = valueOf(
      await workspace.importTasks({ source: { files: [{ name: 'sent.zip', bytes: zip }] } }),
    )
    expect([fromPath, fromWindow, zipFromWindow].map(({ dataset }) => dataset)).toEqual(['data', 'ARC-1', 'sent'])
    for (const { added } of [fromPath, fromWindow, zipFromWindow]) expect(added).toEqual({ training: 1, evaluation: 1 })
  })

  it('keeps the good files of a folder and tells of the others with their place', async () => {
    const grid = (input: unknown): string =>
      JSON.stringify({ train: [{ input, output: [[1]] }], test: [{ input: [[1]], output: [[1]] }] })
    const folder = await put('mixed', {
      'good.json': taskText(5),
      'broken.json': '{"train": [',
      'ragged.json': grid([[1, 2], [3]]),
      'large.json': grid(Array.from({ length: 31 }, () => [1])),
      'colour.json': grid([[12]]),
      'other.json': '{"name": "package"}',
      'sub/good.json': taskText(6),
    })
    const report = valueOf(await importPath(folder))
    expect(report.added).toEqual({ training: 1 })
    expect(
      Object.fromEntries(report.refused.map(({ code, where }) => [where?.slice(folder.length + 1), code])),
    ).toEqual({
      'broken.json': 'task/json',
      'ragged.json: train[0].input row 1': 'task/ragged',
      'large.json: train[0].input': 'task/size',
      'colour.json: train[0].input row 0 column 0': 'task/colour',
      'other.json: train': 'task/shape',
      'sub/good.json': 'task/duplicate',
    })
    for (const { message, mend } of report.refused) expect([message, mend]).not.toContain(undefined)
    expect(idsOf('mixed')).toEqual(['mixed/training/good'])
  })

  it.each([
    ['an empty folder', { 'empty/readme.txt': '' }, 'empty', 'file/empty'],
    ['a folder without one good task', { 'bad/a.json': '[' }, 'bad', 'task/json'],
    ['a missing folder', {}, 'nowhere', 'file/missing'],
    ['a file that is no zip', { 'x.zip': 'hello' }, 'x.zip', 'zip/broken'],
    [
      'a zip with ../ names',
      { 'x.zip': zipSync({ 'a.json': strToU8(taskText(1)), '../../evil.json': strToU8(taskText(1)) }) },
      'x.zip',
      'zip/unsafe-name',
    ],
  ])('refuses %s and changes nothing', async (_, files, path, code) => {
    await put('.', files as unknown as Record<string, string>)
    const before = workspace.listTasks()
    const result = await importPath(join(base, path))
    expect(result).toMatchObject({
      ok: false,
      error: { code, where: expect.stringContaining(path), mend: expect.anything() },
    })
    expect(workspace.listTasks()).toEqual(before)
    expect(await readdir(join(base, 'workspace/datasets'))).toEqual([])
  })

  it('adds a split to a dataset that exists', async () => {
    await importPath(await put('one/training', { 'a.json': taskText(1) }), { name: 'mine' })
    const report = await importPath(await put('two', { 'b.json': taskText(2) }), { name: 'mine', split: 'evaluation' })
    expect(valueOf(report).added).toEqual({ evaluation: 1 })
    expect(idsOf('mine')).toEqual(['mine/training/a', 'mine/evaluation/b'])
  })

  it('adds to a split, replaces tasks of the same name and removes none, when that is asked for', async () => {
    const first = await put('one/data', { 'a.json': taskText(1), 'b.json': taskText(1) })
    const second = await put('two/data', { 'b.json': taskText(7), 'c.json': taskText(7) })
    await importPath(first)
    expect(await importPath(second)).toMatchObject({ ok: false, error: { code: 'dataset/exists' } })
    expect(idsOf('data')).toHaveLength(2)
    valueOf(await importPath(second, { name: 'data' }))
    expect(idsOf('data')).toEqual(['a', 'b', 'c'].map((name) => `data/training/${name}`))
    expect(workspace.thumbnails(['data/training/b'])[0]?.input).toEqual([[7, 0]])
    valueOf(await importPath(first)) // the same source again
    workspace = await open()
    expect(workspace.thumbnails(['data/training/b'])[0]?.input).toEqual([[1, 0]])
    expect(idsOf('data')).toHaveLength(3)
  })

  it('survives being cut off between its two renames', async () => {
    await importPath(await put('arc', { 'a.json': taskText(1) }))
    const split = join(base, 'workspace/datasets/arc/training')
    await cp(split, join(split, '../.training.new'), { recursive: true })
    await rename(split, join(split, '../.training.old'))
    workspace = await open()
    expect(idsOf('arc')).toEqual(['arc/training/a'])
    expect(await readdir(join(split, '..'))).toEqual(['training'])
  })

  it('keeps programs when their dataset is removed', async () => {
    const folder = await put('arc', { 'a.json': taskText(1) })
    await importPath(folder)
    await workspace.saveProgram('arc/training/a', 'O = I')
    expect(await workspace.removeDataset('arc')).toEqual({ ok: true, value: { removed: 1 } })
    expect(await workspace.removeDataset('arc')).toMatchObject({ ok: false, error: { code: 'dataset/unknown' } })
    expect(idsOf('arc')).toEqual([])
    workspace = await open()
    await importPath(folder)
    expect(valueOf(workspace.getProgram('arc/training/a'))?.text).toBe('O = I')
  })

  const arc = resolve(import.meta.dirname, '../../../../shared/arc/arc-agi-1')
  it.skipIf(!existsSync(arc))('takes all 800 tasks of ARC (skipped where ../shared/arc is absent)', async () => {
    const seen: number[] = []
    const report = valueOf(await workspace.importTasks({ source: { path: arc } }, (done) => seen.push(done)))
    expect(report).toMatchObject({ dataset: 'arc-agi-1', added: { training: 400, evaluation: 400 }, refused: [] })
    expect(seen.at(-1)).toBe(800)
    expect(workspace.listTasks()).toHaveLength(802)
    expect(workspace.listTasks()).toBe(workspace.listTasks())
  })

  const concepts = resolve(arc, '../conceptarc')
  it.skipIf(!existsSync(concepts))('takes ConceptARC with its concepts as tags (skipped where absent)', async () => {
    expect(valueOf(await importPath(concepts)).refused).toEqual([])
    const task = workspace.listTasks().find(({ name }) => name === 'AboveBelow3')
    expect(task?.tags).toEqual(['AboveBelow'])
  })
})

describe('programs', () => {
  const taskId = 'starter/training/turn'

  it('keeps every version, newest first, and the seed last', async () => {
    expect(valueOf(workspace.getProgram(taskId))).toMatchObject({ origin: 'seed', text: 'O = vmirror(I)' })
    for (const text of ['O = I', 'O = hmirror(I)', 'O = hmirror(I)']) await workspace.saveProgram(taskId, text)
    workspace = await open()
    expect(valueOf(workspace.getProgram(taskId))).toMatchObject({ origin: 'user', text: 'O = hmirror(I)' })
    const history = valueOf(await workspace.programHistory(taskId))
    expect(history.map(({ text }) => text)).toEqual(['O = hmirror(I)', 'O = I', 'O = vmirror(I)'])
    expect(Date.parse(history[0]?.savedAt ?? '')).toBeGreaterThan(Date.parse(history[1]?.savedAt ?? ''))
    expect(workspace.seeds('starter/training')[0]?.program).toBe('O = hmirror(I)')
    expect(await workspace.saveProgram('starter/training/../../x', 'O = I')).toMatchObject({ ok: false })
  })

  it('names, removes and brings back versions, over a restart too', async () => {
    await workspace.saveProgram(taskId, 'O = I')
    await workspace.saveProgram(taskId, 'O = rot90(I)', 'search')
    const [found, first] = valueOf(await workspace.programHistory(taskId))
    expect([found?.origin, first?.origin]).toEqual(['search', 'user'])
    const savedAt = found?.savedAt ?? ''
    const change = (kind: 'rename' | 'remove' | 'restore', name = '') =>
      workspace.changeVersion(kind, { taskId, savedAt, name })

    expect(valueOf(await change('rename', 'Quarter turn'))[0]).toMatchObject({ name: 'Quarter turn', origin: 'search' })
    workspace = await open()
    expect(valueOf(workspace.getProgram(taskId))).toMatchObject({ name: 'Quarter turn', origin: 'search' })

    expect(valueOf(await change('remove')).map(({ text }) => text)).toEqual(['O = I', 'O = vmirror(I)'])
    expect(valueOf(workspace.getProgram(taskId))?.text).toBe('O = I')
    workspace = await open()
    expect(valueOf(await change('restore'))[0]).toMatchObject({ text: 'O = rot90(I)', name: 'Quarter turn' })
    expect(valueOf(workspace.getProgram(taskId))?.text).toBe('O = rot90(I)')
  })

  it('gives the seed again when the last own version is removed', async () => {
    const { savedAt } = valueOf(await workspace.saveProgram(taskId, 'O = I'))
    await workspace.changeVersion('remove', { taskId, savedAt })
    expect(valueOf(workspace.getProgram(taskId))).toMatchObject({ origin: 'seed', text: 'O = vmirror(I)' })
  })

  it('refuses versions that are not there, and names that lead elsewhere', async () => {
    await workspace.saveProgram(taskId, 'O = I')
    for (const savedAt of ['', '2020-01-01T00:00:00.000Z', '../../../workspace.json', '../turn/x']) {
      for (const kind of ['rename', 'remove', 'restore'] as const) {
        const refused = await workspace.changeVersion(kind, { taskId, savedAt, name: 'x' })
        expect(refused).toMatchObject({ ok: false, error: { code: 'program/unknown' } })
      }
    }
  })

  it('goes on where the names of the versions cannot be read', async () => {
    await workspace.saveProgram(taskId, 'O = I', 'policy')
    await put(`workspace/programs/${taskId}`, { 'labels.json': '{ "2020' })
    workspace = await open()
    expect(valueOf(workspace.getProgram(taskId))).toMatchObject({ text: 'O = I', origin: 'user', name: '' })
  })

  it('takes seeds that reproduce their task and tells of the others', async () => {
    const solvers =
      'def solve_twist(I):\n    O = vmirror(I)\n    return O\n\ndef solve_turn(I):\n    O = hmirror(I)\n    return O\n\ndef solve_x(I):\n    O = I\n    return O\n'
    await put('.', { 'solvers.py': solvers })
    const report = valueOf(await workspace.importSeeds(join(base, 'solvers.py')))
    expect(report.imported).toBe(1)
    expect(report.refused.map(({ code, where }) => `${where?.split('/').at(-1)} ${code}`)).toEqual([
      'solvers.py:5 seed/wrong',
      'solvers.py:9 seed/no-task',
    ])
    workspace = await open()
    expect(valueOf(workspace.getProgram('starter/evaluation/twist'))).toMatchObject({
      origin: 'seed',
      text: 'O = vmirror(I)',
    })
  })
})

describe('settings and manifest', () => {
  it('keeps settings over a restart and refuses wrong ones', async () => {
    await workspace.setSettings({ theme: 'dark', layout: { left: 200 } })
    await workspace.setSettings({ layout: { right: 100 } })
    expect(await workspace.setSettings({ theme: 'pink' })).toMatchObject({ ok: false, error: { where: 'theme' } })
    workspace = await open()
    expect(workspace.settings).toEqual({
      theme: 'dark',
      palette: 'arc',
      shortcuts: {},
      layout: { left: 200, right: 100 },
    })
  })

  it('puts a broken manifest aside and finds the datasets again', async () => {
    await importPath(await put('arc', { 'a.json': taskText(1) }))
    await writeFile(join(base, 'workspace/workspace.json'), '{"format": 1, "sett')
    workspace = await open()
    expect(workspace.problems).toEqual([expect.objectContaining({ code: 'file/unreadable' })])
    expect(idsOf('arc')).toEqual(['arc/training/a'])
    const aside = (await readdir(join(base, 'workspace'))).filter((name) => name.includes('broken'))
    expect(await readFile(join(base, 'workspace', aside[0] as string), 'utf8')).toBe('{"format": 1, "sett')
  })

  it('tells of a task file that somebody broke in the workspace, and opens', async () => {
    await importPath(await put('arc', { 'a.json': taskText(1), 'b.json': taskText(1) }))
    await writeFile(join(base, 'workspace/datasets/arc/training/a.json'), '[]')
    workspace = await open()
    expect(idsOf('arc')).toEqual(['arc/training/b'])
    expect(workspace.problems).toEqual([expect.objectContaining({ code: 'task/shape' })])
  })
})
