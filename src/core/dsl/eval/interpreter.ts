import { formatCode, type Code } from '../../errors/codes'
import type { Grid } from '../../grid/grid'
import { charge, enterCall, leaveCall, settle, startMeter, stepsUsed, stopOf, type Budget } from '../meter'
import { lookup } from '../primitives'
import type { Program, Statement } from '../syntax/ast'
import { DslFunction, type Value } from '../value'
import { failedOutcome, stoppedOutcome, type FailedOutcome, type Outcome } from './outcome'

/**
 * The living definition of what a program means: every faster way to run one must give the same. Lines run in order;
 * a name is a variable of a line above, I, a constant or a primitive, looked up in tables of our own only.
 */
export function runProgram(program: Program, input: Grid, budget: Budget): Outcome {
  return runPrepared(prepareProgram(program), input, budget)
}

/** Where an operand's value comes from: a line's slot (0 is I, k the k-th line), or fixed. */
type Operand = { readonly slot: number } | { readonly value: Value }

interface PreparedLine {
  readonly statement: Statement
  /** null: the line only gives its argument another name */
  readonly callee: Operand | null
  readonly args: readonly Operand[]
  /** why the line cannot run whatever the input, if so */
  readonly fault: { readonly code: Code; readonly message: string } | null
}

/** A program with its names resolved once, to be run on many inputs. */
export interface PreparedProgram {
  readonly lines: readonly PreparedLine[]
  /** slot of O; -1 when the last line does not assign it */
  readonly outputSlot: number
}

export function prepareProgram({ statements }: Program): PreparedProgram {
  const slots = new Map<string, number>([['I', 0]])
  const lines = statements.map((statement, k) => {
    const line = prepareLine(statement, slots)
    slots.set(statement.target.text, k + 1)
    return line
  })
  const isComplete = statements[statements.length - 1]?.target.text === 'O'
  return { lines, outputSlot: isComplete ? statements.length : -1 }
}

function prepareLine(statement: Statement, slots: ReadonlyMap<string, number>): PreparedLine {
  let fault: PreparedLine['fault'] = null
  const resolve = (name: string): Operand => {
    const slot = slots.get(name)
    if (slot !== undefined) return { slot }
    const builtin = lookup(name)
    if (builtin) return { value: builtin.value }
    fault ??= { code: 'name/unknown', message: formatCode('name/unknown', { name }) }
    return { value: null }
  }
  const callee = statement.callee && resolve(statement.callee.text)
  const args = statement.args.map((arg) => resolve(arg.text))
  return { statement, callee, args, fault }
}

/** Runs a prepared program; the budget is for this run alone. */
export function runPrepared({ lines, outputSlot }: PreparedProgram, input: Grid, budget: Budget): Outcome {
  if (outputSlot < 0) {
    const line = lines[lines.length - 1]?.statement.span.line ?? 1
    const place = { line, primitive: null, steps: 0 }
    return failedOutcome('name/missing-output', formatCode('name/missing-output'), place)
  }
  startMeter(budget)
  const values: Value[] = [input]
  for (const line of lines) {
    const result = runLine(line, values, budget)
    if (isFailed(result)) return result
    values.push(result)
  }
  return { kind: 'value', value: values[outputSlot] as Value, steps: stepsUsed() }
}

/** The value of one line, or how it failed. The meter must be running; `values` holds I and the lines above. */
export function runLine(line: PreparedLine, values: readonly Value[], budget: Budget): Value | FailedOutcome {
  const { statement, callee: calleeOperand, fault } = line
  const place = (primitive: string | null) => ({ line: statement.span.line, primitive, steps: stepsUsed() })
  if (fault) return failedOutcome(fault.code, fault.message, place(null))
  const args = line.args.map((operand) => valueOf(operand, values))
  const callee = calleeOperand && valueOf(calleeOperand, values)
  const name = callee instanceof DslFunction ? callee.label : null
  try {
    charge(1)
    if (calleeOperand === null) return args[0] as Value
    const written = statement.callee?.text ?? ''
    if (!(callee instanceof DslFunction)) {
      return failedOutcome('run/not-callable', formatCode('run/not-callable', { name: written }), place(null))
    }
    if (callee.arity !== args.length) {
      const counts = { name: written, expected: callee.arity, found: args.length }
      return failedOutcome('type/arity', formatCode('type/arity', counts), place(name))
    }
    return callFunction(callee, args)
  } catch (error) {
    const stop = stopOf(error)
    if (!stop) throw error // not the program's failure but our bug
    return stoppedOutcome(stop, budget, place(name))
  }
}

function callFunction(callee: DslFunction, [a = null, b = null, c = null, d = null]: readonly Value[]): Value {
  enterCall()
  const value = callee.run(a, b, c, d)
  leaveCall()
  settle()
  return value
}

const valueOf = (operand: Operand, values: readonly Value[]): Value =>
  'slot' in operand ? (values[operand.slot] as Value) : operand.value

export function isFailed(result: Value | FailedOutcome): result is FailedOutcome {
  return typeof result === 'object' && result !== null && 'kind' in result && result.kind === 'failed'
}
