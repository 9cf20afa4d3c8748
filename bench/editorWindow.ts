/**
 * What an edit costs in the window itself, in a real Chromium over the headless host: `npx tsx bench/editorWindow.ts
 * [edits]`, after `npm run build`. A letter is typed and taken away, so that a line names another variable, and all pairs
 * turn from right to wrong and back. `results`: from the key to the frame that shows the new count of pairs; `completion`: from
 * the key that asks for the list of names to the frame that shows it; `longTasks`: work of the window's own thread of more
 * than 50 ms meanwhile, which a person would feel as a frozen key. Milliseconds; the machine's load counts.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { startHeadlessHost } from '../e2e/headlessHost'
import { EditorPage } from '../e2e/support/editor'
import { findChromium } from '../scripts/findChromium.mjs'
import { summary } from './summary'

const edits = Number(process.argv[2] ?? 40)
const executablePath = findChromium()
/** two ways to move, of which the last line takes the first */
const WAYS = ['b = astuple(ONE, ZERO)', 'bb = astuple(NEG_ONE, ZERO)']
const PROGRAMS = {
  short: [...WAYS, 'x1 = objects(I, T, F, T)', 'x2 = first(x1)', 'O = move(I, x2, b)'].join('\n'),
  /** as long as the longest of arc-dsl's solvers are, on grids of 24 x 18 */
  long: [
    ...WAYS,
    'x1 = upscale(I, THREE)',
    ...Array.from({ length: 50 }, (_, k) => `x${k + 2} = ${k % 2 ? 'h' : 'v'}mirror(x${k + 1})`),
    'x52 = rot180(x51)',
    'x53 = downscale(x52, THREE)',
    'x54 = objects(I, T, F, T)',
    'x55 = first(x54)',
    'O = move(I, x55, b)',
  ].join('\n'),
}

interface Seen {
  readonly results: number[]
  readonly completion: number[]
  readonly longTasks: number[]
}

const directory = await mkdtemp(join(tmpdir(), 'codeit-bench-'))
const host = await startHeadlessHost(directory)
const browser = await chromium.launch(executablePath ? { executablePath } : {})
try {
  for (const [name, text] of Object.entries(PROGRAMS)) console.log(name, JSON.stringify(await measure(text)))
} finally {
  await browser.close()
  await host.stop()
  await rm(directory, { recursive: true, force: true })
}

async function measure(text: string): Promise<Record<string, unknown>> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript('globalThis.__name = (named) => named') // tsx names functions, and the page knows nothing of it
  const editor = new EditorPage(page)
  await page.goto(`${host.address}#/tasks/starter/training/moving-down-one`)
  await editor.isReady()
  await editor.replace(text)
  const status = editor.pairs.getByRole('status')
  await status.getByText('4 right').waitFor()
  await page.keyboard.press('ArrowLeft') // behind the b
  await status.evaluate((node) => {
    const seen: Seen = { results: [], completion: [], longTasks: [] }
    Object.assign(globalThis, { seen })
    let pressedAt = 0
    addEventListener('keydown', () => (pressedAt = performance.now()), true)
    addEventListener(
      'keydown',
      (event) => {
        if ((event as Event & { readonly code: string }).code !== 'Space') return
        const at = performance.now()
        const look = (): void => {
          if (document.querySelector<HTMLElement>('.suggest-widget .monaco-list-row')?.offsetHeight)
            seen.completion.push(performance.now() - at)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      },
      true,
    )
    let shown = ''
    new MutationObserver(() => {
      const words = node.textContent?.trim() ?? ''
      if (words === shown || !/^4 (right|wrong)$/.test(words)) return
      shown = words
      const at = pressedAt
      requestAnimationFrame(() => seen.results.push(performance.now() - at))
    }).observe(node, { childList: true, subtree: true, characterData: true })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longTasks.push(duration)
    }).observe({ type: 'longtask' })
  })
  for (let k = 0; k < edits; k++) {
    await page.keyboard.press(k % 2 === 0 ? 'b' : 'Backspace')
    await status.getByText(k % 2 === 0 ? '4 wrong' : '4 right', { exact: true }).waitFor()
  }
  const list = page.locator('.suggest-widget')
  for (let k = 0; k < edits; k++) {
    await page.keyboard.press('Control+Space')
    await list.locator('.monaco-list-row').first().waitFor()
    await page.keyboard.press('Escape')
    await list.waitFor({ state: 'hidden' })
  }
  const { results, completion, longTasks } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  await page.close()
  return {
    lines: text.split('\n').length,
    results: { count: results.length, ...summary(results, 0) },
    completion: { count: completion.length, ...summary(completion, 0) },
    longTasks: { count: longTasks.length, max: Math.round(Math.max(0, ...longTasks)) },
  }
}
