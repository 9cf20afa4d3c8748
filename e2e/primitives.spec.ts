import { join } from 'node:path'
import { EditorPage } from './support/editor'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { look } from './support/look'
import { PrimitivesPage } from './support/primitives'
import { expect, test } from './support/window'

test.setTimeout(300_000)

test('primitives: in the seeds, then in what an experiment found, down to the programs', async ({
  window,
  page,
}, testInfo) => {
  const primitives = new PrimitivesPage(page)
  const experiment = new ExperimentPage(page)
  const editor = new EditorPage(page)

  await test.step('without an experiment: the programs of the workspace', async () => {
    await window.open('#/primitives')
    await expect(primitives.rows).toHaveCount(160)
    await expect(page).toHaveURL(/#\/primitives\/workspace$/)
    const { programs } = await window.ask('analysis.primitives', { experimentId: null })
    expect(programs).toHaveLength(1)
    await expect(primitives.overview).toContainText('Most frequent pairs')
    await look(page, testInfo, 'primitives-workspace')
  })

  await test.step('search, family, sort, and a primitive with its examples', async () => {
    await primitives.search.fill('mirror piece')
    await expect(primitives.row('hmirror')).toBeVisible()
    await expect(primitives.row('add')).toBeHidden()
    await primitives.search.fill('nothing is called this')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect(primitives.rows).toHaveCount(160)
    await primitives.pane.getByRole('combobox', { name: 'Family' }).selectOption('logic')
    await expect(primitives.rows).toHaveCount(7)
    await primitives.pane.getByRole('button', { name: 'Clear' }).click()
    await primitives.sortBy('Seeds')
    const counts = await Promise.all(
      [0, 1, 2].map((k) => primitives.rows.nth(k).getByRole('cell').nth(2).textContent()),
    )
    expect(counts.map(Number)).toEqual(counts.map(Number).toSorted((a, b) => b - a))
    await primitives.row('shift').getByRole('link').click()
    await expect(page).toHaveURL(/#\/primitives\/workspace\/shift$/)
    const detail = primitives.detail('shift')
    await expect(detail).toContainText('shift(patch: Patch, directions: IntegerTuple) -> Patch')
    await expect(detail.getByRole('img', { name: /^result: / }).first()).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await expect(page).not.toHaveURL(/\/shift$/)
  })

  await test.step('a task whose program needs it opens with that program', async () => {
    await window.open('#/primitives/workspace/hmirror')
    const first = primitives
      .detail('hmirror')
      .getByRole('list', { name: 'Tasks that need it' })
      .getByRole('link')
      .first()
    await first.click()
    await editor.isReady()
    expect(await editor.text()).toContain('hmirror')
  })

  await test.step('of an experiment: counts are those of its database', async () => {
    await experiment.startForm('Quick start', 'Counted')
    await experiment.fill({ ...SMALL_RUN, 'Evaluation tasks at most': '20', 'Meta-iterations': '3', Mutants: '300' })
    await experiment.create.click()
    await experiment.isIn('not started')
    await page.getByRole('link', { name: 'Primitives', exact: true }).last().click()
    await expect(primitives.overview).toContainText('Nothing to count yet')
    await page.getByRole('link', { name: 'Go to the experiment' }).click()
    await experiment.button('Start').click()
    await experiment.isIn('finished', 120_000)
    await expect(
      page.getByText(/^\d+ of \d+ solved tasks? \([\d.]+ %\) got a shorter program later; mean \d/),
    ).toBeVisible()
    await primitives.open()
    await expect(primitives.programsOf.locator('option:checked')).toHaveText('Counted')
    await expect(primitives.overview).toContainText('in found programs')
    const experimentId = (await window.ask('experiments.list', {}))[0]?.id ?? ''
    const counted = await window.ask('analysis.primitives', { experimentId })
    const most = counted.uses
      .filter(({ source }) => source === 'mutation')
      .toSorted((a, b) => b.programs - a.programs)[0]
    expect(await primitives.count(most?.primitive ?? '', 'Mutants')).toBe(most?.programs)
    await expect(primitives.row(most?.primitive ?? '').getByRole('img')).toHaveAccessibleName(/policy|iterations/)
  })

  await test.step('down to the programs in the replay buffer', async () => {
    const experimentId = (await window.ask('experiments.list', {}))[0]?.id ?? ''
    const { uses } = await window.ask('analysis.primitives', { experimentId })
    const [use] = uses.filter(({ source }) => source === 'policy').toSorted((a, b) => b.programs - a.programs)
    const name = use?.primitive ?? ''
    const count = uses.reduce(
      (sum, one) => sum + (one.primitive === name && one.source === 'policy' ? one.programs : 0),
      0,
    )
    await primitives.row(name).getByRole('link').click()
    const detail = primitives.detail(name)
    await expect(detail.getByRole('region', { name: 'Share of programs' }).getByRole('img')).toHaveAccessibleName(
      /^Share of programs, at iteration \d: policy \d/,
    )
    await look(page, testInfo, 'primitives')
    await page.setViewportSize({ width: 1024, height: 700 })
    await page.screenshot({ path: join(testInfo.project.outputDir, '../views/primitives-narrow.png') })
    await page.setViewportSize({ width: 1440, height: 900 })
    await detail.getByRole('link', { name: 'programs of the policy' }).click()
    const buffer = page.getByRole('region', { name: 'Replay buffer' })
    await expect(buffer.getByRole('status')).toHaveText(
      `${count.toLocaleString('en-US')} ${count === 1 ? 'experience' : 'experiences'} fit`,
    )
    await expect(buffer.getByRole('button', { name: `uses ${name}` })).toBeVisible()
    await buffer.getByRole('button', { name: `uses ${name}` }).click()
    await expect(buffer.getByRole('button', { name: `uses ${name}` })).toBeHidden()
    await page.goBack()
    await expect(primitives.detail(name)).toBeVisible()
  })

  await test.step('an experiment that is gone', async () => {
    await window.open('#/primitives/no-such-experiment')
    await page.getByRole('link', { name: 'Show the primitives' }).click()
    await expect(primitives.rows).toHaveCount(160)
  })
})
