import type { Writable } from 'node:stream'
import { formatProblem, type Problem } from '../core/util/result'

/** Where a command writes: a terminal, a pipe, or a test. */
export interface OutputStream extends Pick<Writable, 'write'> {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** What a command prints: lines on stdout with, at most, one live line below them; problems as one line on stderr. */
export class Output {
  private live = ''

  constructor(
    private readonly out: OutputStream,
    private readonly err: OutputStream,
  ) {}

  get isLive(): boolean {
    return this.out.isTTY === true
  }

  line(text = ''): void {
    this.clearLive()
    this.out.write(`${text}\n`)
  }

  /** Replaces the live line; only a terminal has one. */
  showLive(text: string): void {
    if (!this.isLive) return
    this.live = text.slice(0, (this.out.columns ?? 80) - 1)
    this.out.write(`\r${this.live}\u001b[K`)
  }

  clearLive(): void {
    if (this.live === '') return
    this.live = ''
    this.out.write('\r\u001b[K')
  }

  problem(problem: Problem): void {
    this.clearLive()
    this.err.write(`codeit: ${oneLine(formatProblem(problem))}\n`)
  }
}

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim()
