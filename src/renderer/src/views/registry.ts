import Blocks from '@lucide/svelte/icons/blocks'
import BrainCircuit from '@lucide/svelte/icons/brain-circuit'
import FlaskConical from '@lucide/svelte/icons/flask-conical'
import LayoutGrid from '@lucide/svelte/icons/layout-grid'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import Telescope from '@lucide/svelte/icons/telescope'
import type { Component } from 'svelte'
import ExperimentsRoute from './experiments/ExperimentsRoute.svelte'
import PolicyRoute from './policy/PolicyRoute.svelte'
import PrimitivesRoute from './primitives/PrimitivesRoute.svelte'
import ReplayRoute from './replay/ReplayRoute.svelte'
import SearchRoute from './search/SearchRoute.svelte'
import TasksRoute from './tasks/TasksRoute.svelte'

/** One place in the navigation rail; `rest` is what follows its name in the address. */
export interface View {
  readonly id: string
  readonly title: string
  readonly icon: Component<{ size?: number; strokeWidth?: number }>
  readonly component: Component<{ rest: readonly string[] }>
  /** its shortcut, in tinykeys' grammar */
  readonly keys: string
}

export const VIEWS: readonly View[] = [
  { id: 'tasks', title: 'Tasks', icon: LayoutGrid, component: TasksRoute, keys: 'g t' },
  { id: 'experiments', title: 'Experiments', icon: FlaskConical, component: ExperimentsRoute, keys: 'g e' },
  { id: 'policy', title: 'Policy', icon: BrainCircuit, component: PolicyRoute, keys: 'g p' },
  { id: 'search', title: 'Search', icon: Telescope, component: SearchRoute, keys: 'g s' },
  { id: 'replay', title: 'Replay buffer', icon: ListOrdered, component: ReplayRoute, keys: 'g r' },
  { id: 'primitives', title: 'Primitives', icon: Blocks, component: PrimitivesRoute, keys: 'g m' },
]
