import type { Code } from '../errors/codes'

/**
 * What a run of a program may use. One step is about one element of a container or one call of a function; loops over
 * packed arrays are cheaper and charge a part of that.
 */
export interface Budget {
  /** Steps of the whole run. */
  readonly steps: number
  /** Elements of the largest container (cells of the largest grid) that may be built. */
  readonly cells: number
  /** Function calls inside each other. */
  readonly depth: number
  /** Asked every few thousand steps; true stops the run with `run/time`. The caller brings the clock. */
  readonly deadline?: () => boolean
}

/** Enough for every seed program on every ARC grid; a 30x30 grid scaled by three fits. */
export const DEFAULT_BUDGET: Budget = { steps: 4_000_000, cells: 10_000, depth: 200 }

export type StopCode = Extract<Code, `run/${string}`>

/**
 * Why a run ended early. Thrown by primitives and the meter, caught by the interpreter only. Not an Error: no stack is
 * captured, because failing is normal for sampled programs and a stack costs more than the failing call itself.
 */
export class DslStop {
  constructor(
    readonly code: StopCode,
    readonly reason: string,
  ) {}
}

/** A primitive that has no result for its arguments; make one per reason, once, and throw it again and again. */
export const failure = (reason: string): DslStop => new DslStop('run/primitive', reason)

/** A value of the wrong type; as `failure`. */
export const wrongType = (reason: string): DslStop => new DslStop('run/type', reason)

export const STEPS_STOP = new DslStop('run/steps', 'the step budget is used up')
export const SIZE_STOP = new DslStop('run/size', 'a value would be too large')
export const DEPTH_STOP = new DslStop('run/depth', 'calls or values are nested too deeply')
export const TIME_STOP = new DslStop('run/time', 'the time is up')

/** Steps between two looks at the clock. */
const POLL_STEPS = 4096

/**
 * The meter of the run in progress. Module state on purpose: runs are synchronous and one at a time in a thread, and
 * handing a meter to each of the millions of inner calls would cost more than what it measures.
 */
let stepsGranted = DEFAULT_BUDGET.steps
let stepsLeft = DEFAULT_BUDGET.steps
let stepsAtNextLook = 0
let cellLimit = DEFAULT_BUDGET.cells
let depthLimit = DEFAULT_BUDGET.depth
let depth = 0
let isOver: (() => boolean) | undefined

/** Starts a run: everything is granted anew. */
export function startMeter(budget: Budget): void {
  stepsGranted = stepsLeft = budget.steps
  cellLimit = budget.cells
  depthLimit = budget.depth
  depth = 0
  isOver = budget.deadline
  stepsAtNextLook = isOver ? Math.max(0, stepsLeft - POLL_STEPS) : 0
}

/** Does something that is no part of the run in progress (reading a value, say) under a budget of its own. */
export function meteredApart<R>(budget: Budget, body: () => R): R {
  const held = { stepsGranted, stepsLeft, stepsAtNextLook, cellLimit, depthLimit, depth, isOver }
  startMeter(budget)
  try {
    return body()
  } finally {
    ;({ stepsGranted, stepsLeft, stepsAtNextLook, cellLimit, depthLimit, depth, isOver } = held)
  }
}

/** Steps since the run started. */
export const stepsUsed = (): number => stepsGranted - stepsLeft

/** Takes `steps` from the budget. */
export function charge(steps: number): void {
  stepsLeft -= steps
  if (stepsLeft < stepsAtNextLook) look()
}

/** As `charge`, but a stop comes with the next charge or `settle` only: for what is done outside runs too. */
export function chargeLater(steps: number): void {
  stepsLeft -= steps
}

/** After a line: what was charged for later is due. */
export const settle = (): void => charge(0)

function look(): void {
  if (stepsLeft < 0) throw STEPS_STOP
  if (isOver?.()) throw TIME_STOP
  stepsAtNextLook = Math.max(0, stepsLeft - POLL_STEPS)
}

/** Refuses a container of `elements`; to be asked before it is built. */
export function checkSize(elements: number): void {
  if (elements > cellLimit) throw SIZE_STOP
}

/** Before the body of a function is called; `leaveCall` after it. A stop in between is the end of the run. */
export function enterCall(): void {
  if (++depth > depthLimit) throw DEPTH_STOP
  charge(1)
}

export function leaveCall(): void {
  depth--
}

/**
 * The stop that a caught error stands for, or null when it is not a program's failure but our bug. Running out of the
 * JavaScript stack or of array length is the program's doing: the limits above come first unless the caller's own
 * stack was nearly used up.
 */
export function stopOf(error: unknown): DslStop | null {
  if (error instanceof DslStop) return stepsLeft < 0 ? STEPS_STOP : error
  if (error instanceof RangeError) return DEPTH_STOP
  return null
}
