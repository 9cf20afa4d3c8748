import { SvelteMap } from 'svelte/reactivity'
import type { Result } from '../../../core/util/result'
import type { ProgramFile } from '../../../ipc/contract'
import { formatTime } from '../components/format'
import { libraryEntries, type LibraryEntry } from '../program/libraryEntries'
import { WorkerJob } from '../program/workerJob'
import type { AppState } from './app.svelte'
import { distinct } from './distinct'
import type { ProgramSession } from './programSession.svelte'

/** What the editor's text is called where programs are compared. */
export const EDITOR_KEY = 'editor'

/** The programs of one task, to be compared, opened, named and removed. */
export class ProgramLibrary {
  /** of the entry that is looked at */
  private selectedKey = $state('')
  /** what it is compared with */
  baseKey = $state(EDITOR_KEY)
  /** by text: on how many pairs it is right; null: it cannot run. Missing: not counted yet */
  private readonly scores = new SvelteMap<string, number | null>()
  readonly entries = $derived.by(() => {
    const found = this.app.search.found.find(({ taskId }) => taskId === this.session.taskId)
    return libraryEntries(this.session.history, found)
  })
  readonly selected = $derived(this.entries.find(({ key }) => key === this.selectedKey) ?? this.entries[0] ?? null)
  readonly baseText = $derived.by(() => {
    const base = this.entries.find(({ key }) => key === this.baseKey)
    return (base?.text ?? this.session.text).trimEnd()
  })
  /** the version that was removed last, while it can be brought back */
  removed = $state.raw<LibraryEntry | null>(null)
  private readonly scorer = new WorkerJob('score')

  constructor(
    private readonly session: ProgramSession,
    private readonly app: AppState,
  ) {}

  select(key: string): void {
    this.selectedKey = key
  }

  /** Counts the pairs of all entries that have no count yet. */
  score(): void {
    const texts = distinct(this.entries.map(({ text }) => text)).filter((text) => !this.scores.has(text))
    if (texts.length === 0) return
    this.scorer.start({ kind: 'score', texts, pairs: this.session.pairs }, (reply) => {
      texts.forEach((text, k) => this.scores.set(text, reply?.right[k] ?? null))
    })
  }

  stop(): void {
    this.scorer.cancel()
  }

  /** 3 of 4 right */
  scoreOf({ text }: LibraryEntry): string {
    const right = this.scores.get(text)
    if (right === undefined) return ''
    return right === null ? 'does not run' : `${right} of ${this.session.pairs.length} right`
  }

  isAllRight({ text }: LibraryEntry): boolean {
    return this.scores.get(text) === this.session.pairs.length
  }

  /** It is what counts for the task. */
  isKept({ origin, savedAt, isVersion }: LibraryEntry): boolean {
    const { saved } = this.session
    return saved !== null && saved.savedAt === savedAt && (isVersion || saved.origin === origin)
  }

  /** Into the editor; nothing is saved by it. */
  open({ text, origin }: LibraryEntry): void {
    this.session.edit(text, origin === 'seed' ? 'user' : origin)
  }

  /** Into the editor and saved: it counts for the task from now on. */
  async restore(entry: LibraryEntry): Promise<void> {
    this.open(entry)
    await this.session.save()
  }

  async rename({ savedAt }: LibraryEntry, name: string): Promise<void> {
    const { taskId } = this.session
    this.took(await this.app.connection.call('programs.rename', { taskId, savedAt, name }))
  }

  /** Puts a version aside, until `undo` or for good. */
  async remove(entry: LibraryEntry): Promise<void> {
    const { taskId } = this.session
    const answer = await this.app.connection.call('programs.remove', { taskId, savedAt: entry.savedAt })
    if (this.took(answer)) this.removed = entry
  }

  async undo(): Promise<void> {
    const { removed } = this
    const { taskId } = this.session
    if (!removed) return
    const answer = await this.app.connection.call('programs.restore', { taskId, savedAt: removed.savedAt })
    if (!this.took(answer)) return
    this.removed = null
    this.select(removed.key)
  }

  /** Shows the history that a change led to, or why it did not work. */
  private took(answer: Result<ProgramFile[]>): boolean {
    const history = this.app.toasts.unwrap(answer)
    if (history) this.session.historyChanged(history)
    return history !== null
  }
}

/** What an entry is called. */
export function titleOf({ name, origin, savedAt }: LibraryEntry): string {
  if (name !== '') return name
  if (origin === 'seed') return 'Seed'
  return savedAt === '' ? 'Found, not kept' : formatTime(savedAt)
}

/** Where an entry came from. */
export const ORIGIN_WORDS: Readonly<Record<LibraryEntry['origin'], string>> = {
  seed: 'seed',
  user: 'mine',
  mutation: 'mutation',
  policy: 'policy',
  search: 'search',
}
