import type uPlot from 'uplot'
import { token } from '../state/theme.svelte'
import { formatShort } from './format'

export interface PlotSeries {
  readonly label: string
  /** colour token, such as --accent */
  readonly colour: string
  readonly dash?: readonly number[]
  readonly values: readonly (number | null)[]
  /** drawn as a shade around the line */
  readonly band?: { readonly low: readonly (number | null)[]; readonly high: readonly (number | null)[] }
}

export interface PlotLook {
  readonly series: readonly PlotSeries[]
  readonly format: (value: number) => string
  readonly wholeY: boolean
  readonly yMax: number | undefined
  readonly onHover: (index: number | null) => void
}

const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

/** uPlot's options in the colours of the theme as it is now. The legend is ours, above the plot. */
export function plotOptions({ series, format, wholeY, yMax, onHover }: PlotLook): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: token('--faint'),
    font: '11px "Inter Variable", sans-serif',
    ticks: { show: false },
    gap: 4,
  }
  return {
    width: 40,
    height: 40,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: (_plot, min, max) => (min === max ? [min - 0.5, max + 0.5] : [min, max]) },
      y: { range: (_plot, _min, max) => [0, yMax ?? niceTop(max)] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 56,
        incrs: WHOLE_STEPS.concat([20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000]),
        grid: { show: false },
        values: (_plot, splits) => splits.map(formatShort),
      },
      {
        ...axis,
        size: 40,
        space: 28,
        ...(wholeY ? { incrs: WHOLE_STEPS } : {}),
        grid: { stroke: token('--line'), width: 1 },
        values: (_plot, splits) => splits.map(format),
      },
    ],
    series: [
      {},
      ...series.map((one): uPlot.Series => ({
        label: one.label,
        stroke: token(one.colour),
        width: 1.6,
        ...(one.dash ? { dash: [...one.dash] } : {}),
        points: { show: (_plot, _index, from, to) => to - from < 12, size: 5, fill: token(one.colour) },
      })),
      ...banded(series).flatMap((): uPlot.Series[] => [EDGE, EDGE]),
    ],
    // after the lines, the edges of each band: low, then high
    bands: banded(series).map((one, k) => {
      const low = series.length + 1 + 2 * k
      return { series: [low + 1, low], fill: `color-mix(in srgb, ${token(one.colour)} 16%, transparent)` }
    }),
    hooks: {
      setCursor: [(plot) => onHover(plot.cursor.idx ?? null)],
    },
  }
}

/** An edge of a band: it fills, and is not drawn itself. */
const EDGE: uPlot.Series = { width: 0, points: { show: false } }

type Banded = PlotSeries & Required<Pick<PlotSeries, 'band'>>
const banded = (series: readonly PlotSeries[]): Banded[] =>
  series.filter((one): one is Banded => one.band !== undefined)

/** The columns that uPlot draws: x, the lines, the edges of the bands. */
export function plotColumns(x: readonly number[], series: readonly PlotSeries[]): uPlot.AlignedData {
  const edges = banded(series).flatMap(({ band }) => [band.low, band.high])
  return [x, ...series.map(({ values }) => values), ...edges] as unknown as uPlot.AlignedData
}

/** A little room above the highest value. */
function niceTop(max: number): number {
  if (!Number.isFinite(max) || max <= 0) return 1
  return max * 1.08
}
