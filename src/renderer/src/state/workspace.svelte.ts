import type { Settings, WorkspaceInfo } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Theme } from './theme.svelte'
import type { Toasts } from './toasts.svelte'

const REFRESH_MS = 5000
const SAVE_LAYOUT_MS = 400

/** What the host says about itself: datasets, device, memory, settings. */
export class Workspace {
  info = $state.raw<WorkspaceInfo | null>(null)
  /** dataset/split of every split, for choosers */
  readonly splits = $derived(
    (this.info?.datasets ?? []).flatMap((dataset) =>
      Object.entries(dataset.splits).map(([split, tasks]) => ({ id: `${dataset.name}/${split}`, tasks })),
    ),
  )
  private layout: Record<string, unknown> = {}
  private saveTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
    private readonly theme: Theme,
  ) {
    connection.onOpen(() => void this.refresh())
    connection.on('workspace.changed', () => void this.refresh())
    setInterval(() => {
      if (document.visibilityState === 'visible' && connection.status === 'open') void this.refresh()
    }, REFRESH_MS)
  }

  async refresh(): Promise<void> {
    const isFirst = this.info === null
    const info = this.toasts.unwrap(await this.connection.call('workspace.get', {}))
    if (!info) return
    if (isFirst) this.layout = { ...info.settings.layout }
    if (isFirst || info.settings.theme !== this.info?.settings.theme) this.theme.set(info.settings.theme)
    this.info = info
  }

  async change(changes: Partial<Settings>): Promise<void> {
    const settings = this.toasts.unwrap(await this.connection.call('settings.set', { changes }))
    if (!settings || !this.info) return
    this.info = { ...this.info, settings }
    this.theme.set(settings.theme)
  }

  /** A remembered piece of layout (pane sizes, toggles), or undefined. */
  layoutOf(name: string): unknown {
    return this.layout[name]
  }

  rememberLayout(name: string, value: unknown): void {
    this.layout[name] = value
    clearTimeout(this.saveTimer)
    this.saveTimer = setTimeout(() => void this.change({ layout: { ...this.layout } }), SAVE_LAYOUT_MS)
  }
}
