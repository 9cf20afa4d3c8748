import type { Settings } from '../../../ipc/contract'

interface Choice<T> {
  readonly value: T
  readonly label: string
}

/** What the appearance can be set to, for the menu and the command palette alike. */
export const THEMES: readonly Choice<Settings['theme']>[] = [
  { value: 'system', label: 'Like the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]
export const GRID_COLOURS: readonly Choice<Settings['palette']>[] = [
  { value: 'arc', label: 'ARC' },
  { value: 'colour-blind', label: 'Colour-blind safe' },
]
