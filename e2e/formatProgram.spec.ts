import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'
const NESTED = 'O = move(I, first(objects(I, 1, 0, 1)), DOWN)'
const STRICT = 'x1 = objects(I, ONE, ZERO, ONE)\nx2 = first(x1)\nO = move(I, x2, DOWN)'

test('a program as people write it runs, and is written out by Format and by saving', async ({ window, page }) => {
  const editor = new EditorPage(page)
  /** Monaco gives a format up without a word when the cursor moves meanwhile. */
  const format = (ask: () => Promise<void>, text: string): Promise<void> =>
    expect(async () => {
      await ask()
      await expect.poll(() => editor.text(), { timeout: 3000 }).toBe(text)
    }).toPass({ timeout: 15_000 })
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()

  await test.step('calls inside calls and numbers run, with a word about what they become', async () => {
    await editor.replace(NESTED)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await expect(editor.verdict).toHaveText('types check; what is underlined is written out when saved')
    await expect(editor.squiggles).toHaveCount(0)
    await expect(editor.program.locator('.squiggly-info').first()).toBeVisible()
    const value = editor.values.getByRole('option')
    await expect(value).toHaveCount(1)
    await expect(value).toContainText(/Grid, 8x6\d+ steps, 48 cells(under )?\d+\.\d ms/)
    await expect(value).toHaveAttribute('title', /\nobjects\(I, 1, 0, 1\): Objects, 1\nfirst\(/)
  })

  await test.step('Shift+Alt+F writes the strict form, undo brings the text back', async () => {
    await format(() => page.keyboard.press('Shift+Alt+F'), STRICT)
    await expect(editor.verdict).toHaveText('types check')
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await editor.undo()
    await expect.poll(() => editor.text()).toBe(NESTED)
  })

  await test.step('so does the context menu', async () => {
    await format(async () => {
      await page.locator('.view-line').first().click({ button: 'right' })
      await page.getByRole('menuitem', { name: /Format Document/ }).click()
    }, STRICT)
  })

  await test.step('a fault inside a pasted function is named with its place', async () => {
    await editor.replace(
      'def solve_1(I):\n    x1 = objects(I, T, F, T)\n    O = move(I, firts(x1), DOWN)\n    return O',
    )
    await expect(editor.verdict).toContainText("line 3: unknown name 'firts'")
    await expect(editor.verdict).toContainText('first')
    // names do not matter to the format
    const written = 'x1 = objects(I, T, F, T)\nx2 = firts(x1)\nO = move(I, x2, DOWN)'
    await format(() => page.keyboard.press('Shift+Alt+F'), written)
  })

  await test.step('a pasted function is saved as the program it is, its comments kept', async () => {
    await editor.replace(
      'def solve_1(I):\n    x1 = objects(I, T, F, T)  # the only one\n\n    # one down\n    return move(I, first(x1), DOWN)',
    )
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await page.keyboard.press('ControlOrMeta+s')
    const text = 'x1 = objects(I, T, F, T)  # the only one\n\n# one down\nx2 = first(x1)\nO = move(I, x2, DOWN)'
    await expect.poll(() => editor.text()).toBe(text)
    await expect(editor.program.getByText('unsaved')).toBeHidden()
    expect(await window.ask('programs.get', { taskId: TASK })).toMatchObject({ origin: 'user', text })
  })

  await test.step('a text with a fault is saved as it is', async () => {
    await editor.replace('O = = move(I, I, DOWN)')
    await page.keyboard.press('ControlOrMeta+s')
    await expect(editor.program.getByText('unsaved')).toBeHidden()
    expect(await window.ask('programs.get', { taskId: TASK })).toMatchObject({ text: 'O = = move(I, I, DOWN)' })
  })
})
