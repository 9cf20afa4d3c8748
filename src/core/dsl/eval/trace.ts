import type { Grid } from '../../grid/grid'
import type { DslType } from '../dslType'
import { startMeter, stepsUsed, type Budget } from '../meter'
import type { Program } from '../syntax/ast'
import { printStatement } from '../syntax/printer'
import type { Value } from '../value'
import { isFailed, prepareProgram, runLine } from './interpreter'
import type { Outcome } from './outcome'
import { viewValue, type ValueView } from './valueView'

export interface TraceLine {
  /** line of the program text, from 1 */
  readonly line: number
  readonly target: string
  readonly text: string
  /** `steps` are those of this line alone; null: not run, because it needs the value of a line that failed */
  readonly outcome: Outcome | null
  readonly view: ValueView | null
}

/**
 * Runs a program line by line and keeps every value. A line that fails stops only the lines that need its value, as
 * long as steps and time are left. `types` (of `inferTypes`, one per statement) tell Booleans from Integers.
 */
export function traceProgram(
  program: Program,
  input: Grid,
  budget: Budget,
  types: readonly DslType[] = [],
): TraceLine[] {
  const { lines } = prepareProgram(program)
  const values: Value[] = [input]
  const missing = new Set<number>()
  let isOver = false
  let usedBefore = 0
  startMeter(budget)
  return lines.map((line, k) => {
    const { statement } = line
    const common = { line: statement.span.line, target: statement.target.text, text: printStatement(statement) }
    const operands = line.callee ? [line.callee, ...line.args] : line.args
    const needsMissing = operands.some((operand) => 'slot' in operand && missing.has(operand.slot))
    values.push(null)
    if (isOver || needsMissing) {
      missing.add(k + 1)
      return { ...common, outcome: null, view: null }
    }
    const before = stepsUsed()
    const result = runLine(line, values, budget)
    const steps = stepsUsed() - before
    if (isFailed(result)) {
      missing.add(k + 1)
      isOver = result.code === 'run/steps' || result.code === 'run/time'
      // a stop leaves the meter in the middle of its calls: the rest goes on with what is left
      usedBefore += stepsUsed()
      startMeter({ ...budget, steps: Math.max(0, budget.steps - usedBefore) })
      return { ...common, outcome: { ...result, steps }, view: null }
    }
    values[k + 1] = result
    return { ...common, outcome: { kind: 'value', value: result, steps }, view: viewValue(result, types[k]) }
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
