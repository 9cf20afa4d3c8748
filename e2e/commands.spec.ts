import { EditorPage } from './support/editor'
import { look } from './support/look'
import { expect, test } from './support/window'

test('the command palette leads everywhere by keyboard', async ({ window, page }) => {
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await window.open()
  await page.keyboard.press('ControlOrMeta+k')
  await expect(palette.getByRole('option', { name: /^Experiments/ })).toBeVisible()
  await page.keyboard.type('moving down one')
  await expect(palette.getByRole('option', { name: 'starter/training/moving-down-one' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(palette).toBeHidden()
  await expect(page).toHaveURL(/#\/tasks\/starter\/training\/moving-down-one$/)

  await test.step('inside the editor its key is heard and letters are typed', async () => {
    const editor = new EditorPage(page)
    await editor.isReady()
    const before = await editor.text()
    await editor.goToLine(1)
    await editor.type('g e ')
    await expect.poll(() => editor.text()).toBe(`g e ${before}`)
    await expect(page).toHaveURL(/moving-down-one$/)
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('save the')
    await expect(palette.getByRole('option', { name: /Save the program/ })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(palette).toBeHidden()
  })

  await test.step('nonsense finds nothing and says so', async () => {
    await page.getByRole('link', { name: 'Experiments' }).first().focus()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('qqqqzzzz')
    await expect(palette.getByRole('status')).toHaveText('Nothing is called that.')
    await page.keyboard.press('Escape')
  })

  await test.step('a sequence of keys goes to a view', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await expect(page).toHaveURL(/#\/replay/)
  })
})

test('shortcuts can be changed, taken away and brought back, and stay after a reload', async ({ window, page }) => {
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  const row = (name: string) => dialog.getByRole('listitem').filter({ hasText: name })
  await window.open()
  await page.keyboard.press('Shift+?')
  await expect(dialog).toBeVisible()

  await test.step('keys that belong to another command are refused', async () => {
    await dialog.getByRole('button', { name: 'Change the keys of New experiment' }).click()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toHaveText(/These keys belong to "Tasks"/)
  })

  await test.step('free ones are kept', async () => {
    await page.keyboard.press('ControlOrMeta+j')
    await page.keyboard.press('Enter')
    await expect(row('New experiment').getByText('J', { exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.reload()
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('status')).toHaveText('123')
    await page.keyboard.press('ControlOrMeta+j')
    await expect(page).toHaveURL(/#\/experiments\/new/)
  })

  await test.step('and the first ones come back', async () => {
    await page.keyboard.press('Shift+?')
    await dialog.getByRole('button', { name: 'Back to the first keys of New experiment' }).click()
    await expect(row('New experiment').getByText('N', { exact: true })).toBeVisible()
    const { settings } = await window.ask('workspace.get', {})
    expect(settings.shortcuts).toEqual({})
  })
})

test('the first steps tick themselves, can be skipped and come back', async ({ window, page }) => {
  const guide = page.getByRole('region', { name: 'First steps' })
  const editor = new EditorPage(page)
  await window.open()
  await expect(guide.getByRole('listitem')).toHaveCount(5)
  await guide.getByRole('button', { name: 'Open one' }).click()
  await editor.isReady()
  await expect(guide.getByRole('listitem').filter({ hasText: 'Open a task' }).getByLabel('done')).toBeVisible()
  await editor.replace('O = vmirror(I)')
  await expect(guide.getByRole('listitem').filter({ hasText: 'Break its program' }).getByLabel('done')).toBeVisible()
  await expect(guide.getByRole('button', { name: 'Choose it' })).toBeVisible()

  await guide.getByRole('button', { name: 'Skip' }).click()
  await expect(guide).toBeHidden()
  await expect
    .poll(async () => (await window.ask('workspace.get', {})).settings.layout['guide'])
    .toEqual({ isOpen: false, done: ['open', 'break'] })
  await page.reload()
  await editor.isReady()
  await expect(guide).toBeHidden()

  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('menuitem', { name: 'First steps' }).click()
  await expect(guide.getByRole('button', { name: 'Choose it' })).toBeVisible()
})

test('palette and shortcuts look right in both themes', async ({ window, page }, testInfo) => {
  await window.open()
  for (const [name, keys, title] of [
    ['palette', 'ControlOrMeta+k', 'Command palette'],
    ['shortcuts', 'Shift+?', 'Keyboard shortcuts'],
  ] as const) {
    await page.keyboard.press(keys)
    await expect(page.getByRole('dialog', { name: title })).toBeVisible()
    await look(page, testInfo, name)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: title })).toBeHidden()
  }
})
