import type { Page } from '@playwright/test'
import { look } from './support/look'
import { expect, test } from './support/window'

const COPIED = 'starter/training/moving-down-one'

const gridOf = (page: Page, name: string) => page.getByRole('grid', { name: new RegExp(`^${name}, \\d+ by`) })
const tool = (page: Page, name: string) => page.getByRole('group', { name: 'Tool' }).getByRole('button', { name })
const colour = (page: Page, name: string) => page.getByRole('group', { name: 'Colour' }).getByRole('button', { name })

/** A place in a grid to press: the middle of a cell. */
async function cellOf(page: Page, grid: string, [i, j]: [number, number]): Promise<{ x: number; y: number }> {
  const name = (await gridOf(page, grid).getAttribute('aria-label')) ?? ''
  const [, rows = 1, cols = 1] = (/, (\d+) by (\d+)$/.exec(name) ?? []).map(Number)
  const box = await gridOf(page, grid).boundingBox()
  if (!box) throw new Error(`${grid} is not in sight`)
  return { x: box.x + ((j + 0.5) / cols) * box.width, y: box.y + ((i + 0.5) / rows) * box.height }
}

async function press(page: Page, grid: string, cell: [number, number], to: [number, number] = cell): Promise<void> {
  const start = await cellOf(page, grid, cell)
  const end = await cellOf(page, grid, to)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(end.x, end.y)
  await page.mouse.up()
}

