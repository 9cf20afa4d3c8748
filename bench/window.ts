/**
 * How the window feels while an experiment runs, after `npm run build`:
 *
 *     npx tsx bench/window.ts [--tasks 10000 | --tasks-from DIR] [--experiences 0] [--minutes 10] [--profiles DIR]
 *
 * Makes a workspace of so many made-up tasks or the ARC tasks of a folder, with an experiment whose replay buffer holds so
 * many experiences and a Quick start run, and drives the window in Chromium without a GPU: page loads until the gallery
 * stands, filters, scrolling, then rounds over every view for so many minutes. Prints frames a second, answer times, the
 * main thread's CPU time and its tasks above 50 ms by step, and the heap after a collection, round by round. `--profiles` keeps a CPU profile of
 * each step's first time, to be opened in Chromium's developer tools.
 */
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../scripts/findChromium.mjs'
import { makeWorkspace, type MadeWorkspace } from './window/madeWorkspace'
import { MainThread, type StepFigures } from './window/mainThread'
import { filterFor, scrollGallery, stepsOf } from './window/session'

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    'tasks-from': { type: 'string' },
    experiences: { type: 'string', default: '0' },
    minutes: { type: 'string', default: '10' },
    profiles: { type: 'string' },
  },
})
const MINUTES = Number(values.minutes)
const LOADS = 5

const workspace = await makeWorkspace({
  tasks: Number(values.tasks),
  tasksFrom: values['tasks-from'],
  experiences: Number(values.experiences),
})
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--disable-gpu'] })
try {
  if (values.profiles) await mkdir(values.profiles, { recursive: true })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(60_000)
  await page.addInitScript('globalThis.__name = (named) => named') // tsx names functions, and the page knows nothing of it
  const mainThread = await MainThread.watch(page, values.profiles ?? null)
  await measureGallery(page, mainThread, workspace)
  await keepSession(page, mainThread, workspace)
  tellSteps(mainThread.steps)
} finally {
  await browser.close()
  await workspace.remove()
}

async function measureGallery(page: Page, mainThread: MainThread, { host }: MadeWorkspace): Promise<void> {
  const loads: number[] = []
  for (let k = 0; k < LOADS; k++) {
    await page.goto('about:blank')
    const startedAt = performance.now()
    await mainThread.during('page load', async () => {
      await page.goto(`${host.address}#/tasks`)
      await page.getByRole('list', { name: 'Tasks' }).locator('canvas').first().waitFor()
      loads.push(performance.now() - startedAt)
    })
  }
  tell('page load to a gallery that can be used, ms', loads)
  const answers: number[] = []
  for (const text of ['task-00', 'task-0012', '9', 'zz', ''])
    answers.push(await mainThread.during('filter', () => filterFor(page, text)))
  tell(
    'filter of the gallery to a new picture, ms',
    answers.filter((one) => !Number.isNaN(one)),
  )
  tell('frames a second while scrolling the gallery', await mainThread.during('scroll', () => scrollGallery(page, 5)))
}

/** Rounds over every view, at least one. */
async function keepSession(page: Page, mainThread: MainThread, made: MadeWorkspace): Promise<void> {
  const endAt = performance.now() + MINUTES * 60_000
  const heaps: number[] = []
  do {
    for (const { name, hash, act } of stepsOf(page, made)) {
      await mainThread.during(name, async () => {
        await page.goto(`${made.host.address}${hash}`)
        await act()
      })
    }
    await page.goto(`${made.host.address}#/tasks`)
    heaps.push(await mainThread.heap())
  } while (performance.now() < endAt)
  console.log(`session of ${MINUTES} minutes, ${heaps.length} rounds over the views`)
  console.log(`heap after a collection, round by round, MB: ${heaps.map((one) => one.toFixed(1)).join(' ')}`)
}

function tell(what: string, figures: readonly number[]): void {
  const sorted = figures.toSorted((a, b) => a - b)
  console.log(
    `${what}: median of ${sorted.length} ${middleOf(figures).toFixed(1)}, ${sorted[0]?.toFixed(1)} to ${sorted.at(-1)?.toFixed(1)}`,
  )
}

function tellSteps(steps: ReadonlyMap<string, StepFigures>): void {
  const all = [...steps.values()].flatMap(({ long }) => long)
  console.log(`main-thread tasks above 50 ms: ${all.length}, longest ${Math.max(0, ...all).toFixed(0)} ms`)
  for (const [step, { long, cpu }] of steps) {
    const name = step.padEnd(20)
    const median = middleOf(cpu).toFixed(0).padStart(6)
    console.log(
      `  ${name} CPU ms: median ${median}, tasks above 50 ms: ${long.length}, longest ${Math.max(0, ...long).toFixed(0)}`,
    )
  }
}

function middleOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}
