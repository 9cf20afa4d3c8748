import type { CompactPosition } from '../../../../core/policy/readCompact'
import { COLOUR_NAMES } from '../../components/palette'

/** What a position of the compact encoding is, in a few words. */
export function positionTitle(position: CompactPosition): string {
  switch (position.kind) {
    case 'cells':
      return `2×2 cells, patch row ${position.row + 1}, column ${position.column + 1}`
    case 'sizes':
      return 'Sizes of both grids'
    case 'inputPalette':
      return 'Colours of the input'
    case 'outputPalette':
      return 'Colours of the output'
  }
}

/** Its features in words, one line for each side that it tells of. */
export function positionWords(position: CompactPosition): string[] {
  switch (position.kind) {
    case 'cells':
      return [`input: ${cellWords(position.input)}`, `output: ${cellWords(position.output)}`]
    case 'sizes':
      return [`input: ${sizeWords(position.input)}`, `output: ${sizeWords(position.output)}`]
    case 'inputPalette':
    case 'outputPalette':
      return [position.colours.map(colourName).join(', ')]
  }
}

/** Two rows of two cells; `outside` is beyond the grid's edge. */
function cellWords(cells: readonly (number | null)[]): string {
  if (cells.every((cell) => cell === null)) return 'all outside'
  const names = cells.map((cell) => (cell === null ? 'outside' : colourName(cell)))
  if (new Set(names).size === 1) return `all ${names[0]}`
  return `${names.slice(0, 2).join(' ')} / ${names.slice(2).join(' ')}`
}

const sizeWords = ({ rows, cols }: { readonly rows: number; readonly cols: number }): string =>
  `${rows} ${rows === 1 ? 'row' : 'rows'}, ${cols} ${cols === 1 ? 'column' : 'columns'}`

const colourName = (colour: number): string => COLOUR_NAMES[colour] ?? String(colour)
