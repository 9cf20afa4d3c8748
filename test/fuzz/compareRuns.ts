import { compileProgram, runCompiled } from '../../src/core/dsl/eval/compile'
import { runProgram } from '../../src/core/dsl/eval/interpreter'
import type { Outcome } from '../../src/core/dsl/eval/outcome'
import type { Budget } from '../../src/core/dsl/meter'
import type { Program } from '../../src/core/dsl/syntax/ast'
import { FrozenSet, hashValue, Tuple, valuesEqual, type Value } from '../../src/core/dsl/value'
import type { Grid } from '../../src/core/grid/grid'
import { cpuMs } from './cpuMs'

export interface Compared {
  readonly outcome: Outcome
  /** how the compiled run differs; null: it does not */
  readonly difference: string | null
  readonly interpretedMs: number
  readonly compiledMs: number
}

/** Runs a program both ways. Throws what either run throws: a run that throws is a bug. */
export function compareRuns(program: Program, input: Grid, budget: Budget): Compared {
  const start = cpuMs()
  const outcome = runProgram(program, input, budget)
  const middle = cpuMs()
  const compiled = runCompiled(compileProgram(program), input, budget)
  const end = cpuMs()
  return {
    outcome,
    difference: differenceOf(outcome, compiled),
    interpretedMs: middle - start,
    compiledMs: end - middle,
  }
}

function differenceOf(a: Outcome, b: Outcome): string | null {
  if (a.steps !== b.steps) return `steps: ${a.steps} interpreted, ${b.steps} compiled (${codeOf(a)}, ${codeOf(b)})`
  if (a.kind === 'value' && b.kind === 'value') return areEqual(a.value, b.value) ? null : 'values differ'
  if (a.kind === 'value' || b.kind === 'value') return `${codeOf(a)} interpreted, ${codeOf(b)} compiled`
  for (const field of ['code', 'message', 'line', 'primitive'] as const) {
    if (a[field] !== b[field]) return `${field}: ${String(a[field])} interpreted, ${String(b[field])} compiled`
  }
  return null
}

/** 'value', or the code of the failure. */
export const codeOf = (outcome: Outcome): string => (outcome.kind === 'value' ? 'value' : outcome.code)

/** A value whose parts are shared may be far larger written out than it is: then its hash and size have to do. */
function areEqual(a: Value, b: Value): boolean {
  const size = writtenSize(a, new Map())
  if (size !== writtenSize(b, new Map()) || hashValue(a) !== hashValue(b)) return false
  return size > 1_000_000 || valuesEqual(a, b)
}

/** Elements of a value counted as often as they occur. */
function writtenSize(value: Value, known: Map<Value, number>): number {
  if (!(value instanceof Tuple) && !(value instanceof FrozenSet)) return 1
  const before = known.get(value)
  if (before !== undefined) return before
  let size = 1
  for (const item of value.items) size += writtenSize(item, known)
  known.set(value, size)
  return size
}
