import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'
const LONG = [
  '# moves the shape',
  'x1 = rot90(I)',
  'x2 = rot270(x1)',
  'x3 = objects(x2, T, F, T)',
  'x4 = first(x3)',
  'x5 = last(x3)',
  'O = move(x2, x4, DOWN)',
].join('\n')

test('a program becomes shorter, and undo brings it back', async ({ window, page }) => {
  const editor = new EditorPage(page)
  const simplify = editor.program.getByRole('button', { name: 'Simplify' })
  const notice = (text: RegExp) => page.getByRole('status').filter({ hasText: text })
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()

  await test.step('fewer lines, the same outputs, the comment kept', async () => {
    await editor.replace(LONG)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await simplify.click()
    await expect(notice(/[3-5] lines shorter/)).toBeVisible({ timeout: 30_000 })
    expect(await editor.text()).toMatch(/^# moves the shape\n(x\d = .*\n){0,2}O = .*$/)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await expect(editor.squiggles).toHaveCount(0)
  })

  await test.step('undo', async () => {
    await editor.undo()
    expect(await editor.text()).toBe(LONG)
  })

  await test.step('what is typed meanwhile wins', async () => {
    await simplify.click()
    await editor.replace('O = hmirror(I)')
    await expect(simplify).toBeEnabled()
    expect(await editor.text()).toBe('O = hmirror(I)')
  })

  await test.step('nothing shorter is said, too', async () => {
    await simplify.click()
    await expect(notice(/Nothing shorter found/)).toBeVisible({ timeout: 30_000 })
    expect(await editor.text()).toBe('O = hmirror(I)')
  })

  await test.step('a program with a fault cannot be simplified', async () => {
    await editor.replace('O = hmiror(I)')
    await expect(simplify).toBeDisabled()
  })
})
