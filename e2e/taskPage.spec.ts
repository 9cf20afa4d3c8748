import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { decodeMessage } from '../src/ipc/codec'
import type { Message, Params } from '../src/ipc/contract'
import { EditorPage } from './support/editor'
import { look } from './support/look'
import { expect, test } from './support/window'

const TASK = 'starter/training/moving-down-one'
const LINK = `#/tasks/${TASK}/grids`

const regionOf = (page: Page) => page.getByRole('region', { name: 'Grids' })
const gridOf = (page: Page, name: string) => regionOf(page).getByRole('grid', { name: new RegExp(`^${name}, \\d+ by`) })
const pointed = (page: Page) => page.getByLabel('Cell under the pointer')

/** What is drawn in a grid, to tell one way of drawing from another. */
const drawing = (page: Page, name: string): Promise<string> =>
  gridOf(page, name)
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())

test('a task with all its pairs: cells, ways of drawing, keyboard, mark and export', async ({
  window,
  page,
}, testInfo) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' }) // as `look` leaves it
  await window.open(LINK)
  const grids = regionOf(page)

  await test.step('its pairs beside each other, with their sizes and what is known of it', async () => {
    await expect(grids.getByRole('list', { name: 'Demonstration pairs' }).getByRole('listitem')).toHaveCount(3)
    await expect(grids.getByRole('list', { name: 'Test pairs' }).getByRole('listitem')).toHaveCount(1)
    await expect(gridOf(page, 'train 1, input')).toHaveAccessibleName('train 1, input, 8 by 6')
    await expect(grids).toContainText('The shape moves down by one cell.')
    await expect(grids).toContainText(/version\s+[0-9a-f]{10}/)
    await expect(grids).toContainText(/Solved by\s+a seed/)
  })

  await test.step('the cell under the pointer and under the cursor is told', async () => {
    const input = gridOf(page, 'train 1, input')
    await input.hover({ position: { x: 3, y: 3 } })
    await expect(pointed(page)).toHaveText('train 1, input: i 0, j 0: black (0)')
    await input.focus()
    await page.keyboard.press('ArrowRight')
    await expect(pointed(page)).toHaveText('train 1, input: i 0, j 1: green (3), black (0) on the other side')
    await expect(input.getByRole('gridcell')).toHaveText('row 1, column 2: green')
    await page.keyboard.press('ArrowUp')
    await expect(input.getByRole('gridcell')).toHaveText('row 1, column 2: green')
  })

  await test.step('lines, digits, diff, objects and colours change the drawing and are remembered', async () => {
    const before = await drawing(page, 'train 1, output')
    let last = before
    const changed = async (change: () => Promise<unknown>): Promise<void> => {
      await change()
      await expect.poll(() => drawing(page, 'train 1, output')).not.toBe(last)
      last = await drawing(page, 'train 1, output')
    }
    const bar = page.getByRole('toolbar', { name: 'How grids are drawn' })
    await changed(() => bar.getByRole('button', { name: 'Lines' }).click())
    await changed(() => bar.getByRole('button', { name: 'Digits' }).click())
    await changed(() => bar.getByRole('combobox', { name: 'Objects' }).selectOption('One colour, by corners too'))
    await changed(() => bar.getByRole('combobox', { name: 'Grid colours' }).selectOption('Colour-blind safe'))
    await look(page, testInfo, 'task-objects')
    await changed(() => bar.getByRole('button', { name: 'Diff' }).click())
    await expect(grids.getByRole('listitem', { name: 'train 1' })).toContainText('6 cells changed')
    const width = async (): Promise<number> => (await gridOf(page, 'train 1, input').boundingBox())?.width ?? 0
    const fitting = await width()
    await bar.getByRole('button', { name: 'Larger' }).click()
    await expect.poll(width).toBeGreaterThan(fitting)
    await page.keyboard.press('-')
    await expect.poll(width).toBe(fitting)
    await expect
      .poll(async () => (await window.ask('workspace.get', {})).settings)
      .toMatchObject({
        palette: 'colour-blind',
        layout: { 'task.display': { lines: false, digits: true, diff: true, objects: 'one-corners', zoom: 1 } },
      })
    await page.reload()
    await expect(bar.getByRole('button', { name: 'Digits' })).toHaveAttribute('aria-pressed', 'true')
    await expect.poll(() => drawing(page, 'train 1, output')).toBe(last)
    await look(page, testInfo, 'task-diff')
    await bar.getByRole('button', { name: 'Lines' }).click()
    await bar.getByRole('button', { name: 'Digits' }).click()
    await bar.getByRole('button', { name: 'Diff' }).click()
    await bar.getByRole('combobox', { name: 'Objects' }).selectOption('No objects')
    await bar.getByRole('combobox', { name: 'Grid colours' }).selectOption('ARC colours')
    await expect.poll(() => drawing(page, 'train 1, output')).toBe(before)
    await look(page, testInfo, 'task')
  })

  await test.step('a pair as SVG, the task as PNG', async () => {
    const saved = async (what: string, format: string): Promise<{ name: string; bytes: Buffer }> => {
      await grids.getByRole('button', { name: `Export ${what}` }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: `Save as ${format}` }).click()
      const file = await download
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
    }
    const svg = await saved('train 2', 'SVG')
    expect(svg.name).toBe('moving-down-one-train-2.svg')
    expect(svg.bytes.toString()).toMatch(
      /^<svg xmlns=.*<title>moving-down-one-train-2<\/title>.*fill="#FF4136".*<\/svg>\s*$/s,
    )
    const png = await saved('the task', 'PNG')
    expect(png.name).toBe('moving-down-one.png')
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(png.bytes.length).toBeGreaterThan(2000)
  })

  await test.step('known bad, over a reload and in the gallery', async () => {
    const mark = page.getByRole('button', { name: 'Known bad' })
    await mark.click()
    await expect(mark).toHaveAttribute('aria-pressed', 'true')
    await page.reload()
    await expect(mark).toHaveAttribute('aria-pressed', 'true')
    await expect(page.getByRole('link', { name: /moving-down-one, .*known bad/ })).toBeVisible()
    await mark.click()
    await expect(mark).toHaveAttribute('aria-pressed', 'false')
  })

  await test.step('to the next task and back by keyboard; to its program', async () => {
    await page.keyboard.press('j')
    await expect(page).not.toHaveURL(new RegExp(`${TASK}/grids$`))
    await expect(page).toHaveURL(/#\/tasks\/starter\/training\/[^/]+\/grids$/)
    await page.keyboard.press('k')
    await expect(page).toHaveURL(new RegExp(`${TASK}/grids$`))
    await page.getByRole('navigation', { name: 'This task' }).getByRole('link', { name: 'Program' }).click()
    await expect(page).toHaveURL(new RegExp(`${TASK}$`))
    const editor = new EditorPage(page)
    await editor.isReady()
    await page.keyboard.press('j')
    await expect(page).toHaveURL(/#\/tasks\/starter\/training\/[^/]+$/)
    await expect(page).not.toHaveURL(new RegExp(`${TASK}$`))
    await editor.isReady()
    await page.keyboard.press('k')
    await expect(page).toHaveURL(new RegExp(`${TASK}$`))
    await editor.isReady()
  })

  await test.step('to its experiences in a replay buffer', async () => {
    const experiment = await window.ask('experiments.create', { preset: 'quick-start', changes: {} })
    await page.getByRole('link', { name: 'Experiences' }).click()
    await expect(page).toHaveURL(new RegExp(`#/replay/${experiment.id}/task/${TASK}$`))
    const chip = page.getByRole('search').getByRole('button', { name: 'moving-down-one' })
    await expect(chip).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('a task that is not there', async () => {
    await window.open('#/tasks/starter/training/nowhere/grids')
    await expect(page.getByText('There is no task starter/training/nowhere')).toBeVisible()
  })
})

test('the gallery asks only for the grids in view, whatever the number of tasks', async ({ window, page }) => {
  const asked: string[] = []
  const listed: number[] = []
  page.on('websocket', (socket) => {
    const read = (payload: string | Buffer): Message => {
      const message = decodeMessage(Buffer.from(payload))
      if (!message.ok) throw new Error(message.error.message)
      return message.value as Message
    }
    let listId = NaN
    socket.on('framesent', ({ payload }) => {
      const message = read(payload)
      if (message.kind !== 'request') return
      if (message.command === 'tasks.list') listId = message.id
      if (message.command === 'tasks.thumbnails') asked.push(...(message.params as Params<'tasks.thumbnails'>).taskIds)
    })
    socket.on('framereceived', ({ payload }) => {
      const message = read(payload)
      if (message.kind === 'response' && message.id === listId) listed.push(Buffer.from(payload).length)
    })
  })
  await page.setViewportSize({ width: 1024, height: 500 })
  await window.open('#/tasks')
  const cards = page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')
  const tasks = await window.ask('tasks.list', {})
  const last = page.locator(`a[data-index="${tasks.length - 1}"]`)
  await expect(cards.first()).toBeVisible()
  await expect.poll(async () => new Set(asked).size - (await cards.count())).toBe(0)
  expect(asked.length).toBeLessThan(tasks.length / 2)
  expect(listed[0]).toBeLessThan(600 * tasks.length)

  await test.step('and for no more of them than scroll by; rows are reused', async () => {
    const before = await cards.count()
    await cards.first().getByRole('link').focus()
    await page.keyboard.press('End')
    await expect(last).toBeFocused()
    expect(await cards.count()).toBeLessThanOrEqual(before)
    await expect.poll(() => asked.includes(tasks.at(-1)?.id ?? '')).toBe(true)
    expect(new Set(asked).size).toBeLessThanOrEqual(2 * before)
    await page.keyboard.press('Home')
    await expect(page.locator('a[data-index="0"]')).toBeFocused()
    expect(new Set(asked).size).toBe(asked.length)
  })
})

test('the gallery is filtered by what tasks are', async ({ window, page }, testInfo) => {
  await window.open('#/tasks')
  const count = page.getByRole('region', { name: 'Tasks' }).getByRole('status')
  const filters = page.getByRole('search', { name: 'Filter the tasks' })
  const tasks = await window.ask('tasks.list', {})
  const shows = async (wanted: (task: (typeof tasks)[number]) => boolean): Promise<void> => {
    const fitting = tasks.filter(wanted).length
    expect(fitting).toBeGreaterThan(0)
    expect(fitting).toBeLessThan(tasks.length)
    await expect(count).toHaveText(`${fitting} of ${tasks.length}`)
  }

  await filters.getByRole('combobox', { name: 'Solved' }).selectOption('Solved by a seed')
  await shows(({ hasSeed }) => hasSeed)
  await filters.getByRole('combobox', { name: 'Longest side' }).selectOption('Longest side 6 to 10')
  await shows(({ hasSeed, measures }) => hasSeed && measures.side >= 6 && measures.side <= 10)
  await filters.getByRole('button', { name: 'Clear' }).click()
  await expect(count).toHaveText(String(tasks.length))

  await filters.getByRole('combobox', { name: 'Output against input' }).selectOption('Smaller output')
  await shows(({ measures }) => measures.sizeChange === 'smaller')
  await filters.getByRole('button', { name: 'Clear' }).click()
  await filters.getByRole('button', { name: 'With maroon' }).click()
  await shows(({ measures }) => measures.colours.includes(9))
  await filters.getByRole('combobox', { name: 'Dataset' }).selectOption('starter')
  await expect(page.getByRole('region', { name: 'Tasks' })).toContainText(/version [0-9a-f]{10}, comes with/)
  await look(page, testInfo, 'tasks-filtered')
  await filters.getByRole('button', { name: 'Clear' }).click()

  await filters.getByRole('combobox', { name: 'Tag' }).selectOption('diagonal')
  await shows(({ tags }) => tags.includes('diagonal'))
  await filters.getByRole('button', { name: 'Clear' }).click()
  await window.ask('tasks.mark', { taskId: TASK, isKnownBad: true })
  await filters.getByRole('combobox', { name: 'Mark' }).selectOption('Known bad')
  await shows(({ id }) => id === TASK)

  await page.setViewportSize({ width: 1024, height: 700 })
  await window.open(LINK)
  await expect(regionOf(page).getByRole('grid').first()).toBeVisible()
  await look(page, testInfo, 'task-narrow')
})
