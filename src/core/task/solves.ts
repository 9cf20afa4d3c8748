import type { Budget } from '../dsl/meter'
import { compileProgram } from '../dsl/eval/compile'
import { runCompiledOnPairs, type PairResult } from '../dsl/eval/runOnPairs'
import type { Program } from '../dsl/syntax/ast'
import { countRight, demonstrationPerformance } from './demonstrations'
import type { Task } from './task'

/** A program on all pairs of a task. */
export interface TaskScore {
  /** one per demonstration pair */
  readonly train: readonly PairResult[]
  /** one per test pair; for reporting only */
  readonly test: readonly PairResult[]
  readonly demosRight: number
  readonly performance: number
  /** right on every test pair */
  readonly testRight: boolean
  /** right on every demonstration and every test pair */
  readonly isSolution: boolean
}

export function scoreProgram(program: Program, task: Task, budget: Budget): TaskScore {
  const compiled = compileProgram(program)
  const train = runCompiledOnPairs(compiled, task.train, budget)
  const test = runCompiledOnPairs(compiled, task.test, budget)
  const demosRight = countRight(train)
  const testRight = countRight(test) === test.length
  return {
    train,
    test,
    demosRight,
    performance: demonstrationPerformance(train),
    testRight,
    isSolution: testRight && demosRight === train.length,
  }
}

/** Right on every demonstration and every test pair. Stops at the first pair that is wrong. */
export function solves(program: Program, task: Task, budget: Budget): boolean {
  const compiled = compileProgram(program)
  return [...task.train, ...task.test].every((pair) => runCompiledOnPairs(compiled, [pair], budget)[0]?.right === true)
}
