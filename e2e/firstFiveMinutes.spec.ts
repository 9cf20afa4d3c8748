import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'

test('a starter task: its program is right, is broken, mended, saved and still there', async ({ window, page }) => {
  const editor = new EditorPage(page)

  await test.step('the gallery leads to the task', async () => {
    await window.open()
    await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('status')).toHaveText('123')
    await page.getByRole('searchbox', { name: /Search by name/ }).fill('moving-down-one')
    await page.getByRole('link', { name: 'moving-down-one, starter/training, has a program' }).click()
    await expect(page).toHaveURL(new RegExp(`#/tasks/${TASK}$`))
  })

  await test.step('all pairs are right, each line has its value', async () => {
    await editor.isReady()
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    for (const name of ['train 1', 'train 2', 'train 3', 'test 1']) {
      await expect(editor.pair(name).getByRole('img', { name: `${name}, program's output, right` })).toBeVisible()
    }
    await expect(editor.verdict).toHaveText('types check')
    await expect(editor.values.getByRole('option')).toContainText(['Objects, 1', 'Object, ', 'Grid, 8x6'])
    await editor.pair('train 2').getByRole('button', { name: 'train 2' }).click()
    await expect(editor.values.getByRole('option').last()).toContainText('Grid, 6x6')
  })

  const seed = await editor.text()
  await test.step('a wrong argument: the wrong pairs show how many cells differ', async () => {
    await editor.goToLine(4)
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    for (let k = 0; k < 'DOWN'.length; k++) await page.keyboard.press('Backspace')
    await expect(editor.squiggles.first()).toBeVisible()
    await expect(editor.verdict).toContainText('line 4: expected')
    await expect(editor.pairs.getByRole('status')).toHaveText('not run')
    await editor.type('UP')
    await page.keyboard.press('Escape')
    await expect(editor.pairs.getByRole('status')).toHaveText('4 wrong')
    const output = editor.pair('train 1').getByRole('img', { name: /program's output, wrong: \d+ cells/ })
    await expect(output).toBeVisible()
    const drawing = (): Promise<string> => output.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
    const withDiff = await drawing()
    await editor.pairs.getByRole('button', { name: 'Diff' }).click()
    await expect.poll(drawing).not.toBe(withDiff)
    await editor.pairs.getByRole('button', { name: 'Diff' }).click()
    await expect.poll(drawing).toBe(withDiff)
    await expect(editor.squiggles).toHaveCount(0)
  })

  await test.step('a type error is underlined and says what is wanted', async () => {
    await editor.replace(seed.replace('move(I, x2', 'move(x2, I'))
    await expect(editor.verdict).toHaveText(/line 4: move wants Grid for .+, not Object/)
    const first = editor.squiggles.first()
    await expect(first).toBeVisible()
    await first.hover({ force: true })
    await expect(
      page
        .locator('.monaco-hover')
        .getByText(/move wants Grid/)
        .first(),
    ).toBeVisible()
  })

  await test.step('undo mends it', async () => {
    await expect(async () => {
      await editor.undo() // at the first text it stays
      expect(await editor.text()).toBe(seed)
    }).toPass({ intervals: [50] })
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await expect(editor.program.getByText('unsaved')).toBeHidden()
    await expect(editor.save).toBeDisabled()
  })

  const mine = 'x1 = objects(I, T, F, T)\nx2 = first(x1)\nx3 = move(I, x2, DOWN)\nO = identity(x3)'
  await test.step('another right program is saved and survives a reload; the library lists both', async () => {
    await editor.replace(mine)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await expect(editor.program.getByText('unsaved')).toBeVisible()
    await page.keyboard.press('ControlOrMeta+s')
    await expect(editor.program.getByText('unsaved')).toBeHidden()
    expect(await window.ask('programs.get', { taskId: TASK })).toMatchObject({ origin: 'user', text: mine })
    await page.reload()
    await editor.isReady()
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
    await expect.poll(() => editor.text()).toBe(mine)
    await editor.library.click()
    const kept = page.getByRole('dialog').getByRole('listitem')
    await expect(kept).toHaveText([/kept now\s*mine\s*4 lines/, /^Seed/])
    await kept.last().getByRole('button').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
    await expect.poll(() => editor.text()).toBe(seed)
    await expect(editor.program.getByText('unsaved')).toBeVisible()
  })

  await test.step('an unsaved text survives a reload too', async () => {
    await editor.replace('O = vmirror(I)')
    await expect(editor.pairs.getByRole('status')).toContainText('wrong')
    await page.reload()
    await editor.isReady()
    await expect.poll(() => editor.text()).toBe('O = vmirror(I)')
    await expect(editor.program.getByText('unsaved')).toBeVisible()
  })

  await test.step('next and previous task by link and by keyboard', async () => {
    await page.getByRole('link', { name: 'Next task' }).click()
    await expect(page).not.toHaveURL(new RegExp(`#/tasks/${TASK}$`))
    await editor.isReady()
    await page.getByRole('link', { name: 'Task before' }).click()
    await expect(page).toHaveURL(new RegExp(`#/tasks/${TASK}$`))
  })
})

test('completion, hover and the workers that the content security policy allows', async ({ window, page }) => {
  const editor = new EditorPage(page)
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()
  expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringContaining('/assets/evaluate.worker-')])

  await editor.replace('O = ')
  await editor.type('hmirr')
  await expect(page.getByRole('option', { name: /^hmirror/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(() => editor.text()).toBe('O = hmirror()')
  await expect(page.locator('.parameter-hints-widget')).toContainText('hmirror(piece: Piece) -> Piece')
  await page.keyboard.press('Escape')
  await editor.type('I')
  await page.keyboard.press('Escape')
  await expect(editor.verdict).toHaveText('types check')
  await page.locator('.view-line').getByText('hmirror').hover()
  await expect(
    page
      .locator('.monaco-hover')
      .getByText(/mirror/i)
      .first(),
  ).toBeVisible()

  // no feature of the editor that is in use needs Monaco's own worker yet; one that does must not find it blocked
  const [worker] = await Promise.all([
    page.waitForEvent('worker'),
    page.evaluate(() => {
      const { MonacoEnvironment } = globalThis as unknown as { MonacoEnvironment: { getWorker(): Worker } }
      MonacoEnvironment.getWorker()
    }),
  ])
  expect(worker.url()).toContain('/assets/editor.worker-')
  await expect.poll(() => worker.evaluate(() => typeof onmessage)).toBe('function')
})
