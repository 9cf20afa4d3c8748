import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { ExperimentPage, SMALL_RUN } from './support/experiment'
import { look } from './support/look'
import { expect, test } from './support/window'

test.setTimeout(180_000)

/** The replay browser, as a person finds it. */
class ReplayPage {
  readonly buffer: Locator
  readonly rows: Locator
  readonly detail: Locator
  readonly chart: Locator

  constructor(readonly page: Page) {
    this.buffer = page.getByRole('region', { name: 'Replay buffer' })
    this.rows = page.getByRole('grid', { name: 'Experiences' }).locator('[role=rowgroup] [role=row]')
    this.detail = page.getByRole('region', { name: 'Experience', exact: true })
    this.chart = page.getByRole('region', { name: 'Priorities' })
  }

  button(name: string): Locator {
    return this.detail.getByRole('button', { name, exact: true })
  }

  async count(): Promise<number> {
    return Number(((await this.buffer.getByRole('status').textContent()) ?? '').replace(/[^\d]/g, ''))
  }

  /** number of the experience in detail */
  async id(): Promise<number> {
    return Number(((await this.detail.locator('.head .sub').textContent()) ?? '').replace(/[^\d]/g, ''))
  }
}

test('filters, priorities, edits by hand and exports', async ({ window, page, workspaceDirectory }, testInfo) => {
  const experiment = new ExperimentPage(page)
  const replay = new ReplayPage(page)
  const { buffer, rows, detail, chart } = replay

  await window.open()
  await experiment.startForm('Quick start', 'Browsed')
  await experiment.fill({ ...SMALL_RUN, 'Meta-iterations': '2' })
  await experiment.createAndStart.click()
  await experiment.isIn('finished')
  const experimentId = experiment.id()

  await test.step('the disk use is shown', async () => {
    const use = await window.ask('experiments.disk', { experimentId })
    expect(use.databaseBytes).toBeGreaterThan(10_000)
    expect(use.checkpoints).toBe(3)
    const disk = page.locator('dl[aria-label="Disk use"]')
    await expect(disk).toContainText('3 files')
    await expect(disk).toContainText(/[KM]iB/)
  })

  await test.step('the run is exported from its page', async () => {
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Export Browsed' })
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('submission.json')
    await look(page, testInfo, 'export')
    const written = await readdir(join(workspaceDirectory, 'exports', experimentId))
    expect(written).toEqual(
      expect.arrayContaining(['experiences.parquet', 'submission.json', 'programs', 'solved.csv']),
    )
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(dialog).toBeHidden()
  })

  await page.getByRole('link', { name: 'Replay buffer' }).last().click()
  await expect(rows.first()).toBeVisible()
  const total = await replay.count()

  await test.step('filters by primitive, lines and performance', async () => {
    await buffer.getByRole('button', { name: 'More filters' }).click()
    await buffer.getByRole('combobox', { name: 'Primitive used' }).selectOption('hmirror')
    await expect.poll(() => replay.count()).toBeLessThan(total)
    await expect(rows.first()).toContainText('hmirror')
    await buffer.getByRole('spinbutton', { name: 'Lines at most' }).fill('2')
    await buffer.getByRole('spinbutton', { name: 'Lines at most' }).press('Enter')
    const { total: fits } = await window.ask('replay.page', {
      experimentId,
      filter: { primitive: 'hmirror', maxLines: 2 },
      sort: { column: 'id', descending: false },
      offset: 0,
      limit: 1,
    })
    await expect.poll(() => replay.count()).toBe(fits)
    await look(page, testInfo, 'replay-filters')
    await buffer.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect.poll(() => replay.count()).toBe(total)
    await buffer.getByRole('button', { name: 'More filters' }).click()
  })

  await test.step('the chart says how likely each priority is drawn, and chooses by it', async () => {
    const bins = chart.getByRole('button')
    await expect(bins.first()).toHaveAccessibleName(/^priority 0\.10: [\d,]+ experiences?; drawn next: .+ among seeds/)
    await bins.last().click()
    await expect(bins.last()).toHaveAttribute('aria-pressed', 'true')
    await expect(buffer.getByTitle('Show all priorities')).toHaveText(/^priority 1\.00/)
    await expect(rows.first().getByRole('gridcell').nth(5)).toHaveText('1.00')
    await bins.last().click()
    await expect.poll(() => replay.count()).toBe(total)
  })

  await test.step('pins and excludes', async () => {
    await rows.first().click()
    await expect(detail.getByText(/^1 in [\d,]+$/)).toBeVisible()
    const id = await replay.id()
    await replay.button('Pin').click()
    await expect(replay.button('Pin')).toHaveAttribute('aria-pressed', 'true')
    await expect(rows.first().getByRole('img', { name: 'pinned' })).toBeVisible()
    await replay.button('Exclude from sampling').click()
    await expect(detail.getByText('never: excluded')).toBeVisible()
    await expect(rows.first().getByRole('img', { name: 'excluded' })).toBeVisible()
    const row = await window.ask('replay.experience', { experimentId, id })
    expect(row).toMatchObject({ pinned: true, excluded: true, probability: 0 })
    await look(page, testInfo, 'replay-edited')
    await replay.button('Exclude from sampling').click()
    await expect(detail.getByText(/^1 in [\d,]+$/)).toBeVisible()
  })

  await test.step('deletes, and undoes it', async () => {
    await rows.nth(2).click()
    await expect.poll(() => rows.nth(2).getAttribute('aria-selected')).toBe('true')
    const deleted = await replay.id()
    await replay.button('Delete').click()
    await expect.poll(() => replay.count()).toBe(total - 1)
    await expect.poll(() => replay.id()).not.toBe(deleted)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => replay.count()).toBe(total)
    expect(await window.ask('replay.experience', { experimentId, id: deleted })).toMatchObject({ id: deleted })
  })

  await test.step('exports the rows that fit', async () => {
    await buffer.getByRole('button', { name: 'policy', exact: true }).click()
    await expect(buffer.getByRole('status')).toContainText('fit')
    const fits = await replay.count()
    await buffer.getByRole('button', { name: 'Export', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Export experiences' })
    await expect(dialog).toContainText(`${fits.toLocaleString('en-US')} experiences as Parquet`)
    const target = join(workspaceDirectory, 'policy.csv')
    await dialog.getByRole('textbox').fill(target)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog.getByRole('status')).toContainText(`${fits.toLocaleString('en-US')} experiences`)
    await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('policy.csv')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await buffer.getByRole('button', { name: 'Export', exact: true }).click()
    await dialog.getByRole('textbox').fill(target)
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('a file of this name is there already')
    await page.keyboard.press('Escape')
  })

  await page.setViewportSize({ width: 1024, height: 700 })
  await look(page, testInfo, 'replay-narrow')
})
