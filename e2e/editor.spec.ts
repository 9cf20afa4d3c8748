import { look } from './support/look'
import { EditorPage } from './support/editor'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'
const RIGHT = 'x1 = objects(I, T, F, T)\nx2 = first(x1)\nO = move(I, x2, DOWN)'

test.describe.configure({ timeout: 180_000 })

test('completion is ranked by the type that is wanted at the cursor', async ({ window, page }, testInfo) => {
  const editor = new EditorPage(page)
  const best = page.locator('.suggest-widget .monaco-list-row[data-index="0"]')
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()

  await test.step('a grid: the input first', async () => {
    await editor.replace('x1 = objects(I, T, F, T)\nx2 = first(x1)\nO = move')
    await page.keyboard.press('Escape')
    await editor.type('(')
    await expect(best).toHaveAttribute('aria-label', /^I\b/)
    await look(page, testInfo, 'editor-completion')
    await page.keyboard.press('Enter')
  })

  await test.step('an object: the newest variable that is one', async () => {
    await editor.type(', ')
    await expect(best).toHaveAttribute('aria-label', /^x2\b/)
    await page.keyboard.press('Enter')
  })

  await test.step('a vector: the constants that are one', async () => {
    await editor.type(', ')
    await expect(best).toHaveAttribute('aria-label', /^DOWN\b/)
    await page.keyboard.press('Enter')
    await expect.poll(() => editor.text()).toBe(RIGHT)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
  })

  await test.step('a function of an object that gives a number', async () => {
    await editor.replace('x1 = objects(I, T, F, T)\nx2 = argmax(x1')
    await page.keyboard.press('Escape')
    await editor.type(', ')
    await expect(page.locator('.suggest-widget')).toContainText('size')
    await page.keyboard.press('Escape')
  })

  await test.step('what a line is used for below decides what it should be', async () => {
    await editor.replace('x1 \nO = fill(I, TWO, x1)')
    await editor.goToLine(1)
    await page.keyboard.press('End')
    await editor.type('= ')
    await expect(best).toHaveAttribute('aria-label', /^asindices\b/)
  })
})

test('quick fixes, rename and navigation', async ({ window, page }, testInfo) => {
  const editor = new EditorPage(page)
  const actions = page.locator('.action-widget')
  const box = page.locator('.rename-box input')
  const fixWith = async (title: string | RegExp): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+.')
    await actions.getByText(title).click()
  }
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()

  await test.step('did you mean', async () => {
    await editor.replace(RIGHT.replace('first', 'frist'))
    await expect(editor.squiggles.first()).toBeVisible()
    await editor.goTo(2, 7)
    await page.keyboard.press('ControlOrMeta+.')
    await expect(actions.getByText('Change to first')).toBeVisible()
    await look(page, testInfo, 'editor-fix')
    await actions.getByText('Change to first').click()
    await expect.poll(() => editor.text()).toBe(RIGHT)
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
  })

  await test.step('a call inside a call gets a line of its own', async () => {
    await editor.replace('x1 = objects(I, T, F, T)\nO = move(I, first(x1), DOWN)')
    await expect(editor.program.locator('.squiggly-info').first()).toBeVisible()
    await editor.goTo(2, 14)
    await fixWith('Give it a line of its own: x2')
    await expect.poll(() => editor.text()).toBe(RIGHT)
  })

  await test.step('unused lines go', async () => {
    await editor.replace(`${RIGHT.replace('O =', 'x3 = hmirror(I)\nx4 = vmirror(x3)\nO =')}`)
    await editor.goTo(4, 1)
    await expect(editor.squiggles.first()).toBeVisible()
    await fixWith('Remove all 2 unused lines')
    await expect.poll(() => editor.text()).toBe(RIGHT)
    await editor.undo()
    await expect.poll(() => editor.text()).toContain('x4 = vmirror(x3)')
    await editor.replace(RIGHT)
  })

  await test.step('a variable is renamed everywhere', async () => {
    await editor.goTo(3, 13)
    await page.keyboard.press('F2')
    await expect(box).toHaveValue('x2')
    await expect(box).toBeFocused()
    await page.keyboard.insertText('figure')
    await look(page, testInfo, 'editor-rename')
    await page.keyboard.press('Enter')
    await expect.poll(() => editor.text()).toBe(RIGHT.replaceAll('x2', 'figure'))
    await expect(editor.pairs.getByRole('status')).toHaveText('4 right')
  })

  await test.step('a name that is taken is refused, with the reason', async () => {
    await editor.goTo(3, 13)
    await page.keyboard.press('F2')
    await expect(box).toHaveValue('figure')
    await expect(box).toBeFocused()
    await page.keyboard.insertText('x1')
    await page.keyboard.press('Enter')
    await expect(page.getByText("'x1' is in use: choose another name.")).toBeVisible()
    expect(await editor.text()).toBe(RIGHT.replaceAll('x2', 'figure'))
    await page.keyboard.press('Escape')
  })

  await test.step('go to the line that assigns a variable', async () => {
    await editor.goTo(3, 13)
    await expect(editor.values.getByRole('option', { selected: true })).toHaveText(/Grid/)
    await page.keyboard.press('F12')
    await expect(editor.values.getByRole('option', { selected: true })).toHaveText(/Object/)
  })

  await test.step('its other places are lit up, and listed', async () => {
    await expect(editor.program.locator('.wordHighlightStrong, .wordHighlight').first()).toBeVisible()
    await page.keyboard.press('Shift+F12')
    await expect(page.locator('.zone-widget .ref-tree')).toContainText('move(I, figure')
    await look(page, testInfo, 'editor-references')
    await page.keyboard.press('Escape')
    await expect(page.locator('.zone-widget')).toHaveCount(0)
  })
})

