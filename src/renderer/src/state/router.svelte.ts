import type { Source } from '../../../core/replay/experience'

/** The place in the window, kept in the address (`#/tasks/starter/training/move-01`) so that every view has a link. */
export class Router {
  /** decoded parts of the hash */
  segments = $state.raw<readonly string[]>(read())

  constructor() {
    addEventListener('hashchange', () => {
      this.segments = read()
    })
  }

  go(href: string): void {
    location.hash = href.replace(/^#/, '')
  }

  /** Changes the address without a new entry in the history. */
  replace(href: string): void {
    history.replaceState(null, '', `${location.pathname}${location.search}${href}`)
    this.segments = read()
  }
}

function read(): readonly string[] {
  return location.hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch (cause) {
    if (cause instanceof URIError) return part // a lone % typed by hand
    throw cause
  }
}

const path = (...parts: readonly string[]): string => `#/${parts.map(encodeURIComponent).join('/')}`

/** Stands for the workspace's own programs where an experiment is named. */
export const KEPT_PROGRAMS = 'workspace'

/** Links to the views. A task's id is dataset/split/name. */
export const links = {
  tasks: path('tasks'),
  /** a task with its program */
  task: (taskId: string): string => path('tasks', ...taskId.split('/')),
  /** a task's pairs, large */
  taskGrids: (taskId: string): string => path('tasks', ...taskId.split('/'), 'grids'),
  /** a task, or a copy of it, in the task editor */
  taskEdit: (taskId: string): string => path('tasks', ...taskId.split('/'), 'edit'),
  newTask: path('tasks', 'new'),
  experiments: path('experiments'),
  newExperiment: path('experiments', 'new'),
  /** the form with the settings of another experiment */
  cloneExperiment: (experimentId: string): string => path('experiments', 'new', experimentId),
  compare: (experimentIds: readonly string[]): string => path('experiments', 'compare', ...experimentIds),
  experiment: (experimentId: string): string => path('experiments', experimentId),
  policy: (experimentId?: string, taskId?: string): string =>
    path('policy', ...(experimentId ? [experimentId] : []), ...(experimentId && taskId ? taskId.split('/') : [])),
  /** a replay buffer, or what of it belongs to one task */
  replay: (experimentId?: string, taskId?: string): string =>
    path(
      'replay',
      ...(experimentId ? [experimentId] : []),
      ...(experimentId && taskId ? ['task', ...taskId.split('/')] : []),
    ),
  /** the replay buffer's programs that use a primitive, of one source or of all */
  replayOf: (experimentId: string, primitive: string, source?: Source): string =>
    path('replay', experimentId, 'primitive', primitive, ...(source ? ['source', source] : [])),
  /** null: used by the programs kept in the workspace */
  primitives: (experimentId?: string | null, name?: string): string =>
    path(
      'primitives',
      ...(experimentId === undefined ? [] : [experimentId ?? KEPT_PROGRAMS]),
      ...(experimentId !== undefined && name ? [name] : []),
    ),
}
