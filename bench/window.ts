/**
 * How the window feels while an experiment runs: `npx tsx bench/window.ts [--tasks 10000] [--minutes 10]` after `npm run build`.
 *
 * Makes a workspace of that many tasks, starts a Quick start run on it, and drives the window in Chromium: page load until the
 * gallery stands, filters, scrolling through the gallery, then a session of that many minutes over every view (editing a
 * program, sorting the replay buffer, watching the run). Prints frames a second, answer times, every main-thread task
 * above 50 ms by what was done meanwhile, and the heap after a collection, after the first round and after the last.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type CDPSession, type Page } from '@playwright/test'
import { startHeadlessHost } from '../e2e/headlessHost'
import { EditorPage } from '../e2e/support/editor'
import { connectToHost } from '../e2e/support/hostClient'
import { findChromium } from '../scripts/findChromium.mjs'
import { Rng } from '../src/core/util/rng'

const { values } = parseArgs({
  options: { tasks: { type: 'string', default: '10000' }, minutes: { type: 'string', default: '10' } },
})
const TASKS = Number(values.tasks)
const MINUTES = Number(values.minutes)
const SEED_TASK = 'starter/training/moving-down-one'

interface LongTask {
  readonly during: string
  readonly milliseconds: number
}
declare global {
  interface Window {
    longTasks: { start: number; duration: number }[]
  }
}

const workspace = await mkdtemp(join(tmpdir(), 'codeit-window-'))
const source = await mkdtemp(join(tmpdir(), 'codeit-tasks-'))
const host = await startHeadlessHost(workspace)
const { client, close } = await connectToHost(host.address)
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--disable-gpu'] })
try {
  await writeTasks(join(source, 'training'), TASKS)
  const imported = await client.call('tasks.import', { name: 'many', source: { path: source } })
  if (!imported.ok) throw new Error(imported.error.message)
  const made = await client.call('experiments.create', { preset: 'quick-start', changes: { metaIterations: 200 } })
  if (!made.ok) throw new Error(made.error.message)
  await client.call('experiments.start', { experimentId: made.value.id })

  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript('globalThis.__name = (named) => named') // tsx names functions, and the page knows nothing of it
  await page.addInitScript(() => {
    window.longTasks = []
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ start: startTime, duration })
    }).observe({ type: 'longtask', buffered: true })
  })
  const cdp = await page.context().newCDPSession(page)
  await measure(page, cdp, made.value.id)
} finally {
  await browser.close()
  close()
  await host.stop()
  await rm(workspace, { recursive: true, force: true })
  await rm(source, { recursive: true, force: true })
}

async function measure(page: Page, cdp: CDPSession, experimentId: string): Promise<void> {
  const long: LongTask[] = []
  const during = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await page.evaluate(() => (window.longTasks.length = 0))
    const result = await act()
    for (const { duration } of await page.evaluate(() => window.longTasks))
      long.push({ during: name, milliseconds: duration })
    return result
  }
  const gallery = page.getByRole('region', { name: 'Tasks' })
  const loads: number[] = []
  for (let k = 0; k < 5; k++) {
    const startedAt = performance.now()
    await page.goto('about:blank')
    await page.goto(`${host.address}#/tasks`)
    await gallery.getByRole('listitem').first().locator('canvas').first().waitFor()
    loads.push(performance.now() - startedAt)
    for (const { duration } of await page.evaluate(() => window.longTasks))
      long.push({ during: 'page load', milliseconds: duration })
  }
  tell('page load to a gallery that can be used, ms', loads)

  const search = page.getByRole('searchbox', { name: /Search by name/ })
  const answers: number[] = []
  for (const text of ['task-00', 'task-0012', '9', 'zz', '']) {
    answers.push(await during('filter', () => timeToSettle(page, () => search.fill(text))))
  }
  tell('filter of the gallery to a new picture, ms', answers)

  const frames = await during('scroll', () => scrollFrames(page))
  tell('frames a second while scrolling the gallery', frames)

  let heapBefore = NaN
  const endAt = performance.now() + MINUTES * 60_000
  const editor = new EditorPage(page)
  let rounds = 0
  while (performance.now() < endAt) {
    rounds++
    await page.goto(`${host.address}#/experiments/${experimentId}`)
    await during('watching the run', () =>
      page.getByRole('region', { name: 'Solved tasks' }).getByRole('img').waitFor(),
    )
    await page.goto(`${host.address}#/tasks/${SEED_TASK}`)
    await editor.isReady()
    await during('typing', async () => {
      await editor.goToLine(1)
      await page.keyboard.type('x9 = vmirror(I)\n', { delay: 40 })
      await editor.undo()
    })
    await page.goto(`${host.address}#/replay/${experimentId}`)
    const rows = page.getByRole('grid', { name: 'Experiences' }).locator('[role=rowgroup] [role=row]')
    await during('replay buffer', async () => {
      await rows.first().waitFor()
      await page.getByRole('columnheader', { name: /Priority/ }).click()
      await rows.nth(1).click()
    })
    await page.goto(`${host.address}#/tasks`)
    await during('gallery', () => scrollFrames(page))
    if (rounds === 1) heapBefore = await heap(cdp) // the editor and every view are loaded by then
  }
  const heapAfter = await heap(cdp)
  console.log(`session of ${MINUTES} minutes: ${rounds} rounds over the views`)
  console.log(
    `heap after a collection, MB: ${heapBefore.toFixed(1)} after the first round, ${heapAfter.toFixed(1)} after the last`,
  )
  const worst = long.toSorted((a, b) => b.milliseconds - a.milliseconds)
  console.log(
    `main-thread tasks above 50 ms: ${long.length}; longest ${worst[0]?.milliseconds.toFixed(0) ?? 'none'} ms`,
  )
  for (const name of new Set(worst.map((one) => one.during))) {
    const own = worst.filter((one) => one.during === name).map(({ milliseconds }) => milliseconds)
    console.log(`  ${name}: ${own.length}, longest ${own[0]?.toFixed(0)} ms`)
  }
}

/** Until two frames after an act have been drawn. */
async function timeToSettle(page: Page, act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await act()
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  )
  return performance.now() - startedAt
}

