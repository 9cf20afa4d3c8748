import { parseProgram } from '../dsl/syntax/parser'
import type { Task } from '../task/task'
import type { Seed } from './mutationTries'

/** The programs that can be mutated: those of one of the tasks, without anything to mend in their text. */
export function seedsOf(
  tasks: readonly Task[],
  programs: readonly { readonly taskId: string; readonly program: string }[],
): Seed[] {
  const taskOf = new Map(tasks.map((task) => [task.id, task]))
  return programs.flatMap(({ taskId, program }) => {
    const task = taskOf.get(taskId)
    const parsed = parseProgram(program)
    return task && parsed.diagnostics.length === 0 ? [{ task, program: parsed.program }] : []
  })
}
