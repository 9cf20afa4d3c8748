import type { Settings } from '../../../ipc/contract'

/** Colour of each ARC number 0-9. `colour-blind` is built on the palette of Okabe and Ito. */
export const PALETTES: Readonly<Record<Settings['palette'], readonly string[]>> = {
  arc: ['#101010', '#0074D9', '#FF4136', '#2ECC40', '#FFDC00', '#9A9A9A', '#F012BE', '#FF851B', '#7FDBFF', '#870C25'],
  'colour-blind': [
    '#101010',
    '#0072B2',
    '#D55E00',
    '#009E73',
    '#F0E442',
    '#9A9A9A',
    '#CC79A7',
    '#E69F00',
    '#A6DCFF',
    '#6A3D9A',
  ],
}

export const COLOUR_NAMES = ['black', 'blue', 'red', 'green', 'yellow', 'grey', 'magenta', 'orange', 'sky', 'maroon']

/** Black or white, whichever is read better on a colour written as #rrggbb. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(parseInt(colour.slice(at, at + 2), 16) / 255))
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
  return luminance > 0.179 ? '#000000' : '#ffffff' // where both have the same contrast
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