/** Frames a second in each of five seconds of wheel scrolling. */
async function scrollFrames(page: Page): Promise<number[]> {
  const list = page.getByRole('list', { name: 'Tasks' })
  await list.hover()
  const seconds: number[] = []
  for (let second = 0; second < 5; second++) {
    const counting = page.evaluate(
      () =>
        new Promise<number>((done) => {
          const from = performance.now()
          let frames = 0
          const next = (): void => {
            frames++
            if (performance.now() - from >= 1000) done((1000 * frames) / (performance.now() - from))
            else requestAnimationFrame(next)
          }
          requestAnimationFrame(next)
        }),
    )
    for (let k = 0; k < 20; k++) await page.mouse.wheel(0, 400)
    seconds.push(await counting)
  }
  return seconds
}

async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}

function tell(what: string, figures: readonly number[]): void {
  const sorted = figures.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN
  console.log(
    `${what}: median ${middle.toFixed(1)}, worst of ${sorted.length} ${sorted[0]?.toFixed(1)} to ${sorted.at(-1)?.toFixed(1)}`,
  )
}

async function writeTasks(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const rng = Rng.fromSeed(1, 'window')
  const grid = (): number[][] => {
    const [rows, cols] = [3 + rng.int(28), 3 + rng.int(28)]
    return Array.from({ length: rows }, () => Array.from({ length: cols }, () => (rng.next() < 0.7 ? 0 : rng.int(10))))
  }
  for (let k = 0; k < count; k++) {
    const pairs = Array.from({ length: 4 }, () => ({ input: grid(), output: grid() }))
    const name = `task-${String(k).padStart(5, '0')}.json`
    await writeFile(join(folder, name), JSON.stringify({ train: pairs.slice(0, 3), test: pairs.slice(3) }))
  }
}
