import { EditorPage } from './support/editor'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { look } from './support/look'
import { expect, test } from './support/window'

test.setTimeout(180_000)

test('an experiment from the form to its solved tasks and its replay buffer', async ({ window, page }, testInfo) => {
  const experiment = new ExperimentPage(page)
  const editor = new EditorPage(page)
  await window.open()

  await test.step('the form refuses what cannot run, with the reason', async () => {
    await experiment.startForm('Quick start', 'Small run')
    const mutants = experiment.setting('Mutants')
    await mutants.fill('-5')
    await expect(mutants).toHaveAccessibleDescription(/-5 is outside 0 to 10000000/)
    await expect(page.getByText('1 setting to mend')).toBeVisible()
    await expect(experiment.create).toBeDisabled()
    await expect(experiment.createAndStart).toBeDisabled()
    await mutants.fill('many')
    await expect(mutants).toHaveAccessibleDescription(/a number is needed, not "many"/)
    await experiment.fill(SMALL_RUN)
    await experiment.setting('Attention heads').fill('5')
    await expect(experiment.setting('Attention heads')).toHaveAccessibleDescription(/48 is not a multiple of 5 heads/)
    await expect(experiment.createAndStart).toBeDisabled()
    await page.getByRole('button', { name: "Back to the preset's value: Attention heads" }).click()
    await expect(page.getByText('12 changed from the preset')).toBeVisible()
  })

  await test.step('settings are found by words, and those that changed alone', async () => {
    const find = page.getByRole('searchbox', { name: 'Find a setting' })
    const changedOnly = page.getByRole('button', { name: 'Changed only' })
    await find.fill('attention LAYERS no such word')
    await expect(page.getByText('No setting has the words')).toBeVisible()
    await find.fill('near misses')
    await expect(experiment.setting('Mutants of near misses')).toBeVisible()
    await expect(experiment.setting('Mutants')).toBeHidden()
    await find.fill('')
    await changedOnly.click()
    await expect(experiment.setting('Mutants')).toBeVisible()
    await expect(experiment.setting('Temperature')).toBeHidden()
    // typed back to the preset's value, it stays under the fingers
    await experiment.setting('Mutants').fill('3000')
    await expect(experiment.setting('Mutants')).toBeFocused()
    await experiment.setting('Mutants').fill('600')
    await changedOnly.click()
    await expect(experiment.setting('Temperature')).toBeVisible()
  })

  await test.step('it is made, not started yet', async () => {
    await experiment.create.click()
    await experiment.isIn('not started')
    const [made] = await window.ask('experiments.list', {})
    expect(made).toMatchObject({ name: 'Small run', state: 'created', evaluationTasks: 40 })
    expect(made?.config).toMatchObject({ mutants: 600, metaIterations: 4, dModel: 48, heads: 4, maxTokens: 32 })
  })

  await test.step("its page shows what is not the preset's, or all settings", async () => {
    const settings = page.getByRole('region', { name: 'Settings' })
    await expect(settings.getByText('programs, preset 3,000, paper 19,200')).toBeVisible()
    await expect(settings.getByText('Temperature')).toBeHidden()
    await settings.getByRole('button', { name: 'All' }).click()
    await expect(settings.getByText('Temperature')).toBeVisible()
  })

  await test.step('it starts: stages, progress and loss are live', async () => {
    await experiment.button('Start').click()
    await experiment.isIn('running')
    await expect(experiment.stages.getByRole('listitem').and(page.locator('[aria-current=step]'))).toHaveCount(1)
    await expect(experiment.lossCurve).toHaveAccessibleName(/^Loss, at step \d+: batch \d/, { timeout: 60_000 })
    const stepOf = async (): Promise<number> =>
      Number(/at step (\d+)/.exec((await experiment.lossCurve.getAttribute('aria-label')) ?? '')?.[1])
    const seen = await stepOf()
    await expect.poll(stepOf).toBeGreaterThan(seen)
    const bar = page.getByRole('progressbar', { name: 'Progress of Small run' })
    await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0)
    await expect(page.getByText(/^meta-iteration 1 of 4/)).toBeVisible()
  })

  await test.step('a reload in mid-run rebuilds the page, and the run goes on', async () => {
    await experiment.hasReported(1)
    const solvedBefore = await experiment.solved.count()
    expect(solvedBefore).toBeGreaterThan(0)
    await page.reload()
    await expect(experiment.button('Stop')).toBeVisible()
    expect(await window.ask('experiments.get', { experimentId: experiment.id() })).toMatchObject({ state: 'running' })
    await experiment.hasReported(1)
    await expect(experiment.lossCurve).toHaveAccessibleName(/^Loss, at step \d+/)
    await expect.poll(() => experiment.solved.count()).toBeGreaterThanOrEqual(solvedBefore)
    await experiment.hasReported(3)
  })

  await test.step('it finishes; the page shows what the host keeps', async () => {
    await experiment.isIn('finished')
    await expect(experiment.button('Resume')).toBeHidden()
    const experimentId = experiment.id()
    const { lastReport } = await window.ask('experiments.get', { experimentId })
    const series = await window.ask('experiments.series', { experimentId })
    expect(series.iterations.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4])
    expect(lastReport?.solved.total).toBeGreaterThan(0)
    await expect(experiment.solvedCurve).toHaveAccessibleName(
      new RegExp(
        `^Solved tasks, at iteration 4: total ${lastReport?.solved.total}, policy ${lastReport?.solved.policy}`,
      ),
    )
    await expect(page.getByText(`${lastReport?.solved.total} of 40`, { exact: true })).toBeVisible()
    const steps = series.loss.step.at(-1) ?? 0
    await expect(experiment.lossCurve).toHaveAccessibleName(new RegExp(`^Loss, at step ${steps}:`))
  })

  await test.step('the solved tasks by tag add up to what the tasks have, and what is solved', async () => {
    const experimentId = experiment.id()
    const rows = await window.ask('analysis.tags', { experimentId })
    const solved = rows.reduce((sum, row) => sum + row.solved, 0)
    expect(solved).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'By tag' }).click()
    const table = page.getByRole('table', { name: 'Solved tasks by tag' })
    const best = rows.toSorted((a, b) => b.solved - a.solved)[0]
    const row = table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: best?.tag ?? '', exact: true }) })
    await expect(row).toContainText(`${best?.solved} of ${best?.tasks}`)
    await expect(row).toContainText(Object.keys(best?.bySource ?? {})[0] ?? 'none')
    await expect(table.getByRole('rowheader')).toHaveCount(rows.length)
    await look(page, testInfo, 'experiment-by-tag')
    await page.getByRole('button', { name: 'By tag' }).click()
    await expect(experiment.solved.first()).toBeVisible()
  })

  await test.step('a solved task opens in the editor with the program that solved it', async () => {
    const { solved } = await window.ask('experiments.series', { experimentId: experiment.id() })
    const newest = solved.at(-1)
    const first = experiment.solved.first()
    await expect(first).toContainText(/mutation|policy|seed/)
    await expect(first).toContainText(/at the start|iteration \d/)
    await expect(first).toContainText(newest?.taskId.split('/').at(-1) ?? 'none')
    await first.getByRole('link').click()
    await editor.isReady()
    await expect.poll(() => editor.text()).toBe(newest?.program.trim())
    await expect(editor.pairs.getByRole('status')).toHaveText(/^\s*\d+ right\s*$/)
    await page.goBack()
  })

  await test.step('the replay buffer: sort, filter, one experience in detail', async () => {
    await page.getByRole('link', { name: 'Replay buffer' }).last().click()
    const buffer = page.getByRole('region', { name: 'Replay buffer' })
    const rows = page.getByRole('grid', { name: 'Experiences' }).locator('[role=rowgroup] [role=row]')
    const cell = (row: number, column: number) => rows.nth(row).getByRole('gridcell').nth(column)
    const countOf = async (): Promise<number> =>
      Number(((await buffer.getByRole('status').textContent()) ?? '').replace(/[^\d]/g, ''))
    const { total } = await window.ask('replay.page', {
      experimentId: (await window.ask('experiments.list', {}))[0]?.id ?? '',
      filter: {},
      sort: { column: 'id', descending: false },
      offset: 0,
      limit: 1,
    })
    await expect.poll(countOf).toBe(total)
    expect(total).toBeGreaterThan(500)

    const header = (name: string) => buffer.getByRole('columnheader', { name })
    await header('Lines').getByRole('button').click()
    await expect(header('Lines')).toHaveAttribute('aria-sort', 'descending')
    await header('Priority').getByRole('button').click()
    await expect(header('Priority')).toHaveAttribute('aria-sort', 'descending')
    await expect(cell(0, 5)).not.toHaveText('')
    const priorities = await rows.evaluateAll((nodes) =>
      nodes.slice(0, 12).map((n) => Number(n.children[5]?.textContent)),
    )
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a))
    await header('Priority').getByRole('button').click()
    await expect(header('Priority')).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(async () => Number(await cell(0, 5).textContent())).toBeLessThan(priorities[0] ?? 0)

    await buffer.getByRole('button', { name: 'mutation' }).click()
    await expect(buffer.getByRole('status')).toContainText('fit')
    await expect(cell(0, 2)).toHaveText('mutation')
    const mutants = await countOf()
    expect(mutants).toBeLessThan(total)
    await buffer.getByRole('searchbox', { name: 'Program contains' }).fill('hmirror')
    await expect.poll(countOf).toBeLessThan(mutants)
    await expect(cell(0, 0)).toContainText('hmirror')

    await rows.first().click()
    const detail = page.getByRole('region', { name: 'Experience', exact: true })
    await expect(detail.getByRole('heading', { name: /Mutated from/ })).toBeVisible()
    await expect(
      detail
        .getByRole('listitem')
        .first()
        .getByRole('img', { name: /^pair 1, realised/ }),
    ).toBeVisible()
    const program = (await detail.locator('pre').first().textContent()) ?? ''
    expect(program).toContain('hmirror')
    const parent = (await detail.locator('pre.parent').textContent()) ?? ''
    expect(parent).not.toBe(program)
    expect(parent).toContain('O = ')

    await page.keyboard.press('ArrowDown')
    await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowUp')
    await expect(detail.locator('pre').first()).toHaveText(program)
    await detail.getByRole('button', { name: 'Open in editor' }).click()
    await editor.isReady()
    await expect.poll(() => editor.text()).toBe(program.trim())
  })
})
