import type { Diagnostic } from '../../../core/errors/diagnostic'
import type { ValueView } from '../../../core/dsl/eval/valueView'

export type Rows = number[][]

export interface GridPair {
  readonly input: Rows
  readonly output: Rows
}

/** What the window asks of the evaluation worker: check a text, trace it on one pair, run it on all. */
export interface EvaluationRequest {
  readonly id: number
  readonly text: string
  readonly pairs: readonly GridPair[]
  readonly tracePair: number
}

/** A line's value, ready to draw. */
export interface LineValue {
  /** line of the text, from 1 */
  readonly line: number
  readonly target: string
  readonly view: ValueView | null
  readonly steps: number
  /** elements of the value; null: it has none */
  readonly size: number | null
  readonly timeMs: number
  /** the calls inside the line's call, in the order in which they run */
  readonly parts: readonly { readonly text: string; readonly label: string }[]
  /** why it has no value: it failed, or it needs a line that did */
  readonly failure: string | null
}

/** What the program gave on one pair. */
export interface PairView {
  readonly output: Rows | null
  readonly right: boolean
  /** cells that differ; null when there is no output or its size differs */
  readonly wrongCells: readonly (readonly [number, number])[] | null
  readonly failure: Failure | null
}

/** Why a program ended on a pair before its end. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly line: number
  /** what was called there, where known */
  readonly primitive: string | null
}

export type EvaluationReply =
  | {
      readonly id: number
      readonly kind: 'checked'
      readonly diagnostics: readonly Diagnostic[]
      readonly isRunnable: boolean
      readonly lines: number
    }
  | { readonly id: number; readonly kind: 'trace'; readonly values: readonly LineValue[] }
  | { readonly id: number; readonly kind: 'pair'; readonly index: number; readonly result: PairView }
  | { readonly id: number; readonly kind: 'done'; readonly elapsedMs: number }

/** Also asked of a worker: a shorter text with the same outputs on all inputs. */
export interface SimplifyRequest {
  readonly kind: 'simplify'
  readonly text: string
  readonly inputs: readonly Rows[]
}

export interface SimplifyReply {
  /** null: nothing shorter was found */
  readonly text: string | null
  readonly linesSaved: number
  /** what was found, each once, in the order in which it was */
  readonly found: readonly string[]
  /** nothing was left untried for lack of time */
  readonly isComplete: boolean
}

/** And on how many pairs each of several texts is right. */
export interface ScoreRequest {
  readonly kind: 'score'
  readonly texts: readonly string[]
  readonly pairs: readonly GridPair[]
}

export interface ScoreReply {
  /** one per text; null: it cannot run, or there was no time left for it */
  readonly right: readonly (number | null)[]
}

/** Work that is asked for once and answered once. */
export interface JobReplies {
  readonly simplify: { readonly request: SimplifyRequest; readonly reply: SimplifyReply }
  readonly score: { readonly request: ScoreRequest; readonly reply: ScoreReply }
}
