import type { NamedPair } from '../../components/gridSheet'
import { COLOUR_NAMES } from '../../components/palette'

/** A cell in words. Rows and columns count from 0, as `i` and `j` in the DSL. */
export function pointedText(
  pair: NamedPair,
  side: 'input' | 'output',
  [i, j]: readonly [i: number, j: number],
): string {
  const tell = (colour: number): string => `${COLOUR_NAMES[colour] ?? 'no colour'} (${colour})`
  const colour = pair[side][i]?.[j]
  if (colour === undefined) return ''
  const other = pair[side === 'input' ? 'output' : 'input'][i]?.[j]
  const isSameSize = pair.input.length === pair.output.length && pair.input[0]?.length === pair.output[0]?.length
  const beside = isSameSize && other !== undefined && other !== colour ? `, ${tell(other)} on the other side` : ''
  return `${pair.name}, ${side}: i ${i}, j ${j}: ${tell(colour)}${beside}`
}
