import { formatCode, type Code } from '../../core/errors/codes'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { executeProgram } from '../../core/loop/executeProgram'
import type { Task } from '../../core/task/task'
import { ok, type Problem, type Result } from '../../core/util/result'
import type { SeedReport } from '../../ipc/contract'
import { refuse } from '../data/problems'
import { readPrograms, type NamedProgram, type SentFiles } from '../data/readPrograms'

export interface SeedTarget {
  /** tasks of this name in all datasets and splits */
  tasksNamed(name: string): readonly Task[]
  save(taskId: string, program: string): Promise<void>
}

/** Reads programs and keeps, as the seed of each task of its name, every one that is right on all pairs of that task. */
export async function importSeeds(source: string | SentFiles, target: SeedTarget): Promise<Result<SeedReport>> {
  const startedAt = performance.now()
  const programs = await readPrograms(source)
  if (!programs.ok) return programs
  const refused: Problem[] = []
  let imported = 0
  for (const program of programs.value) {
    const tasks = target.tasksNamed(program.taskName)
    if (tasks.length === 0) refused.push(refuse('seed/no-task', program.where, { name: program.taskName }).error)
    for (const task of tasks) {
      const problem = checkSeed(task, program)
      if (problem) refused.push(problem)
      else {
        await target.save(task.id, program.text)
        imported++
      }
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  return ok({ imported, refused, seconds: (performance.now() - startedAt) / 1000 })
}

function checkSeed(task: Task, { text, where, problem }: NamedProgram): Problem | null {
  if (problem) return problem
  const { demosRight, testRight, failure } = executeProgram(task, text, DEFAULT_BUDGET)
  const right = demosRight + testRight.filter(Boolean).length
  const pairs = task.train.length + task.test.length
  if (right === pairs) return null
  const reason = failure === null ? '' : `: ${formatCode(failure as Code)}`
  return refuse('seed/wrong', where, { right, pairs, reason }).error
}
