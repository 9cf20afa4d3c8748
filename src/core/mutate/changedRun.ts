import { isFailed, prepareProgram, runLine, type PreparedProgram } from '../dsl/eval/interpreter'
import { startMeter, stepsUsed, type Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { valuesEqual, type Value } from '../dsl/value'
import type { Grid } from '../grid/grid'

/** The lines of a program on one input, as far as it ran. */
export interface LineRun {
  /** value of each line */
  readonly values: readonly Value[]
  /** steps that each line took */
  readonly steps: readonly number[]
}

/** Runs a program and keeps every line's value, up to the first line that fails. */
export function runLines(program: Program, input: Grid, budget: Budget): LineRun {
  const values: Value[] = [input]
  const steps: number[] = []
  startMeter(budget)
  for (const line of prepareProgram(program).lines) {
    const before = stepsUsed()
    const value = runLine(line, values, budget)
    if (isFailed(value)) break
    values.push(value)
    steps.push(stepsUsed() - before)
  }
  return { values: values.slice(1), steps }
}

/** A program and the parent that it was changed from. */
export interface ChangedProgram {
  readonly prepared: PreparedProgram
  /** by line: the parent's line with the same call, -1 where there is none */
  readonly origins: readonly number[]
}

/**
 * The value that a changed program gives; undefined where it fails. Only lines that the change reaches are run: the others
 * have the values and steps that they have in the parent. Just what a run from the start gives under the same budget.
 */
export function runChanged(
  { prepared, origins }: ChangedProgram,
  parent: LineRun | null,
  input: Grid,
  budget: Budget,
): Value | undefined {
  const { lines, outputSlot } = prepared
  if (outputSlot < 0) return undefined
  const values: Value[] = [input]
  const isChanged: boolean[] = [false]
  let used = 0
  for (const [k, line] of lines.entries()) {
    const origin = origins[k] as number
    const known = parent?.values[origin]
    const reached = [line.callee, ...line.args].some(
      (operand) => operand !== null && 'slot' in operand && isChanged[operand.slot],
    )
    if (parent && known !== undefined && !reached) {
      used += parent.steps[origin] as number
      values.push(known)
      isChanged.push(false)
    } else {
      startMeter({ ...budget, steps: budget.steps - used })
      const value = runLine(line, values, budget)
      if (isFailed(value)) return undefined
      used += stepsUsed()
      // a change may come to nothing here: the lines below are then as they were
      isChanged.push(known === undefined || !valuesEqual(known, value))
      values.push(value)
    }
    if (used > budget.steps) return undefined
  }
  return values[outputSlot]
}
