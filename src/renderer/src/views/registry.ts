import Blocks from '@lucide/svelte/icons/blocks'
import BrainCircuit from '@lucide/svelte/icons/brain-circuit'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import LayoutGrid from '@lucide/svelte/icons/layout-grid'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Telescope from '@lucide/svelte/icons/telescope'
import type { Component } from 'svelte'

/** One place in the navigation rail; `rest` is what follows its name in the address. */
export interface View {
  readonly id: string
  readonly title: string
  readonly icon: Component<{ size?: number; strokeWidth?: number }>
  /** its code, which comes when it is first shown or the window is idle */
  readonly load: () => Promise<{ default: Component<{ rest: readonly string[] }> }>
  /** its shortcut, in tinykeys' grammar */
  readonly keys: string
}

export const VIEWS: readonly View[] = [
  { id: 'tasks', title: 'Tasks', icon: LayoutGrid, load: () => import('./tasks/TasksRoute.svelte'), keys: 'g t' },
  {
    id: 'experiments',
    title: 'Experiments',
    icon: FlaskConical,
    load: () => import('./experiments/ExperimentsRoute.svelte'),
    keys: 'g e',
  },
  { id: 'policy', title: 'Policy', icon: BrainCircuit, load: () => import('./policy/PolicyRoute.svelte'), keys: 'g p' },
  { id: 'search', title: 'Search', icon: Telescope, load: () => import('./search/SearchRoute.svelte'), keys: 'g s' },
  {
    id: 'replay',
    title: 'Replay buffer',
    icon: ListOrdered,
    load: () => import('./replay/ReplayRoute.svelte'),
    keys: 'g r',
  },
  {
    id: 'primitives',
    title: 'Primitives',
    icon: Blocks,
    load: () => import('./primitives/PrimitivesRoute.svelte'),
    keys: 'g m',
  },
]
