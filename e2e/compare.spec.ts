import { readFile } from 'node:fs/promises'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { look } from './support/look'
import { expect, test } from './support/window'

test.setTimeout(180_000)

const TINY = { ...SMALL_RUN, 'Evaluation tasks at most': '20', 'Meta-iterations': '2', Mutants: '300' }

test('two seeds and a clone with another setting, one after the other, then beside each other', async ({
  window,
  page,
}, testInfo) => {
  const experiment = new ExperimentPage(page)
  const list = page.getByRole('region', { name: 'Experiments' })
  const compare = page.getByRole('region', { name: 'Compare runs' })
  const rowOf = (name: string) => list.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
  await window.open()

  await test.step('runs that differ in their seed wait for each other', async () => {
    await experiment.startForm('Quick start', 'Plain')
    await experiment.fill({ ...TINY, Runs: '0' })
    await expect(page.getByRole('alert')).toHaveText('A whole number from 1 to 20.')
    await expect(experiment.createAndStart).toBeDisabled()
    await experiment.fill({ Runs: '2' })
    await experiment.createAndStart.click()
    await expect(rowOf('Plain, seed 17')).toContainText('running')
    await expect(rowOf('Plain, seed 18')).toContainText('queued')
  })

  await test.step('a clone begins with the settings of the other', async () => {
    await list.getByRole('link', { name: 'Plain, seed 17' }).click()
    await page.getByRole('link', { name: 'Clone' }).click()
    await expect(experiment.setting('Mutants')).toHaveValue('300')
    await expect(page.getByText('12 changed from the preset')).toBeVisible()
    await experiment.setting('Priority').selectOption('uniform')
    await page.getByLabel('Name', { exact: true }).fill('Uniform')
    await experiment.createAndStart.click()
    await experiment.isIn('queued')
    await page.getByRole('button', { name: 'Leave the queue' }).click()
    await experiment.isIn('not started')
    await experiment.button('Start').click()
    await experiment.isIn('finished', 120_000)
  })

  await test.step('they are compared', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Experiments' }).click()
    await expect(list.getByRole('button', { name: 'Compare', exact: true })).toBeDisabled()
    for (const box of await list.getByRole('checkbox').all()) await box.check()
    await list.getByRole('button', { name: 'Compare 3' }).click()
    await expect(compare).toContainText('3 runs, 2 with different settings')
    const results = compare.getByRole('table', { name: 'Results and settings' })
    await expect(results.getByRole('row', { name: /^runs \(seeds\)/ })).toContainText('2 (18, 17)')
    await expect(results.getByRole('row', { name: /^Priority/ })).toContainText('uniform')
    await expect(results.getByRole('row', { name: /^from everything so far/ })).toContainText('±')
    await expect(compare.getByRole('img')).toHaveAccessibleName(/^Mean and deviation over runs, at iteration 2: /)
    await compare.getByRole('checkbox', { name: 'also tasks that every run solves' }).check()
    await expect(compare.getByRole('table', { name: 'Tasks solved' })).toContainText('2 of 2')
    await look(page, testInfo, 'compare')
  })

  await test.step('and kept as a file', async () => {
    const download = page.waitForEvent('download')
    await compare.getByRole('button', { name: 'Save as CSV' }).click()
    const text = await readFile(await (await download).path(), 'utf8')
    expect(text.split('\n')[0]).toMatch(/^group,run,seed,iteration,seeds,mutation,policy,/)
    expect(text.trimEnd().split('\n')).toHaveLength(1 + 3 * 2)
  })
})
