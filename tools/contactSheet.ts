/**
 * Every view in light and dark on one sheet: `npx tsx tools/contactSheet.ts` after `npm run test:e2e`, which leaves a picture
 * of each in `test-results/views`. Writes `docs/views-light.jpg` and `docs/views-dark.jpg`.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../scripts/findChromium.mjs'

const COLUMNS = 3
const CELL_PX = 640

const root = join(import.meta.dirname, '..')
const views = join(root, 'test-results/views')
const names = (await readdir(views)).filter((name) => name.endsWith('.png')).sort()
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined })
for (const theme of ['light', 'dark'] as const) {
  const figures = await Promise.all(
    names
      .filter((name) => name.endsWith(`-${theme}.png`))
      .map(async (name) => {
        const picture = (await readFile(join(views, name))).toString('base64')
        const title = name.slice(0, -`-${theme}.png`.length).replaceAll('-', ' ')
        return `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${picture}"></figure>`
      }),
  )
  const [paper, ink] = theme === 'light' ? ['#fff', '#222'] : ['#000', '#ddd']
  const page = await browser.newPage({ viewport: { width: COLUMNS * (CELL_PX + 16) + 16, height: 800 } })
  await page.setContent(
    `<style>
      body { margin: 0; padding: 16px; display: grid; grid-template-columns: repeat(${COLUMNS}, 1fr); gap: 16px; background: ${paper}; color: ${ink}; font: 14px sans-serif }
      figure { margin: 0 }
      img { width: 100%; outline: 1px solid #8884 }
    </style>${figures.join('')}`,
  )
  await page.screenshot({ path: join(root, `docs/views-${theme}.jpg`), type: 'jpeg', quality: 70, fullPage: true })
  console.log(`docs/views-${theme}.jpg: ${figures.length} views`)
}
await browser.close()
