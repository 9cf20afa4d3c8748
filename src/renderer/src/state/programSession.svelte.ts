import { formatSource } from '../../../core/dsl/check/checkSource'
import type { Diagnostic } from '../../../core/errors/diagnostic'
import type { ProgramFile, SavedOrigin, TaskDetail } from '../../../ipc/contract'
import { Evaluator } from '../program/evaluator'
import type { EvaluationReply, GridPair, LineValue, PairView, SimplifyReply } from '../program/messages'
import { pairName } from '../program/pairName'
import { NOTHING_CHANGED, ValueMemory, type ComparedValues } from '../program/valueMemory'
import { WorkerJob } from '../program/workerJob'
import type { AppState } from './app.svelte'

/** Text for a task that has neither a seed nor a program of the user's. */
const FIRST_LINE = 'O = I\n'

/** One task open in the editor: its program, what the program does on every pair, and what is unsaved. */
export class ProgramSession {
  detail = $state.raw<TaskDetail | null>(null)
  isMissing = $state(false)
  text = $state('')
  /** what wrote the text: the user, from the first change on */
  origin: SavedOrigin = 'user'
  saved = $state.raw<ProgramFile | null>(null)
  history = $state.raw<readonly ProgramFile[]>([])
  diagnostics = $state.raw<readonly Diagnostic[]>([])
  isRunnable = $state(false)
  lines = $state(0)
  values = $state.raw<readonly LineValue[]>([])
  /** variables whose value the last edit changed */
  changed = $state.raw<ComparedValues['changed']>(NOTHING_CHANGED)
  results = $state.raw<readonly (PairView | null)[]>([])
  tracePair = $state(0)
  isRunning = $state(false)
  isSimplifying = $state(false)
  elapsedMs = $state<number | null>(null)
  /** the whole evaluation was ended from outside */
  isGivenUp = $state(false)

  readonly savedText = $derived(this.saved?.text ?? FIRST_LINE)
  readonly isChanged = $derived(this.text.trimEnd() !== this.savedText.trimEnd())
  readonly seed = $derived(this.history.find((file) => file.origin === 'seed') ?? null)
  readonly trainCount = $derived(this.detail?.task.train.length ?? 0)
  readonly pairs = $derived<readonly GridPair[]>(
    this.detail ? [...this.detail.task.train, ...this.detail.task.test] : [],
  )
  readonly right = $derived(this.isRunnable ? this.results.filter((one) => one?.right).length : 0)
  readonly wrong = $derived(this.isRunnable ? this.results.filter((one) => one && !one.right).length : 0)

  private readonly memory = new ValueMemory()
  private readonly evaluator: Evaluator
  private readonly simplifier = new WorkerJob('simplify')

  constructor(
    readonly taskId: string,
    private readonly app: AppState,
  ) {
    this.evaluator = new Evaluator(
      (reply) => this.take(reply),
      () => {
        this.isRunning = false
        this.isGivenUp = true
      },
    )
  }

  async load(): Promise<void> {
    const { connection, toasts, programs } = this.app
    const [detail, file] = await Promise.all([
      connection.call('tasks.get', { taskId: this.taskId }),
      connection.call('programs.get', { taskId: this.taskId }),
    ])
    if (!detail.ok) {
      if (detail.error.code === 'connection/lost') return
      this.isMissing = detail.error.code === 'task/unknown'
      toasts.unwrap(detail)
      return
    }
    const isFirst = this.detail === null
    if (file.ok) this.saved = file.value
    else toasts.unwrap(file)
    const draft = programs.draftOf(this.taskId)
    if (isFirst) {
      this.text = draft?.text ?? this.savedText
      this.origin = draft?.origin ?? 'user'
    }
    this.detail = detail.value
    this.run()
    await this.loadHistory()
  }

  private async loadHistory(): Promise<void> {
    const history = await this.app.connection.call('programs.history', { taskId: this.taskId })
    if (history.ok) this.history = history.value
  }

  /** Versions came or went; the first of them counts for the task. */
  historyChanged(history: readonly ProgramFile[]): void {
    this.history = history
    this.saved = history[0] ?? null
    this.app.programs.keep(this.taskId, this.isChanged ? this.text : null, this.origin)
  }

  edit(text: string, origin: SavedOrigin = 'user'): void {
    if (text === this.text) return
    this.stopSimplifying()
    this.text = text
    this.origin = origin
    this.app.programs.keep(this.taskId, this.isChanged ? text : null, origin)
    this.run() // at once: it runs beside the window, and what a newer text overtakes is dropped
  }

  /** What the pair that is traced is called. */
  get tracedName(): string {
    return pairName(this.tracePair, this.trainCount)
  }

  traceOn(pair: number): void {
    if (pair < 0 || pair >= this.pairs.length) return
    this.tracePair = pair
    this.memory.forget()
    this.run()
  }

  run(): void {
    if (!this.detail) return
    this.isRunning = true
    this.isGivenUp = false
    this.evaluator.evaluate({
      text: this.text,
      pairs: this.pairs,
      tracePair: this.tracePair,
    })
  }

  /** Looks for a shorter program and puts it into the editor, unless the text changes meanwhile. */
  simplify(): void {
    const inputs = this.pairs.map(({ input }) => input)
    this.isSimplifying = true
    this.simplifier.start({ kind: 'simplify', text: this.text, inputs }, (reply) => {
      this.isSimplifying = false
      if (reply?.text) this.edit(reply.text)
      if (reply) this.app.toasts.info(wordsOf(reply))
    })
  }

  private stopSimplifying(): void {
    this.simplifier.cancel()
    this.isSimplifying = false
  }

  /** Saves the strict, formatted text; one with a fault of syntax as it is. */
  async save(): Promise<void> {
    const { connection, toasts } = this.app
    const text = formatSource(this.text) ?? this.text
    const { origin } = this
    this.edit(text, origin)
    const file = toasts.unwrap(await connection.call('programs.save', { taskId: this.taskId, text, origin }))
    if (!file) return
    this.saved = file
    this.app.programs.keep(this.taskId, this.isChanged ? this.text : null, this.origin)
    await this.loadHistory()
  }

  dispose(): void {
    this.stopSimplifying()
    this.evaluator.dispose()
  }

  private take(reply: EvaluationReply): void {
    if (reply.kind === 'checked') {
      this.diagnostics = reply.diagnostics
      this.isRunnable = reply.isRunnable
      this.lines = reply.lines
      if (!reply.isRunnable || this.results.length !== this.pairs.length) this.results = this.pairs.map(() => null)
    } else if (reply.kind === 'trace') {
      const { values, changed } = this.memory.compare(reply.values)
      this.values = values
      this.changed = changed
    } else if (reply.kind === 'pair') {
      // an equal result is not drawn anew
      if (JSON.stringify(this.results[reply.index]) === JSON.stringify(reply.result)) return
      this.results = this.results.map((one, index) => (index === reply.index ? reply.result : one))
    } else {
      this.isRunning = false
      this.elapsedMs = reply.elapsedMs
    }
  }
}

function wordsOf({ text, linesSaved, found, isComplete }: SimplifyReply): string {
  if (text === null) return `Nothing shorter found${isComplete ? '' : ' in the time'}`
  return `${linesSaved} ${linesSaved === 1 ? 'line' : 'lines'} shorter, same outputs on every pair: ${found.join(', ')}`
}
