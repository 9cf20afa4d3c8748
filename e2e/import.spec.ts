import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { EditorPage } from './support/editor'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { ImportDialog, taskJson, writeFiles } from './support/importDialog'
import { expect, test as windowTest } from './support/window'

const ARC = join(import.meta.dirname, '../../shared/arc/arc-agi-1')

const test = windowTest.extend<{ folder: string }>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'codeit-import-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

const FLIP = taskJson(['12', '21'], ['345', '543'], ['67 89', '76 98'])
const RECOLOUR = taskJson(['1', '2'], ['11', '22'], ['111', '222'])

test('ARC by its path: 800 tasks, one opened, an experiment on them', async ({ window, page }) => {
  test.skip(!existsSync(ARC), 'the ARC tasks are not beside the checkout (../shared/arc/arc-agi-1)')
  test.setTimeout(180_000)
  const dialog = new ImportDialog(page)
  const editor = new EditorPage(page)
  const experiment = new ExperimentPage(page)
  const tasks = page.getByRole('region', { name: 'Tasks' })
  await window.open()

  await test.step('import', async () => {
    await dialog.open()
    await dialog.importPath(ARC)
    await dialog.hasImported('800 tasks', 'arc-agi-1')
    await expect(dialog.dialog.getByRole('listitem')).toHaveText([/training\s*400/, /evaluation\s*400/])
    await dialog.showTasks()
    await expect(tasks.getByRole('status')).toHaveText('800 of 923')
    await expect(page.getByText('923 tasks')).toBeVisible()
  })

  await test.step('a task of it opens with the program that every task has at first', async () => {
    await page.getByRole('searchbox', { name: /Search by name/ }).fill('007bbfb7')
    await page.getByRole('link', { name: '007bbfb7, arc-agi-1/training' }).click()
    await editor.isReady()
    await expect.poll(() => editor.text()).toBe('O = I')
    await expect(editor.pairs.getByRole('status')).toHaveText('6 wrong')
    await expect(editor.pair('train 1').getByRole('img', { name: 'train 1, expected, 9 by 9' })).toBeVisible()
  })

  await test.step('an experiment learns from the starter pack and samples for it', async () => {
    await experiment.startForm('Quick start', 'Real ARC')
    await experiment.fill({
      ...SMALL_RUN,
      'Evaluation tasks at most': '8',
      Mutants: '80',
      'Experiences before the first sampling': '64',
    })
    await experiment.setting('Evaluation tasks').selectOption('arc-agi-1/evaluation')
    await experiment.createAndStart.click()
    await experiment.isIn('running')
    await experiment.hasReported(1)
    await expect(page.getByRole('region', { name: 'Solved over time' }).getByText(/^\d+ of 8$/)).toBeVisible()
    await experiment.isIn('finished')
    const summary = await window.ask('experiments.get', { experimentId: experiment.id() })
    expect(summary.lastReport).toMatchObject({ iteration: 4, evaluationTasks: 8, samples: 8 * 12 })
  })
})

