import { formatCode, type Code } from '../../errors/codes'
import type { Grid } from '../../grid/grid'
import { charge, enterCall, leaveCall, settle, startMeter, stepsUsed, stopOf, type Budget } from '../meter'
import { lookup } from '../primitives'
import type { Program } from '../syntax/ast'
import { DslFunction, type Value } from '../value'
import { failedOutcome, stoppedOutcome, type FailedOutcome, type Outcome } from './outcome'

/**
 * The fast way to run a program: names become registers once, and a run walks flat arrays without looking anything up or
 * building anything but values. It means what the interpreter means, failures and steps included; the tests hold it to
 * that.
 */
export interface CompiledProgram {
  /** register 0 is I, then one for each constant or primitive used, then one a line */
  readonly registers: readonly Value[]
  readonly lines: readonly CompiledLine[]
  /** register of O; -1 when the last line does not assign it */
  readonly output: number
  readonly lastLine: number
}

interface CompiledLine {
  /** register that the line assigns */
  readonly target: number
  /** register of what is called; -1: the line only gives its argument another name */
  readonly callee: number
  /** the callee as the text has it, for messages */
  readonly calleeText: string
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly argCount: number
  /** line of the program text, from 1 */
  readonly line: number
  readonly fault: { readonly code: Code; readonly message: string } | null
}

/** Holds null for good: what a call passes for the parameters it does not have. */
const NULL_REGISTER = 1

export function compileProgram({ statements }: Program): CompiledProgram {
  const registers: Value[] = [null, null]
  const registerOf = new Map<string, number>([['I', 0]])
  const builtins = new Map<string, number>()
  const lines: CompiledLine[] = []
  for (const { target, callee, args, span } of statements) {
    let fault: CompiledLine['fault'] = null
    const resolve = (name: string): number => {
      const variable = registerOf.get(name) ?? builtins.get(name)
      if (variable !== undefined) return variable
      const builtin = lookup(name)
      if (!builtin) {
        fault ??= { code: 'name/unknown', message: formatCode('name/unknown', { name }) }
        return NULL_REGISTER
      }
      builtins.set(name, registers.length)
      return registers.push(builtin.value) - 1
    }
    const calleeRegister = callee ? resolve(callee.text) : -1
    const [a = NULL_REGISTER, b = NULL_REGISTER, c = NULL_REGISTER, d = NULL_REGISTER] = args.map((arg) =>
      resolve(arg.text),
    )
    lines.push({
      target: registers.push(null) - 1,
      callee: calleeRegister,
      calleeText: callee?.text ?? '',
      a,
      b,
      c,
      d,
      argCount: args.length,
      line: span.line,
      fault,
    })
    registerOf.set(target.text, registers.length - 1)
  }
  const last = statements[statements.length - 1]
  const isComplete = last?.target.text === 'O'
  return { registers, lines, output: isComplete ? registers.length - 1 : -1, lastLine: last?.span.line ?? 1 }
}

/** Runs a compiled program; the budget is for this run alone. */
export function runCompiled(program: CompiledProgram, input: Grid, budget: Budget): Outcome {
  const { lines, output } = program
  if (output < 0) {
    const place = { line: program.lastLine, primitive: null, steps: 0 }
    return failedOutcome('name/missing-output', formatCode('name/missing-output'), place)
  }
  const registers = program.registers.slice()
  registers[0] = input
  startMeter(budget)
  let at = 0
  try {
    for (; at < lines.length; at++) {
      const line = lines[at] as CompiledLine
      if (line.fault !== null) return failedOutcome(line.fault.code, line.fault.message, placeOf(line, null))
      charge(1)
      if (line.callee < 0) {
        registers[line.target] = registers[line.a] as Value
        continue
      }
      const callee = registers[line.callee]
      if (!(callee instanceof DslFunction) || callee.arity !== line.argCount) return refuseCall(line, callee as Value)
      enterCall()
      registers[line.target] = callee.run(
        registers[line.a] as Value,
        registers[line.b] as Value,
        registers[line.c] as Value,
        registers[line.d] as Value,
      )
      leaveCall()
      settle()
    }
  } catch (error) {
    const stop = stopOf(error)
    if (!stop) throw error // not the program's failure but our bug
    const line = lines[at] as CompiledLine
    const callee = line.callee < 0 ? null : registers[line.callee]
    return stoppedOutcome(stop, budget, placeOf(line, callee instanceof DslFunction ? callee.label : null))
  }
  return { kind: 'value', value: registers[output] as Value, steps: stepsUsed() }
}

const placeOf = ({ line }: CompiledLine, primitive: string | null) => ({ line, primitive, steps: stepsUsed() })

function refuseCall(line: CompiledLine, callee: Value): FailedOutcome {
  const name = line.calleeText
  if (!(callee instanceof DslFunction)) {
    return failedOutcome('run/not-callable', formatCode('run/not-callable', { name }), placeOf(line, null))
  }
  const message = formatCode('type/arity', { name, expected: callee.arity, found: line.argCount })
  return failedOutcome('type/arity', message, placeOf(line, callee.label))
}
