/**
 * The plots of docs/results.md: `npx tsx tools/drawCurves.ts` draws each `docs/plots/*.json` as a PNG of the same name, with the
 * window's own chart library in Chromium.
 */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'
import type uPlot from 'uplot'
import { z } from 'zod'
import { findChromium } from '../scripts/findChromium.mjs'

/** `values[k]` belongs to `x[k]`; `low` and `high`, where given, are drawn as a band. */
const curves = z.object({
  title: z.string(),
  xLabel: z.string(),
  yLabel: z.string(),
  isLogarithmic: z.boolean(),
  x: z.array(z.number()),
  series: z.array(
    z.object({
      label: z.string(),
      values: z.array(z.number()),
      low: z.array(z.number()).optional(),
      high: z.array(z.number()).optional(),
    }),
  ),
})
type Curves = z.infer<typeof curves>

declare global {
  interface Window {
    uPlot: typeof uPlot
  }
}

const COLOURS = ['#3f5bd9', '#187a4b', '#a3500a', '#7a3ea8', '#5d6673']
const folder = join(import.meta.dirname, '../docs/plots')
const library = dirname(createRequire(import.meta.url).resolve('uplot/package.json'))
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined })
const page = await browser.newPage({ viewport: { width: 760, height: 460 } })
await page.setContent('<body style="margin:0;background:#fff;font-family:sans-serif"><div id="plot"></div></body>')
await page.addStyleTag({ path: join(library, 'dist/uPlot.min.css') })
await page.addScriptTag({ path: join(library, 'dist/uPlot.iife.min.js') })
await page.evaluate('globalThis.__name = (named) => named') // tsx names functions, and the page knows nothing of it
for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json'))) {
  const data = curves.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
  await page.evaluate(draw, { data, colours: COLOURS })
  const target = join(folder, name.replace(/json$/, 'png'))
  await page.locator('#plot').screenshot({ path: target })
  console.log(target)
}
await browser.close()

/** Runs in the page. */
function draw({ data, colours }: { data: Curves; colours: readonly string[] }): void {
  const { title, xLabel, yLabel, isLogarithmic, x, series } = data
  const EDGE = 'edge of a band'
  const columns: number[][] = [x]
  const lines: uPlot.Series[] = [{}]
  const bands: uPlot.Band[] = []
  series.forEach(({ label, values, low, high }, k) => {
    const stroke = colours[k % colours.length] as string
    columns.push(values)
    lines.push({ label, stroke, width: 2, points: { show: true, size: 6, fill: stroke } })
    if (!low || !high) return
    columns.push(high, low)
    const edge: uPlot.Series = { stroke: 'transparent', label: EDGE, points: { show: false } }
    lines.push(edge, { ...edge })
    bands.push({ series: [columns.length - 2, columns.length - 1], fill: `${stroke}22` })
  })
  const node = document.getElementById('plot') as HTMLElement
  node.replaceChildren()
  new window.uPlot(
    {
      title,
      width: 740,
      height: 380,
      padding: [null, 32, null, null],
      scales: { x: { time: false, distr: isLogarithmic ? 3 : 1 }, y: { range: (_u, _min, max) => [0, max * 1.05] } },
      axes: [{ label: xLabel }, { label: yLabel }],
      legend: { show: true, live: false },
      series: lines,
      bands,
    },
    columns as unknown as uPlot.AlignedData,
    node,
  )
  for (const row of node.querySelectorAll('.u-series')) if (row.textContent?.trim() === EDGE) row.remove()
}
