import { formatUnits } from '../components/format'
import { pictureOf } from '../components/valuePicture'
import type { LineValue, Rows } from './messages'

/** 56 steps, 12 cells */
export function measuresOf({ steps, size, view }: LineValue, input: Rows): string {
  const unit = view && pictureOf(view, input) ? 'cell' : 'element'
  return [formatUnits(steps, 'step'), ...(size === null ? [] : [formatUnits(size, unit)])].join(', ')
}

export const timeText = (ms: number): string => (ms < 0.1 ? 'under 0.1 ms' : `${ms.toFixed(1)} ms`)

/** All there is to say about a line's value, that of the calls inside it included. */
export function titleOf(value: LineValue, input: Rows): string {
  const whole = value.failure ?? `${value.view?.label ?? ''}: ${measuresOf(value, input)}, ${timeText(value.timeMs)}`
  return [whole, ...value.parts.map(({ text, label }) => `${text}: ${label}`)].join('\n')
}
