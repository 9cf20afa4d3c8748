import type { Grid } from '../../grid/grid'
import type { DslType } from '../dslType'
import { startMeter, stepsUsed, type Budget } from '../meter'
import type { Program } from '../syntax/ast'
import { printStatement } from '../syntax/printer'
import type { Value } from '../value'
import { elementCount } from './elementCount'
import { isFailed, prepareProgram, runLine } from './interpreter'
import type { Outcome } from './outcome'
import { viewValue, type ValueView } from './valueView'

export interface TraceLine {
  /** place in the program text, from 1: of the line, or of the inner call that was written on it */
  readonly line: number
  readonly column: number
  readonly target: string
  readonly text: string
  /** `steps` are those of this line alone; null: not run, because it needs the value of a line that failed */
  readonly outcome: Outcome | null
  readonly view: ValueView | null
  /** elements of the value, see `elementCount`; null where there is none */
  readonly size: number | null
  /** time to run the line; null where it did not run, or without a clock */
  readonly timeMs: number | null
}

/**
 * Runs a program line by line and keeps every value. A line that fails stops only the lines that need its value, as
 * long as steps and time are left. `types` (of `inferTypes`, one per statement) tell Booleans from Integers. `now` is the
 * caller's clock in milliseconds (core has none).
 */
export function traceProgram(
  program: Program,
  input: Grid,
  budget: Budget,
  types: readonly DslType[] = [],
  now: (() => number) | null = null,
): TraceLine[] {
  const { lines } = prepareProgram(program)
  const values: Value[] = [input]
  const missing = new Set<number>()
  let isOver = false
  let usedBefore = 0
  startMeter(budget)
  return lines.map((line, k) => {
    const { statement } = line
    const { line: place, column } = statement.span
    const common = { line: place, column, target: statement.target.text, text: printStatement(statement) }
    const operands = line.callee ? [line.callee, ...line.args] : line.args
    const needsMissing = operands.some((operand) => 'slot' in operand && missing.has(operand.slot))
    values.push(null)
    if (isOver || needsMissing) {
      missing.add(k + 1)
      return { ...common, outcome: null, view: null, size: null, timeMs: null }
    }
    const before = stepsUsed()
    const startedAt = now?.() ?? 0
    const result = runLine(line, values, budget)
    const timeMs = now ? now() - startedAt : null
    const steps = stepsUsed() - before
    if (isFailed(result)) {
      missing.add(k + 1)
      isOver = result.code === 'run/steps' || result.code === 'run/time'
      // a stop leaves the meter in the middle of its calls: the rest goes on with what is left
      usedBefore += stepsUsed()
      startMeter({ ...budget, steps: Math.max(0, budget.steps - usedBefore) })
      return { ...common, outcome: { ...result, steps }, view: null, size: null, timeMs }
    }
    values[k + 1] = result
    const outcome = { kind: 'value', value: result, steps } as const
    return { ...common, outcome, view: viewValue(result, types[k]), size: elementCount(result), timeMs }
  })
}

/** The value of each line in one run; undefined from the first line that fails on. */
export function traceValues(program: Program, input: Grid, budget: Budget): (Value | undefined)[] {
  const { lines } = prepareProgram(program)
  const values: Value[] = [input]
  startMeter(budget)
  for (const line of lines) {
    const result = runLine(line, values, budget)
    if (isFailed(result)) break
    values.push(result)
  }
  return lines.map((_, k) => values[k + 1])
}
