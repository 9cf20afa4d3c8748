import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

test.setTimeout(120_000)

test('a search from the form to a found program in the editor, and stopping one', async ({ window, page }) => {
  const form = page.getByRole('form', { name: 'Search' })
  const found = page.getByRole('region', { name: 'Found programs' })
  const rows = found.getByRole('listitem').filter({ has: page.getByRole('link') })
  await window.open()
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Search' }).click()
  await expect(found).toContainText('Search for programs without a policy')

  await test.step('refuses what makes no sense', async () => {
    await form.getByLabel('Mutants').fill('-5')
    await expect(form.getByRole('alert')).toHaveText(/whole number/)
    await expect(form.getByRole('button', { name: 'Start' })).toBeDisabled()
  })

  await test.step('mutants, then enumeration, while the window is reloaded', async () => {
    await form.getByLabel('Mutants').fill('500')
    await form.getByLabel('Seconds for each task').fill('1')
    await form.getByRole('button', { name: 'Start' }).click()
    await expect(form.getByRole('button', { name: 'Stop' })).toBeVisible()
    await page.reload()
    await expect(form.getByRole('button', { name: 'Stop' })).toBeVisible()
    await expect(found.getByRole('status').first()).toHaveText('finished', { timeout: 90_000 })
    await expect(rows.first()).toContainText('solved')
    await expect(found.getByRole('img', { name: /attempt 1, right/ }).first()).toBeVisible()
  })

  await test.step('a found program opens with its task', async () => {
    const editor = new EditorPage(page)
    await rows.first().getByRole('link').click()
    await editor.isReady()
    expect(await editor.text()).toMatch(/^O = |\nO = /)
    await expect(editor.pairs.getByRole('status')).toHaveText(/^\d+ right\s*$/)
  })

  await test.step('stop', async () => {
    await window.open('#/search/starter/evaluation')
    await form.getByLabel('Seconds for each task').fill('60')
    await form.getByRole('button', { name: 'Start' }).click()
    await form.getByRole('button', { name: 'Stop' }).click()
    await expect(found.getByRole('status').first()).toHaveText('stopped')
    await expect(form.getByRole('button', { name: 'Start' })).toBeEnabled()
  })
})
