import type { AppState } from '../state/app.svelte'
import { links } from '../state/router.svelte'
import { VIEWS } from '../views/registry'
import type { AppCommand } from './appCommand'
import { GRID_COLOURS, THEMES } from './appearance'

/** What can be done from every page. */
export function globalCommands(app: AppState): readonly AppCommand[] {
  const { router, workspace, commands, guide } = app
  return [
    {
      id: 'palette.open',
      title: 'Command palette',
      group: 'Help',
      keys: '$mod+K',
      run: () => commands.openPalette(),
    },
    ...VIEWS.map((view): AppCommand => ({
      id: `go.${view.id}`,
      title: view.title,
      group: 'Go to',
      keys: view.keys,
      run: () => router.go(`#/${view.id}`),
    })),
    {
      id: 'experiment.new',
      title: 'New experiment',
      group: 'Do',
      keys: 'g n',
      words: ['run', 'start', 'preset', 'quick start'],
      run: () => router.go(links.newExperiment),
    },
    {
      id: 'tasks.import',
      title: 'Import tasks',
      group: 'Do',
      keys: 'g i',
      words: ['arc', 'dataset', 'zip', 'folder', 'json'],
      run: () => app.openImport(),
    },
    ...THEMES.map(({ value: theme, label }): AppCommand => ({
      id: `theme.${theme}`,
      title: `Theme: ${label}`,
      group: 'Appearance',
      run: () => workspace.change({ theme }),
    })),
    ...GRID_COLOURS.map(({ value: palette, label }): AppCommand => ({
      id: `palette.${palette}`,
      title: `Grid colours: ${label}`,
      group: 'Appearance',
      run: () => workspace.change({ palette }),
    })),
    {
      id: 'help.shortcuts',
      title: 'Keyboard shortcuts',
      group: 'Help',
      keys: '[Shift]+?',
      words: ['keys', 'bindings', 'customise'],
      run: () => (commands.areShortcutsOpen = true),
    },
    {
      id: 'help.guide',
      title: 'First steps',
      group: 'Help',
      words: ['guide', 'tutorial', 'tour', 'getting started', 'onboarding'],
      run: () => guide.open(),
    },
  ]
}
