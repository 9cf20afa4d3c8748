import { checkParsed, isRunnable } from '../dsl/check/checkProgram'
import { prepareProgram } from '../dsl/eval/interpreter'
import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { isGrid } from '../dsl/value'
import { countRight } from '../task/demonstrations'
import type { Pair, Task } from '../task/task'
import { runChanged, type LineRun } from './changedRun'

/** What an accepted mutant did with its parent task's demonstration inputs. */
export interface MutantResult {
  /** each demonstration input with the output that the mutant really gave */
  readonly pairs: readonly Pair[]
  /** demonstration pairs of the parent task that it reproduces */
  readonly demosRight: number
}

/** What is known of the parent: which of its lines the mutant's lines are, and its runs by demonstration. */
export interface KnownParent {
  readonly origins: readonly number[]
  readonly runOn: (demonstration: number) => LineRun | null
}

/**
 * Keeps a mutant that reads without error, gives a valid grid on every demonstration input of its parent's task and is
 * not the identity on all of them; null otherwise. What is known of the parent saves work and changes nothing.
 */
export function acceptMutant(
  mutant: Program,
  parentTask: Task,
  budget: Budget,
  known: KnownParent = { origins: mutant.statements.map(() => -1), runOn: () => null },
): MutantResult | null {
  const changed = { prepared: prepareProgram(mutant), origins: known.origins }
  const pairs: Pair[] = []
  for (const [k, { input }] of parentTask.train.entries()) {
    const output = runChanged(changed, known.runOn(k), input, budget)
    if (output === undefined || !isGrid(output) || !output.isValidArc()) return null
    // most that fail do so on the first input, and that costs less than reading the text
    if (k === 0 && !isRunnable(checkParsed(mutant).diagnostics)) return null
    pairs.push({ input, output })
  }
  if (pairs.every(({ input, output }) => output.equals(input))) return null
  const results = pairs.map(({ output }, k) => ({ right: parentTask.train[k]?.output.equals(output) === true }))
  return { pairs, demosRight: countRight(results) }
}
