import { untrack } from 'svelte'
import { COMMAND_GROUPS, type AppCommand } from '../commands/appCommand'
import { conflictOf, keysOf, type OwnShortcuts } from '../commands/shortcuts'
import type { AppState } from './app.svelte'

/** Everything that can be done by palette or key now: the commands of every page and those of the open one. */
export class Commands {
  isPaletteOpen = $state(false)
  areShortcutsOpen = $state(false)
  private offered = $state.raw<readonly AppCommand[]>([])
  readonly all = $derived(
    [...this.offered].sort((a, b) => COMMAND_GROUPS.indexOf(a.group) - COMMAND_GROUPS.indexOf(b.group)),
  )

  constructor(private readonly app: AppState) {}

  /** keys of the user's own */
  get own(): OwnShortcuts {
    return this.app.workspace.info?.settings.shortcuts ?? {}
  }

  openPalette(): void {
    this.areShortcutsOpen = false
    this.isPaletteOpen = true
  }

  keysOf(command: AppCommand): string | undefined {
    return keysOf(command, this.own)
  }

  /** To be called in an effect: commands for as long as it lasts, those of a page while the page is open. */
  offer(commands: readonly AppCommand[]): () => void {
    this.offered = [...untrack(() => this.offered), ...commands]
    return () => {
      this.offered = this.offered.filter((one) => !commands.includes(one))
    }
  }

  /** The other command that has these keys, or a beginning of them. */
  takenBy(id: string, keys: string): AppCommand | undefined {
    return keys === '' ? undefined : conflictOf(keys, id, this.all, this.own)
  }

  firstKeysOf(id: string): string {
    return this.all.find((one) => one.id === id)?.keys ?? ''
  }

  /** Gives a command other keys; '' takes them away. */
  async rebind(id: string, keys: string): Promise<void> {
    await this.app.workspace.change({ shortcuts: { ...this.own, [id]: keys } })
  }

  /** Back to the keys it came with. */
  async reset(id: string): Promise<void> {
    const { [id]: _, ...others } = this.own
    await this.app.workspace.change({ shortcuts: others })
  }
}
