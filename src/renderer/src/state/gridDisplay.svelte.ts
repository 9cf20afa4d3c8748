import { OBJECT_KINDS, type ObjectKind } from '../components/objectEdges'
import type { Workspace } from './workspace.svelte'

const REMEMBERED = 'task.display'
/** Cell sizes, as parts of the one that fits. */
export const ZOOMS = [0.5, 0.75, 1, 1.5, 2, 3] as const

interface Choices {
  readonly lines: boolean
  readonly digits: boolean
  /** what differs between input and output */
  readonly diff: boolean
  readonly objects: ObjectKind | null
  readonly zoom: number
}

const DEFAULTS: Choices = { lines: true, digits: false, diff: false, objects: null, zoom: 1 }

/** How a task's grids are drawn, remembered in the workspace's settings. */
export class GridDisplay {
  private choices = $state.raw<Choices>(DEFAULTS)

  constructor(private readonly workspace: Workspace) {
    this.choices = readChoices(workspace.layoutOf(REMEMBERED))
  }

  get lines(): boolean {
    return this.choices.lines
  }
  get digits(): boolean {
    return this.choices.digits
  }
  get diff(): boolean {
    return this.choices.diff
  }
  get objects(): ObjectKind | null {
    return this.choices.objects
  }
  get zoom(): number {
    return this.choices.zoom
  }

  change(changes: Partial<Choices>): void {
    this.choices = { ...this.choices, ...changes }
    this.workspace.rememberLayout(REMEMBERED, this.choices)
  }

  /** The next larger (+1) or smaller (-1) zoom. */
  step(by: 1 | -1): void {
    const at = ZOOMS.findIndex((zoom) => zoom >= this.zoom)
    this.change({ zoom: ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at + by))] ?? 1 })
  }
}

/** What was remembered, each choice checked: the settings' file may be of another version. */
export function readChoices(remembered: unknown): Choices {
  const { lines, digits, diff, objects, zoom } = (remembered ?? {}) as Partial<Record<keyof Choices, unknown>>
  const kind = OBJECT_KINDS.find(({ id }) => id === objects)
  return {
    lines: typeof lines === 'boolean' ? lines : DEFAULTS.lines,
    digits: typeof digits === 'boolean' ? digits : DEFAULTS.digits,
    diff: typeof diff === 'boolean' ? diff : DEFAULTS.diff,
    objects: kind?.id ?? DEFAULTS.objects,
    zoom: ZOOMS.find((one) => one === zoom) ?? DEFAULTS.zoom,
  }
}
