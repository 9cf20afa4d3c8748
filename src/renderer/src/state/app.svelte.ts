import { getContext, setContext } from 'svelte'
import { Connection } from '../api/connection.svelte'
import { Commands } from './commands.svelte'
import { Experiments } from './experiments.svelte'
import { Guide } from './guide.svelte'
import { Jobs } from './jobs.svelte'
import { Policy } from './policy.svelte'
import { Programs } from './programs'
import { links, Router } from './router.svelte'
import { Screen } from './screen.svelte'
import { Search } from './search.svelte'
import { TaskDrafts } from './taskDrafts.svelte'
import { Tasks } from './tasks.svelte'
import { Theme } from './theme.svelte'
import { Thumbnails } from './thumbnails.svelte'
import { Toasts } from './toasts.svelte'
import { Workspace } from './workspace.svelte'

/** The window's state, made once and given to every component by context. */
export class AppState {
  readonly connection = new Connection()
  readonly router = new Router()
  readonly toasts = new Toasts()
  readonly theme = new Theme()
  readonly screen = new Screen()
  readonly workspace = new Workspace(this.connection, this.toasts, this.theme)
  readonly tasks = new Tasks(this.connection, this.toasts)
  readonly thumbnails = new Thumbnails(this.connection, this.toasts)
  readonly taskDrafts = new TaskDrafts()
  readonly programs = new Programs()
  readonly experiments = new Experiments(this.connection, this.toasts)
  readonly jobs = new Jobs(this.connection)
  readonly policy = new Policy(this.connection)
  readonly search = new Search(this.connection, this.toasts)
  readonly commands = new Commands(this)
  readonly guide = new Guide(this)

  /** The dialog that imports tasks, over the gallery. */
  openImport(): void {
    this.router.go(links.tasks)
    this.tasks.isImporting = true
  }
}

const KEY = Symbol('app')

export function provideApp(): AppState {
  const app = new AppState()
  setContext(KEY, app)
  void app.connection.open()
  return app
}

export function useApp(): AppState {
  return getContext<AppState>(KEY)
}
