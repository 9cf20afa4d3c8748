import { checkParsed, isRunnable } from '../dsl/check/checkProgram'
import { compileProgram, runCompiled } from '../dsl/eval/compile'
import { validOutput } from '../dsl/eval/runOnPairs'
import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { countRight } from '../task/demonstrations'
import type { Pair, Task } from '../task/task'

/** What an accepted mutant did with its parent task's demonstration inputs. */
export interface MutantResult {
  /** each demonstration input with the output that the mutant really gave */
  readonly pairs: readonly Pair[]
  /** demonstration pairs of the parent task that it reproduces */
  readonly demosRight: number
}

/**
 * Keeps a mutant that reads without error, gives a valid grid on every demonstration input of its parent's task and is
 * not the identity on all of them; null otherwise.
 */
export function acceptMutant(mutant: Program, parentTask: Task, budget: Budget): MutantResult | null {
  if (!isRunnable(checkParsed(mutant).diagnostics)) return null
  const compiled = compileProgram(mutant)
  const pairs: Pair[] = []
  for (const { input } of parentTask.train) {
    const output = validOutput(runCompiled(compiled, input, budget))
    if (!output) return null
    pairs.push({ input, output })
  }
  if (pairs.every(({ input, output }) => output.equals(input))) return null
  const results = pairs.map(({ output }, k) => ({ right: parentTask.train[k]?.output.equals(output) === true }))
  return { pairs, demosRight: countRight(results) }
}
