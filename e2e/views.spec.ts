import { EditorPage } from './support/editor'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { ImportDialog } from './support/importDialog'
import { look as lookInBothThemes } from './support/look'
import { PolicyPage } from './support/policy'
import { expect, test } from './support/window'

test.setTimeout(300_000)

/** Every view, in both themes, beside an experiment with results: nothing serious for axe; a picture of each is kept. */
test('every view in light and dark', async ({ window, page }, testInfo) => {
  const experiment = new ExperimentPage(page)
  const editor = new EditorPage(page)
  const dialog = new ImportDialog(page)

  const look = (name: string): Promise<void> => lookInBothThemes(page, testInfo, name)

  await window.open()
  await experiment.startForm('Quick start', 'Looked at')
  await experiment.fill({ ...SMALL_RUN, 'Meta-iterations': '2' })
  await look('new-experiment')
  await experiment.createAndStart.click()
  await experiment.isIn('running')
  await look('experiment-running')
  await experiment.isIn('finished')
  await look('experiment-finished')

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Experiments' }).click()
  await look('experiments')

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Replay buffer' }).click()
  const rows = page.getByRole('grid', { name: 'Experiences' }).locator('[role=rowgroup] [role=row]')
  await rows.first().click()
  await expect(page.getByRole('region', { name: 'Experience', exact: true }).locator('pre').first()).toBeVisible()
  await look('replay-buffer')

  const policy = new PolicyPage(page)
  await policy.open()
  await policy.devicesAreTested()
  await look('policy')
  await policy.sample()
  await policy.encoding('Sparse text').click()
  await page.getByRole('button', { name: 'Tokens' }).click()
  await look('policy-sampled')
  await policy.task.click()
  await expect(page.getByRole('option', { name: /starter\/training/ }).first()).toBeAttached()
  await look('policy-tasks')
  await page.keyboard.press('Escape')

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Search' }).click()
  await look('search')
  await page.getByLabel('Mutants').fill('1000')
  await page.getByLabel('Seconds for each task').fill('1')
  await page.getByRole('button', { name: 'Start' }).click()
  await expect(page.getByRole('region', { name: 'Found programs' }).getByText('finished')).toBeVisible({
    timeout: 90_000,
  })
  await look('search-finished')

  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Tasks' }).click()
  await look('tasks')
  await dialog.open()
  await look('import')
  await page.keyboard.press('Escape')

  await window.open('#/tasks/starter/training/moving-down-one')
  await editor.isReady()
  await look('program')
  await editor.replace('x1 = vmirror(I)\nx2 = objects(x1, T, F, T)\nO = hmirror(x2)')
  await expect(editor.verdict).toContainText('line 3')
  await look('program-wrong')

  await page.setViewportSize({ width: 1024, height: 700 })
  await look('program-narrow')
  await window.open('#/experiments')
  await look('experiments-narrow')
  await policy.open()
  await look('policy-narrow')
})

test('a page whose code cannot be loaded says so, and comes with a reload', async ({ window, page }) => {
  const broken = { contentType: 'text/javascript', body: 'throw new Error("of another build")' }
  await page.route('**/SearchRoute-*.js', (route) => route.fulfill(broken))
  await window.open('#/search')
  await expect(page.getByText('This page could not be loaded')).toBeVisible()
  await expect(page.getByText('of another build')).toBeVisible()
  await page.unroute('**/SearchRoute-*.js')
  await page.getByRole('button', { name: 'Reload the window' }).click()
  await expect(page.getByRole('form', { name: 'Search' })).toBeVisible()
})
