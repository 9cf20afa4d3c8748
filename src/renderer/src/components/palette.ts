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
