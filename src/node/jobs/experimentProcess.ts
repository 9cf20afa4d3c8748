import { fork, type ChildProcess } from 'node:child_process'
import { ok, type Result } from '../../core/util/result'
import type { LongJob } from '../store/longJob'
import type { Answers, FromExperiment, Query, ToExperiment } from './experimentMessages'

export interface ProcessOptions {
  /** the built experiment.entry */
  readonly entry: string
  readonly execArgv?: readonly string[]
  /** of the experiment */
  readonly directory: string
  readonly resourcesDirectory: string
  readonly onMessage: (message: Told) => void
  /** once, when the process is gone */
  readonly onExit: (exit: ProcessExit) => void
}

/** What it tells without being asked. */
export type Told = Exclude<FromExperiment, { kind: 'answer' | 'share' }>

export interface ProcessExit {
  /** it ended by itself */
  readonly isClean: boolean
  /** for people */
  readonly reason: string
}

/** What came of a question: an answer, or the process ended before it could give one. */
export type Asked<T> = { readonly kind: 'answered'; readonly result: Result<T> } | { readonly kind: 'gone' }

interface OpenQuestion {
  readonly settle: (asked: Asked<unknown>) => void
  readonly job: LongJob | undefined
}

const STDERR_KEPT = 2000

/** The host's end of one experiment process. */
export class ExperimentProcess {
  readonly exited: Promise<void>
  private readonly child: ChildProcess
  private readonly open = new Map<number, OpenQuestion>()
  private nextQuery = 1
  private isGone = false
  private lastWords = ''

  constructor({ entry, execArgv = [], directory, resourcesDirectory, onMessage, onExit }: ProcessOptions) {
    this.child = fork(entry, [directory, resourcesDirectory], {
      serialization: 'advanced',
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // a group of its own: Ctrl+C in the host's terminal reaches the host only, which stops it at a gate
      detached: process.platform !== 'win32',
    })
    this.child.stderr?.on('data', (data: Buffer) => {
      this.lastWords = (this.lastWords + data.toString()).slice(-STDERR_KEPT)
    })
    this.child.on('message', (message: FromExperiment) => {
      if (message.kind === 'share') this.open.get(message.id)?.job?.onProgress(message.share)
      else if (message.kind !== 'answer') onMessage(message)
      else {
        this.open.get(message.id)?.settle({ kind: 'answered', result: message.result })
        this.open.delete(message.id)
      }
    })
    this.exited = new Promise((resolve) => {
      const gone = (exit: ProcessExit): void => {
        if (this.isGone) return
        this.isGone = true
        for (const { settle } of this.open.values()) settle({ kind: 'gone' })
        this.open.clear()
        onExit(exit)
        resolve()
      }
      this.child.on('error', (error) => {
        if (this.child.pid === undefined) gone({ isClean: false, reason: error.message }) // it could not be started
      })
      this.child.on('exit', (code, signal) => {
        const words = this.lastWords
          .trim()
          .split('\n')
          .findLast((line) => /error/i.test(line))
        const reason = `${signal ? `signal ${signal}` : `exit code ${code}`}${words ? `, ${words.trim()}` : ''}`
        gone({ isClean: code === 0, reason })
      })
    })
  }

  get pid(): number | null {
    return this.child.pid ?? null
  }

  /** A message to a process that is just ending is lost; its exit tells. */
  send(message: ToExperiment): void {
    if (!this.isGone && this.child.connected) this.child.send(message, () => undefined)
  }

  /** Where the job is aborted the process is told so, and its answer, soon then, is what this gives. */
  async ask<K extends Query['kind']>(
    query: Extract<Query, { kind: K }>,
    job: LongJob | undefined,
  ): Promise<Asked<Answers[K]>> {
    if (this.isGone || !this.child.connected) return { kind: 'gone' }
    const id = this.nextQuery++
    const cancel = (): void => this.send({ kind: 'cancel', id })
    job?.signal.addEventListener('abort', cancel)
    const asked = await new Promise<Asked<unknown>>((settle) => {
      this.open.set(id, { settle, job })
      this.send({ kind: 'query', id, query })
    })
    job?.signal.removeEventListener('abort', cancel)
    if (asked.kind === 'gone' || !asked.result.ok) return asked as Asked<Answers[K]>
    return { kind: 'answered', result: ok(asked.result.value as Answers[K]) }
  }

  /** At once, whatever it is doing; its checkpoints and what it acknowledged stay. */
  kill(): void {
    this.child.kill('SIGKILL')
  }
}
