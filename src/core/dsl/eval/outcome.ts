import { formatCode, type Code } from '../../errors/codes'
import { DEPTH_STOP, type Budget, type DslStop } from '../meter'
import type { Value } from '../value'

/** How a run of a program ended. Failing is normal: sampled programs often do. */
export type Outcome = ValueOutcome | FailedOutcome

export interface ValueOutcome {
  readonly kind: 'value'
  readonly value: Value
  /** steps of the budget used, see Budget */
  readonly steps: number
}

export interface FailedOutcome {
  readonly kind: 'failed'
  readonly code: Code
  readonly message: string
  /** Line of the program text, from 1. */
  readonly line: number
  /** What was called on that line: a primitive, or the one that built the called function. */
  readonly primitive: string | null
  readonly steps: number
}

/** Where a failure happened. */
export interface FailurePlace {
  readonly line: number
  readonly primitive: string | null
  readonly steps: number
}

export function failedOutcome(code: Code, message: string, place: FailurePlace): FailedOutcome {
  return { kind: 'failed', code, message, ...place }
}

/** The outcome that a stop of the meter or of a primitive stands for. */
export function stoppedOutcome(stop: DslStop, budget: Budget, place: FailurePlace): FailedOutcome {
  return failedOutcome(stop.code, stopMessage(stop, budget, place.primitive ?? 'the line'), place)
}

function stopMessage(stop: DslStop, budget: Budget, name: string): string {
  switch (stop.code) {
    case 'run/steps':
      return formatCode(stop.code, { limit: budget.steps })
    case 'run/size':
      return formatCode(stop.code, { limit: budget.cells })
    case 'run/time': // the deadline is the caller's: its length is not known here
      return `stopped: ${stop.reason}`
    case 'run/type':
      return `${formatCode(stop.code, { name })}: ${stop.reason}`
    default:
      return stop === DEPTH_STOP ? formatCode(stop.code) : formatCode(stop.code, { name, reason: stop.reason })
  }
}
