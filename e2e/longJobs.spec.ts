import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fillWorkspace } from '../src/node/host/testing/filledWorkspace'
import { look } from './support/look'
import { PrimitivesPage } from './support/primitives'
import { expect, test as windowTest } from './support/window'

/** So many that each question about all of them takes seconds. */
const EXPERIENCES = 200_000
const ROOT = join(import.meta.dirname, '..')

const test = windowTest.extend<{ experimentId: string }>({
  // before the host opens it
  workspaceDirectory: async ({ workspaceDirectory }, use) => {
    await fillWorkspace(
      {
        workspaceDirectory,
        resourcesDirectory: join(ROOT, 'resources'),
        entriesDirectory: join(ROOT, 'out/main'),
        kind: 'headless',
        version: '1',
      },
      EXPERIENCES,
    )
    await use(workspaceDirectory)
  },
  experimentId: async ({ window }, use) => {
    const [filled] = await window.ask('experiments.list', {})
    await use(filled?.id ?? '')
  },
})

test.setTimeout(180_000)

test('exports say how far they are and can be cancelled; nothing of them is left', async ({
  window,
  page,
  experimentId,
  workspaceDirectory,
}, testInfo) => {
  const left = (): Promise<string[]> => readdir(join(workspaceDirectory, 'exports'))
  for (const [name, hash] of [
    ['Export Filled', `#/experiments/${experimentId}`],
    ['Export experiences', `#/replay/${experimentId}`],
  ] as const) {
    await test.step(name, async () => {
      await window.open(hash)
      await page.getByRole('button', { name: 'Export', exact: true }).click()
      const dialog = page.getByRole('dialog', { name })
      await dialog.getByRole('button', { name: 'Export', exact: true }).click()
      const bar = dialog.getByRole('progressbar', { name: 'Writing' })
      await expect(bar).toHaveAttribute('value', /^0\.\d/)
      await expect(dialog.getByRole('status')).toHaveText(/^\s*\d+ % written$/)
      await dialog.getByRole('button', { name: 'Cancel' }).click()
      await expect(dialog.getByRole('status')).toHaveText('Cancelled: nothing of it is left')
      await expect(bar).toBeHidden()
      await expect(dialog.getByRole('alert')).toBeHidden()
      expect(await left()).toEqual([])
    })
  }

  await test.step('then it is written as if nothing had been', async () => {
    const dialog = page.getByRole('dialog', { name: 'Export experiences' })
    await look(page, testInfo, 'export-cancelled')
    await dialog.getByRole('button', { name: 'Export', exact: true }).click()
    await expect(dialog.getByRole('progressbar')).toHaveAttribute('value', /^0\.\d/)
    await page.screenshot({ path: join(testInfo.project.outputDir, '../views/export-writing.png') })
    await expect(dialog.getByRole('status')).toContainText('200,000 experiences', { timeout: 60_000 })
    expect(await left()).toEqual([`${experimentId}-experiences.parquet`])
  })
})

test('the page of primitives says that it counts, and nothing moves when it ends', async ({
  window,
  page,
  experimentId,
}, testInfo) => {
  const primitives = new PrimitivesPage(page)
  await page.setViewportSize({ width: 1024, height: 700 }) // where its head has the least room
  await window.open(`#/primitives/${experimentId}`)
  const bar = primitives.pane.getByRole('progressbar', { name: 'Counting the programs' })
  await expect(bar).toBeVisible()
  await expect(primitives.pane.getByRole('status')).toHaveText('counting')
  const places = () =>
    Promise.all(
      [primitives.rows.first(), primitives.pane.getByRole('columnheader').last()].map((part) => part.boundingBox()),
    )
  const before = await places()
  await page.screenshot({ path: join(testInfo.project.outputDir, '../views/primitives-counting.png') })
  await expect(primitives.pane.getByRole('status')).toHaveText('2 of 160 used')
  await expect(bar).toBeHidden()
  expect(await places()).toEqual(before)
})
