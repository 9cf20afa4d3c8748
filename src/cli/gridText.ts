import type { Grid } from '../core/grid/grid'

const LARGEST_SHOWN = 30
const LARGEST_BESIDE = 12

/** Two grids beside each other (below each other when wide), wrong cells of the second in brackets. */
export function compareLines(wanted: Grid, got: Grid): string[] {
  if (Math.max(wanted.rows, wanted.cols, got.rows, got.cols) > LARGEST_SHOWN) return []
  const isSameShape = wanted.rows === got.rows && wanted.cols === got.cols
  const left = ['wanted', ...wanted.toRows().map((row) => row.map((colour) => ` ${digit(colour)} `).join(''))]
  const right = [
    'got',
    ...got
      .toRows()
      .map((row, i) =>
        row
          .map((colour, j) => (isSameShape && wanted.at(i, j) !== colour ? `[${digit(colour)}]` : ` ${digit(colour)} `))
          .join(''),
      ),
  ]
  if (Math.max(wanted.cols, got.cols) > LARGEST_BESIDE)
    return [...left, ...right].map((line) => `    ${line.trimEnd()}`)
  const width = Math.max(...left.map((line) => line.length))
  return Array.from({ length: Math.max(left.length, right.length) }, (_, k) =>
    `    ${(left[k] ?? '').padEnd(width)}  ${right[k] ?? ''}`.trimEnd(),
  )
}

const digit = (colour: number): string => (colour === 0 ? '.' : String(colour))
