import type { Settings } from '../../../ipc/contract'
import type { AppState } from '../state/app.svelte'
import { links } from '../state/router.svelte'
import { VIEWS } from '../views/registry'
import type { AppCommand } from './appCommand'

const THEMES: readonly (readonly [Settings['theme'], string])[] = [
  ['light', 'Light theme'],
  ['dark', 'Dark theme'],
  ['system', "Theme: the system's"],
]
const PALETTES: readonly (readonly [Settings['palette'], string])[] = [
  ['arc', "Grid colours: ARC's own"],
  ['colour-blind', 'Grid colours: colour-blind safe'],
]

/** What can be done from every page. */
export function globalCommands(app: AppState): readonly AppCommand[] {
  const { router, workspace, commands, guide, tasks } = app
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
      run: () => {
        router.go(links.tasks)
        tasks.isImporting = true
      },
    },
    ...THEMES.map(([theme, title]): AppCommand => ({
      id: `theme.${theme}`,
      title,
      group: 'Appearance',
      run: () => workspace.change({ theme }),
    })),
    ...PALETTES.map(([palette, title]): AppCommand => ({
      id: `palette.${palette}`,
      title,
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