test('a folder and a zip chosen in the window', async ({ window, page, folder }) => {
  const dialog = new ImportDialog(page)
  const editor = new EditorPage(page)
  await window.open()
  await writeFiles(join(folder, 'mine'), {
    'training/flip.json': FLIP,
    'training/recolour.json': RECOLOUR,
    'evaluation/other.json': FLIP,
    'readme.txt': 'not a task',
  })
  await dialog.open()
  await dialog.folder.setInputFiles(join(folder, 'mine'))
  await dialog.hasImported('3 tasks', 'mine')
  await expect(dialog.dialog.getByRole('listitem')).toHaveText([/training\s*2/, /evaluation\s*1/])
  await dialog.importMore()

  const zip = zipSync({ 'set/a.json': strToU8(FLIP), 'set/b.json': strToU8(RECOLOUR) })
  await dialog.datasetName.fill('packed')
  await dialog.zip.setInputFiles({ name: 'set.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) })
  await dialog.hasImported('2 tasks', 'packed')
  await dialog.showTasks()
  const cards = page.getByRole('list', { name: 'Tasks' }).getByRole('link')
  await expect(cards).toHaveText([/\sa\s*$/, /\sb\s*$/])

  await page.getByRole('link', { name: 'a, packed/training' }).click()
  await editor.isReady()
  await editor.replace('O = vmirror(I)')
  await expect(editor.pairs.getByRole('status')).toHaveText('3 right')
  await editor.save.click()
  await expect(editor.program.getByText('unsaved')).toBeHidden()
  await page.reload()
  await editor.isReady()
  await expect(editor.pairs.getByRole('status')).toHaveText('3 right')
})

test('what cannot be read is refused with its place and how to mend it, and nothing else is lost', async ({
  window,
  page,
  folder,
}) => {
  const dialog = new ImportDialog(page)
  await window.open()
  const before = await window.ask('tasks.list', {})
  await dialog.open()

  await test.step('a folder with good and bad files: the good ones come in', async () => {
    const wide = '1'.repeat(31)
    await writeFiles(join(folder, 'mixed'), {
      'good.json': FLIP,
      'broken.json': FLIP.slice(0, -5),
      'ragged.json': FLIP.replace('[[3,4,5]]', '[[3,4,5],[3,4]]'),
      'colour.json': FLIP.replace('[[3,4,5]]', '[[3,12,5]]'),
      'large.json': taskJson([Array.from({ length: 31 }, () => wide).join(' '), '1'], ['1', '1']),
      'other.json': '{"name": "package"}',
    })
    await dialog.importPath(join(folder, 'mixed'))
    await dialog.hasImported('1 task', 'mixed')
    await expect(dialog.dialog.getByText('5 files were refused; nothing else is lost by that.')).toBeVisible()
    await expect(dialog.refused.filter({ hasText: 'broken.json' })).toContainText(/not valid JSON.*Save the file again/)
    await expect(dialog.refused.filter({ hasText: 'ragged.json' })).toContainText(
      /train\[1\]\.input row 1.*row 1 has 2 cells, row 0 has 3.*same length/,
    )
    await expect(dialog.refused.filter({ hasText: 'colour.json' })).toContainText(
      /train\[1\]\.input row 0 column 1.*colour 12.*whole numbers 0 to 9/,
    )
    await expect(dialog.refused.filter({ hasText: 'large.json' })).toContainText(/train\[0\]\.input.*31 rows.*1 to 30/)
    await expect(dialog.refused.filter({ hasText: 'other.json' })).toContainText(/'train' is missing.*An ARC task is/)
    await dialog.importMore()
  })

  await test.step('the same through the folder chooser', async () => {
    await dialog.datasetName.fill('sent')
    await dialog.folder.setInputFiles(join(folder, 'mixed'))
    await dialog.hasImported('1 task', 'sent')
    await expect(dialog.refused).toHaveCount(5)
    await dialog.importMore()
    await dialog.datasetName.fill('')
  })

  await test.step('nothing good at all', async () => {
    await mkdir(join(folder, 'empty'))
    await dialog.importPath(join(folder, 'empty'))
    await expect(dialog.problem).toHaveText(/empty: no task found \(Choose a folder or zip/)
    await dialog.importPath(join(folder, 'nowhere'))
    await expect(dialog.problem).toHaveText(/nowhere: no such file or folder \(Check the path/)
    await writeFiles(join(folder, 'bad'), { 'one.json': '[1, 2' })
    await dialog.importPath(join(folder, 'bad'))
    await expect(dialog.problem).toHaveText(/one\.json.*not valid JSON/)
    await writeFiles(join(folder, 'texts'), { 'readme.txt': 'nothing' })
    await dialog.folder.setInputFiles(join(folder, 'texts'))
    await expect(dialog.problem).toHaveText(/no task found/)
  })

  await test.step('archives', async () => {
    const outside = zipSync({ 'good.json': strToU8(FLIP), '../../outside.json': strToU8(FLIP) })
    const buffer = Buffer.from(outside)
    await dialog.zip.setInputFiles({ name: 'outside.zip', mimeType: 'application/zip', buffer })
    await expect(dialog.problem).toHaveText(
      /outside\.zip.*'\.\.\/\.\.\/outside\.json' points outside the archive \(Make the zip again without/,
    )
    await writeFile(join(folder, 'outside.zip'), buffer)
    await dialog.importPath(join(folder, 'outside.zip'))
    await expect(dialog.problem).toHaveText(/'\.\.\/\.\.\/outside\.json' points outside the archive/)
    await dialog.zip.setInputFiles({ name: 'no.zip', mimeType: 'application/zip', buffer: Buffer.from('no zip') })
    await expect(dialog.problem).toHaveText(/no\.zip: not a readable zip.*\(Download or make the zip again/)
  })

  await test.step('what was there is there, and the window lives', async () => {
    await page.keyboard.press('Escape')
    await expect(dialog.dialog).toBeHidden()
    const after = (await window.ask('tasks.list', {})).map(({ id }) => id)
    expect(after).toHaveLength(before.length + 2)
    expect(after).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
    expect(after).toEqual(expect.arrayContaining(['mixed/training/good', 'sent/training/good']))
    await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('status')).toHaveText(String(before.length + 2))
    await page.getByRole('searchbox', { name: /Search by name/ }).fill('mixed')
    await page.getByRole('link', { name: 'good, mixed/training' }).click()
    await new EditorPage(page).isReady()
  })
})

test('seed programs come in through the window: right ones become seeds, the others say why', async ({
  window,
  page,
}, testInfo) => {
  const dialog = new ImportDialog(page)
  const seeds = page.getByRole('dialog', { name: 'Import seed programs' })
  const folder = testInfo.outputPath('seeds')
  await writeFiles(folder, { 'tasks/flip.json': FLIP, 'tasks/turn.json': FLIP })
  await window.open()
  await dialog.open()
  await dialog.importPath(join(folder, 'tasks'))
  await dialog.hasImported('2 tasks', 'tasks')
  await dialog.importMore()
  await page.getByRole('tab', { name: 'Seed programs' }).click()
  const solvers = [
    'def solve_flip(I):\n    O = vmirror(I)\n    return O\n',
    'def solve_turn(I):\n    O = hmirror(I)\n    return O\n',
    'def solve_elsewhere(I):\n    O = rot90(I)\n    return O\n',
  ].join('\n')
  await seeds
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'solvers.py', mimeType: 'text/x-python', buffer: Buffer.from(solvers) })
  await expect(seeds.getByRole('status')).toContainText('1 seed imported')
  const refused = seeds.getByRole('list', { name: 'Refused programs' }).getByRole('listitem')
  await expect(refused).toHaveCount(2)
  await expect(refused.filter({ hasText: 'solvers.py:5' })).toContainText(/right on 0 of/)
  await expect(refused.filter({ hasText: 'solvers.py:9' })).toContainText('elsewhere')
  await seeds.getByRole('button', { name: 'Done' }).click()
  const program = await window.ask('programs.get', { taskId: 'tasks/training/flip' })
  expect(program).toMatchObject({ origin: 'seed', text: 'O = vmirror(I)' })
})
