import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'
const RIGHT = 'x1 = objects(I, T, F, T)\nx2 = first(x1)\nO = move(I, x2, DOWN)'

test('a program that cannot run says where and why, and the window goes on', async ({ window, page }) => {
  const editor = new EditorPage(page)
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()

  await test.step('syntax', async () => {
    await editor.replace('x1 = objects(I, T, F, T\nO = I')
    await expect(editor.verdict).toContainText(/line [12]: /)
    await expect(editor.squiggles.first()).toBeVisible()
    await expect(editor.pairs.getByRole('status')).toHaveText('not run')
  })

  await test.step('an unknown primitive, with what was meant', async () => {
    await editor.replace('O = hmiror(I)')
    await expect(editor.verdict).toContainText(/line 1: .*hmiror.*hmirror/)
  })

  await test.step('names of the host language are unknown names', async () => {
    await editor.replace('x1 = constructor(I)\nO = __proto__(x1)')
    await expect(editor.verdict).toContainText('line 1: ')
    await expect(editor.pairs.getByRole('status')).toHaveText('not run')
  })

  await test.step('an endless loop by power stops, while the window answers', async () => {
    await editor.replace(
      [
        'x1 = multiply(TEN, TEN)',
        'x2 = power(increment, x1)',
        'x3 = power(x2, x1)',
        'x4 = power(x3, x1)',
        'x5 = power(x4, x1)',
        'x6 = x5(ZERO)',
        'x7 = astuple(x6, ONE)',
        'O = canvas(ZERO, x7)',
      ].join('\n'),
    )
    await page.getByRole('button', { name: 'Diff' }).click() // answered while it runs
    await expect(editor.pair('train 1')).toContainText(/line 6: .*more than \d+ steps/, { timeout: 30_000 })
    await expect(editor.pairs.getByRole('status')).toContainText('wrong')
  })

  await test.step('sizes that grow without end stop', async () => {
    await editor.replace(
      ['x1 = upscale(I, TEN)', 'x2 = upscale(x1, TEN)', 'x3 = upscale(x2, TEN)', 'O = upscale(x3, TEN)'].join('\n'),
    )
    await expect(editor.pair('train 1')).toContainText(/line 2: .*more than \d+ elements/)
  })

  await test.step('a right program afterwards is right', async () => {
    await editor.replace(RIGHT)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
  })
})
