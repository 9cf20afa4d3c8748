import type { Cells } from './drawGrid'
import { ARROW_PX, type GridSheet } from './gridSheet'
import { inkOn } from './palette'

/** How the grids of a sheet look. */
export interface SheetStyle {
  readonly palette: readonly string[]
  readonly gridLines: boolean
  readonly digits: boolean
}

export const SHEET_INK = '#1c2026'
export const SHEET_LINE = '#ffffff'
export const SHEET_LINE_OPACITY = 0.3

/** A sheet as the text of an SVG file: cells of one colour side by side are one rectangle, nothing is fetched. */
export function sheetSvg(sheet: GridSheet, style: SheetStyle): string {
  const { title, width, height, grids, captions, arrows, cellPx } = sheet
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...grids.flatMap(({ x, y, cells }) => gridParts(cells, x, y, cellPx, style)),
    `<g font-family="sans-serif" font-size="13" fill="${SHEET_INK}">`,
    ...captions.map(({ x, y, text }) => `<text x="${x}" y="${y}">${escapeXml(text)}</text>`),
    '</g>',
    `<g fill="none" stroke="${SHEET_INK}" stroke-width="1.5">`,
    ...arrows.map(({ x, y }) => `<path d="M${x - ARROW_PX} ${y}H${x}M${x - 5} ${y - 5}L${x} ${y}L${x - 5} ${y + 5}"/>`),
    '</g>',
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function gridParts(cells: Cells, x: number, y: number, cellPx: number, style: SheetStyle): string[] {
  const { palette, gridLines, digits } = style
  const cols = cells[0]?.length ?? 0
  const rects = cells.flatMap((row, i) =>
    runsOf(row).map(
      ({ from, to, colour }) =>
        `<rect x="${x + from * cellPx}" y="${y + i * cellPx}" width="${(to - from) * cellPx}" height="${cellPx}" ` +
        `fill="${palette[colour] ?? '#ffffff'}"/>`,
    ),
  )
  const verticals = Array.from({ length: cols - 1 }, (_, k) => `M${x + (k + 1) * cellPx} ${y}v${cells.length * cellPx}`)
  const horizontals = Array.from(
    { length: cells.length - 1 },
    (_, k) => `M${x} ${y + (k + 1) * cellPx}h${cols * cellPx}`,
  )
  const lines = [...verticals, ...horizontals].join('')
  const texts = cells.flatMap((row, i) =>
    row.map(
      (colour, j) =>
        `<text x="${x + (j + 0.5) * cellPx}" y="${y + (i + 0.5) * cellPx}" ` +
        `fill="${inkOn(palette[colour] ?? '#ffffff')}">${colour}</text>`,
    ),
  )
  return [
    '<g shape-rendering="crispEdges">',
    ...rects,
    ...(gridLines && lines !== ''
      ? [`<path d="${lines}" stroke="${SHEET_LINE}" stroke-opacity="${SHEET_LINE_OPACITY}"/>`]
      : []),
    '</g>',
    ...(digits
      ? [
          '<g font-family="sans-serif" font-size="11" text-anchor="middle" dominant-baseline="central">',
          ...texts,
          '</g>',
        ]
      : []),
  ]
}

/** Stretches of one colour in a row; `to` is the column after the last one. */
function runsOf(row: readonly number[]): { from: number; to: number; colour: number }[] {
  const runs: { from: number; to: number; colour: number }[] = []
  row.forEach((colour, j) => {
    const last = runs.at(-1)
    if (last?.colour === colour) last.to = j + 1
    else runs.push({ from: j, to: j + 1, colour })
  })
  return runs
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
