import { checkProgram } from '../dsl/check/checkProgram'
import { runOnPairs } from '../dsl/eval/runOnPairs'
import { DEFAULT_BUDGET, type Budget } from '../dsl/meter'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { printProgram } from '../dsl/syntax/printer'
import type { Task } from '../task/task'
import { varyTask, type Variation } from '../task/varyTask'
import type { Execution } from './ports'

/** What one run of a program on one grid may use under these settings. */
export function budgetOf(config: { readonly stepBudget: number; readonly sizeBudget: number }): Budget {
  return { steps: config.stepBudget, cells: config.sizeBudget, depth: DEFAULT_BUDGET.depth }
}

/**
 * Runs a program text on a task: on every demonstration input, and on the test inputs too when it reproduces at least
 * one demonstration. A text with wrong syntax or unknown names is not run. With a variation: on the task's demonstrations varied so.
 */
export function executeProgram(original: Task, text: string, budget: Budget, variation?: Variation): Execution {
  const task = variation ? varyTask(original, variation) : original
  const { program, diagnostics } = checkProgram(text)
  const wrong = diagnostics.find(({ code }) => code.startsWith('syntax/') || code.startsWith('name/'))
  if (wrong) {
    return {
      taskId: task.id,
      program: text,
      lines: program.statements.length,
      parsed: false,
      executed: false,
      demoOutputs: task.train.map(() => null),
      demosRight: 0,
      testRight: task.test.map(() => false),
      failure: wrong.code,
    }
  }
  const canonical = canonicalProgram(program)
  const demos = runOnPairs(canonical, task.train, budget)
  const demosRight = demos.filter((result) => result.right).length
  const failed = demos.find((result) => result.output === null)
  return {
    taskId: task.id,
    program: printProgram(canonical),
    lines: canonical.statements.length,
    parsed: true,
    executed: demos.some((result) => result.outcome.kind === 'value'),
    demoOutputs: demos.map((result) => result.output),
    demosRight,
    testRight:
      demosRight > 0
        ? runOnPairs(canonical, task.test, budget).map((result) => result.right)
        : task.test.map(() => false),
    failure: !failed ? null : failed.outcome.kind === 'failed' ? failed.outcome.code : 'run/not-a-grid',
  }
}