test('values: hover, stepping, what an edit changed, failures by pair', async ({ window, page }, testInfo) => {
  const editor = new EditorPage(page)
  const hover = page.locator('.monaco-hover').filter({ visible: true })
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()
  await editor.replace(RIGHT)
  await expect(editor.pairs.getByRole('status')).toHaveText('4 right')

  await test.step('a variable shows its type and its value drawn', async () => {
    await page.locator('.view-line').last().getByText('x2', { exact: false }).last().hover()
    await expect(hover.getByText('x2: Object').first()).toBeVisible()
    await expect(hover.getByText(/Object, \d+ on train 1/)).toBeVisible()
    await expect(hover.getByRole('img', { name: 'x2 on train 1' })).toBeVisible()
    await look(page, testInfo, 'editor-hover-value')
  })

  await test.step('a primitive shows its example drawn', async () => {
    await page.mouse.move(0, 0)
    await expect(hover).toHaveCount(0)
    await page.locator('.view-line').last().getByText('move').hover()
    await expect(hover.getByRole('img').first()).toBeVisible()
    await look(page, testInfo, 'editor-hover-primitive')
    await page.mouse.move(0, 0)
  })

  await test.step('F9 steps through the values, arrows go from line to line and from pair to pair', async () => {
    await editor.goToLine(1)
    await page.keyboard.press('F9')
    await expect(editor.values).toBeFocused()
    await expect(editor.value(1)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('ArrowDown')
    await expect(editor.value(2)).toHaveAttribute('aria-selected', 'true')
    await page.keyboard.press('End')
    await expect(editor.value(3)).toHaveAttribute('aria-selected', 'true')
    await expect(editor.value(3)).toContainText('Grid, 8x6')
    await look(page, testInfo, 'editor-stepping')
    await page.keyboard.press('ArrowRight')
    await expect(editor.pair('train 2').getByRole('button', { name: 'train 2' })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await expect(editor.value(3)).toContainText('Grid, 6x6')
    await page.keyboard.press('ArrowLeft')
    await expect(editor.value(3)).toContainText('Grid, 8x6')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await expect(editor.values).not.toBeFocused()
    await editor.type(' # here')
    await expect.poll(() => editor.text()).toContain('x2 = first(x1) # here')
    await editor.replace(RIGHT)
  })

  await test.step('what the last edit changed is marked', async () => {
    await expect(editor.values.getByTitle('changed by the last edit')).toHaveCount(0)
    await editor.replace(RIGHT.replace('DOWN', 'UP'))
    await expect(editor.pairs.getByRole('status')).toHaveText('4 wrong')
    await expect(editor.value(3).getByTitle('changed by the last edit')).toBeVisible()
    await expect(editor.values.getByTitle('changed by the last edit')).toHaveCount(1)
  })

  await test.step('a failure while running is marked at its primitive, with reason and pairs', async () => {
    await editor.replace('x1 = ofcolor(I, TEN)\nx2 = first(x1)\nx3 = astuple(x2, x2)\nO = crop(I, ORIGIN, x2)')
    await expect(editor.squiggles.first()).toBeVisible()
    await editor.squiggles.first().hover({ force: true })
    await expect(hover.getByText(/on all 4 pairs/).first()).toBeVisible()
    await look(page, testInfo, 'editor-failure')
  })
})

test('long programs: thumbnails beside the lines, the current value enlarged', async ({ window, page }, testInfo) => {
  const editor = new EditorPage(page)
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()
  const middle = Array.from({ length: 24 }, (_, k) => `x${k + 5} = ${k % 2 ? 'h' : 'v'}mirror(x${k + 4})`)
  await editor.replace(
    [
      'x1 = lbind(shift, DOWN)',
      'x2 = objects(I, T, F, T)',
      'x3 = size(x2)',
      'x4 = upscale(I, THREE)',
      ...middle,
      'x29 = mapply(x1, x2)',
      'x30 = downscale(x28, THREE)',
      'O = fill(x30, x3, x29)',
    ].join('\n'),
  )
  await expect(editor.pairs.getByRole('status')).toHaveText('4 wrong')
  for (const [line, name] of [
    [1, 'function'],
    [2, 'objects'],
    [3, 'number'],
    [9, 'grid'],
  ] as const) {
    await editor.goToLine(line)
    await expect(editor.value(line)).toHaveAttribute('aria-selected', 'true')
    await look(page, testInfo, `editor-long-${name}`)
  }
})

test('library: versions, comparison, names, deletion and undo', async ({ window, page }, testInfo) => {
  const editor = new EditorPage(page)
  const dialog = page.getByRole('dialog')
  const programs = dialog.getByRole('listitem')
  await window.open(`#/tasks/${TASK}`)
  await editor.isReady()
  const seed = await editor.text()

  await test.step('two versions are kept, each with its score', async () => {
    for (const text of ['O = hmirror(I)', RIGHT]) {
      await editor.replace(text)
      await expect(editor.program.getByText('unsaved')).toBeVisible()
      await page.keyboard.press('ControlOrMeta+s')
      await expect(editor.program.getByText('unsaved')).toBeHidden()
    }
    await editor.library.click()
    await expect(programs).toHaveText([
      /kept now\s*mine\s*3 lines\s*4 of 4 right/,
      /mine\s*1 line\s*\d of 4 right/,
      /^Seed\s*seed\s*\d lines\s*4 of 4 right/,
    ])
  })

  await test.step('a program is compared with the text in the editor, or with any other', async () => {
    await programs.nth(1).getByRole('button').click()
    const comparison = dialog.getByRole('region', { name: 'Comparison' })
    await expect(comparison.locator('.line-delete').first()).toBeVisible()
    await expect(comparison.locator('.line-insert').first()).toBeVisible()
    await expect.poll(() => page.workers().some((worker) => worker.url().includes('/assets/editor.worker-'))).toBe(true)
    await look(page, testInfo, 'editor-library')
    await page.setViewportSize({ width: 760, height: 700 }) // the texts stand in one column, and keep their names
    await expect(comparison.getByRole('textbox', { name: 'Chosen program' })).toBeAttached()
    await look(page, testInfo, 'editor-library-narrow')
    await page.setViewportSize({ width: 1440, height: 900 })
    await expect(comparison.getByRole('textbox', { name: 'Program compared with' })).toBeAttached()
    await comparison.getByLabel('From').selectOption({ label: 'Seed, seed' })
    await expect(comparison.locator('.editor.original')).toContainText('move')
    await programs.nth(2).getByRole('button').click()
    await expect(comparison.getByText('the same text')).toBeVisible()
  })

  await test.step('a version gets a name', async () => {
    await programs.nth(1).getByRole('button').click()
    await dialog.getByLabel('Name').fill('Upside down')
    await page.keyboard.press('Enter')
    await expect(programs.nth(1)).toContainText('Upside down')
    const history = await window.ask('programs.history', { taskId: TASK })
    expect(history.map(({ name }) => name)).toEqual(['', 'Upside down', ''])
  })

  await test.step('it is deleted, and comes back', async () => {
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(programs).toHaveCount(2)
    await dialog.getByRole('button', { name: 'Undo' }).click()
    await expect(programs.nth(1)).toContainText('Upside down')
  })

  await test.step('it is restored: in the editor and kept', async () => {
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => editor.text()).toBe('O = hmirror(I)')
    await expect(editor.program.getByText('unsaved')).toBeHidden()
    expect(await window.ask('programs.get', { taskId: TASK })).toMatchObject({ text: 'O = hmirror(I)' })
  })

  await test.step('without versions of its own the task has its seed again', async () => {
    await editor.library.click()
    for (let left = 4; left > 1; left--) {
      await expect(programs).toHaveCount(left)
      await programs.first().getByRole('button').click()
      await dialog.getByRole('button', { name: 'Delete' }).click()
    }
    await expect(programs).toHaveText([/^Seed\s*kept now/])
    await dialog.getByRole('button', { name: 'Open' }).click()
    await expect.poll(() => editor.text()).toBe(seed)
    await expect(editor.program.getByText('unsaved')).toBeHidden()
  })
})

test('a program page that is left leaves nothing behind', async ({ window, page }) => {
  const editor = new EditorPage(page)
  const cdp = await page.context().newCDPSession(page)
  /** canvases that are alive, in the page or kept by something that is */
  const canvases = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage')
    const { result } = await cdp.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype' })
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' })
    const count = await cdp.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length }',
    })
    await cdp.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' })
    return count.result.value as number
  }
  const comeAndGo = async (times: number): Promise<void> => {
    for (let k = 0; k < times; k++) {
      await window.open('#/tasks/starter/training/moving-down-one')
      await editor.isReady()
      await window.open('#/search')
      await expect(page.getByRole('form', { name: 'Search' })).toBeVisible()
    }
  }
  await comeAndGo(2)
  const before = await canvases()
  await comeAndGo(4)
  await expect.poll(canvases).toBeLessThanOrEqual(before + 8) // of the page that was left last, for a while
})
