import type { Settings } from '../../../ipc/contract'

export type ThemeName = 'light' | 'dark'
const REMEMBERED = 'codeit.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** The theme in use; colours that CSS cannot reach (canvas, Monaco, plots) follow `name`. */
export class Theme {
  private choice = $state<Settings['theme']>('system')
  private isSystemDark = $state(systemDark.matches)
  readonly name = $derived<ThemeName>(this.choice === 'system' ? (this.isSystemDark ? 'dark' : 'light') : this.choice)

  /** what grids are drawn with beside their palette */
  readonly gridInk = $derived.by(() => {
    void this.name
    return {
      background: token('--sunk'),
      gridLine: token('--gridline'),
      outline: token('--bad'),
      edge: token('--accent'),
    }
  })

  constructor() {
    systemDark.addEventListener('change', (event) => {
      this.isSystemDark = event.matches
      show(this.name)
    })
  }

  set(choice: Settings['theme']): void {
    this.choice = choice
    localStorage.setItem(REMEMBERED, choice)
    show(this.name)
  }
}

/** What was chosen last time, before the host has told. */
export function applyRememberedTheme(): void {
  const choice = localStorage.getItem(REMEMBERED)
  show(choice === 'dark' || choice === 'light' ? choice : systemDark.matches ? 'dark' : 'light')
}

function show(name: ThemeName): void {
  document.documentElement.dataset['theme'] = name
}

/** A token's value as it is now, for canvas drawing. Read `theme.name` beforehand to be run again when it changes. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