test('a new task: drawn by pointer and keyboard, saved, found again, changed and removed', async ({
  window,
  page,
}, testInfo) => {
  await window.open()
  await page.getByRole('link', { name: 'New task' }).click()
  const save = page.getByRole('button', { name: 'Save' })
  const undo = page.getByRole('button', { name: 'Undo', exact: true })
  await expect(save).toBeDisabled()

  await test.step('paint, rectangle, fill', async () => {
    await colour(page, 'red').click()
    await press(page, 'train 1, input', [0, 0], [0, 2])
    await tool(page, 'Rectangle').click()
    await page.keyboard.press('4')
    await expect(colour(page, 'yellow')).toHaveAttribute('aria-pressed', 'true')
    await press(page, 'train 1, output', [0, 0], [1, 1])
    await tool(page, 'Fill').click()
    await page.keyboard.press('8')
    await press(page, 'train 1, output', [2, 2])
  })

  await test.step('the same by keyboard alone', async () => {
    await gridOf(page, 'train 1, input').focus()
    await page.keyboard.press('p')
    await page.keyboard.press('3')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press(' ')
    await expect(gridOf(page, 'train 1, input').getByRole('gridcell')).toHaveText(/: green$/)
    await page.keyboard.press('ControlOrMeta+z')
    await expect(gridOf(page, 'train 1, input').getByRole('gridcell')).toHaveText(/: black$/)
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await expect(gridOf(page, 'train 1, input').getByRole('gridcell')).toHaveText(/: green$/)
  })

  await test.step('sizes, pairs and a selection', async () => {
    await page.getByLabel('Columns').fill('4')
    await page.getByLabel('Columns').press('Enter')
    await expect(gridOf(page, 'train 1, input')).toHaveAccessibleName('train 1, input, 3 by 4')
    await page.getByLabel('Rows').fill('99')
    await page.getByLabel('Rows').press('Enter')
    await expect(page.getByLabel('Rows')).toHaveValue('30')
    await undo.click()
    await page.getByRole('button', { name: 'Add a test pair' }).click()
    await expect(page.getByRole('list', { name: 'Test pairs' }).getByRole('listitem')).toHaveCount(2)
    await page.getByRole('button', { name: 'Remove the pair' }).click()
    await page.getByRole('button', { name: /^train 1/ }).click()
    await tool(page, 'Select').click()
    await press(page, 'train 1, input', [0, 0], [0, 1])
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByRole('button', { name: /^test 1/ }).click()
    await gridOf(page, 'test 1, input').focus()
    await page.keyboard.press('ControlOrMeta+v')
    await expect(gridOf(page, 'test 1, input').getByRole('gridcell')).toHaveText(/: red$/)
  })

  await test.step('unsaved, it survives leaving and a reload', async () => {
    await page.getByLabel('Name', { exact: true }).fill('my-first')
    await page.getByLabel('Tags, with commas between').fill('drawn, small')
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Tasks' }).click()
    await page.getByRole('link', { name: 'New task' }).click()
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('my-first')
    await page.reload()
    await expect(page.getByText('unsaved')).toBeVisible()
    await look(page, testInfo, 'task-editor')
  })

  await test.step('saved', async () => {
    await save.click()
    await expect(page).toHaveURL(/#\/tasks\/mine\/training\/my-first\/edit$/)
    await expect(page.getByText('unsaved')).toBeHidden()
    const kept = await window.ask('tasks.get', { taskId: 'mine/training/my-first' })
    expect(kept.tags).toEqual(['drawn', 'small'])
    expect(kept.task.train[0]).toEqual({
      input: [
        [2, 2, 2, 0],
        [0, 0, 3, 0],
        [0, 0, 0, 0],
      ],
      output: [
        [4, 4, 8],
        [4, 4, 8],
        [8, 8, 8],
      ],
    })
    expect(kept.task.test.map(({ input }) => input[0])).toEqual([[0, 2, 2]])
  })

  await test.step('another one of that name is refused', async () => {
    await window.open('#/tasks/new')
    await page.getByLabel('Name', { exact: true }).fill('my-first')
    await save.click()
    await expect(page.getByRole('alert')).toHaveText(
      /name: there is a task 'mine\/training\/my-first' already \(Choose/,
    )
    await page.getByLabel('Name', { exact: true }).fill('../other')
    await save.click()
    await expect(page.getByRole('alert')).toHaveText(/name: nothing can be named '\.\.\/other' \(Use letters/)
  })

  await test.step('changed in its place', async () => {
    await window.open('#/tasks/mine/training/my-first/edit')
    await page.getByRole('button', { name: 'Turn a quarter clockwise' }).click()
    await page.keyboard.press('ControlOrMeta+s')
    await expect(page.getByText('unsaved')).toBeHidden()
    const { task } = await window.ask('tasks.get', { taskId: 'mine/training/my-first' })
    expect(task.train[0]?.input).toEqual([
      [0, 0, 2],
      [0, 0, 2],
      [0, 3, 2],
      [0, 0, 0],
    ])
  })

  await test.step('removed, and brought back', async () => {
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await expect(page.getByRole('region', { name: 'Tasks' }).getByRole('status')).toHaveText('123')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(page).toHaveURL(/my-first\/edit$/)
    await expect(gridOf(page, 'train 1, input')).toHaveAccessibleName('train 1, input, 4 by 3')
  })
})

test('a task that came with the workbench is edited as a copy', async ({ window, page }, testInfo) => {
  await window.open(`#/tasks/${COPIED}`)
  await page.getByRole('navigation', { name: 'This task' }).getByRole('link', { name: 'Edit' }).click()
  await expect(page.getByRole('heading', { name: 'Edit a copy' })).toBeVisible()
  await tool(page, 'Recolour').click()
  await colour(page, 'maroon').click()
  await press(page, 'train 1, input', [0, 1])
  await look(page, testInfo, 'task-editor-copy')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page).toHaveURL(/#\/tasks\/mine\/training\/moving-down-one\/edit$/)
  await expect(page.getByRole('heading', { name: 'Edit', exact: true })).toBeVisible()
  const copy = await window.ask('tasks.get', { taskId: 'mine/training/moving-down-one' })
  const original = await window.ask('tasks.get', { taskId: COPIED })
  expect(copy.task.train[0]?.input[0]).toEqual([0, 9, 0, 0, 0, 0])
  expect(original.task.train[0]?.input[0]).toEqual([0, 3, 0, 0, 0, 0])
  expect(copy.task.train.slice(1)).toEqual(original.task.train.slice(1))

  await page.setViewportSize({ width: 1024, height: 700 })
  await look(page, testInfo, 'task-editor-narrow')
})
