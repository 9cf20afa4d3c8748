import { checkProgram } from '../core/dsl/check/checkProgram'
import type { Program } from '../core/dsl/syntax/ast'
import { parseTaskText } from '../core/task/parseTask'
import type { Task } from '../core/task/task'
import { err, ok, type Problem, type Result } from '../core/util/result'
import { readPrograms } from '../node/data/readPrograms'
import { readTaskSource } from '../node/data/readTaskSource'
import { notesIn } from '../node/data/taskNote'

/** A program with the task of its name. */
export interface SeedProgram {
  readonly task: Task
  readonly program: Program
}

export interface SeedPrograms {
  readonly seeds: SeedProgram[]
  /** programs without a task or with a fault of text, and task files that are none */
  readonly refused: (Problem & { readonly taskName: string })[]
}

/** The programs at `seedsPath` (solvers.py, folder, file), each with its task of the folder or zip `tasksPath`. */
export async function readSeedPrograms(seedsPath: string, tasksPath: string): Promise<Result<SeedPrograms>> {
  const programs = await readPrograms(seedsPath)
  if (!programs.ok) return programs
  const tasks = await readTasks(tasksPath)
  if (!tasks.ok) return tasks
  const refused = [...tasks.value.refused]
  const seeds: SeedProgram[] = []
  for (const { taskName, text, where, problem } of programs.value) {
    const task = tasks.value.tasks.get(taskName)
    const { program, diagnostics } = checkProgram(text)
    const fault = diagnostics.find(({ severity }) => severity === 'error')
    if (!task) {
      refused.push({ ...err('seed/no-task', `no task named '${taskName}' in ${tasksPath}`, where).error, taskName })
    } else if (problem) refused.push({ ...problem, taskName })
    else if (fault) refused.push({ ...err(fault.code, fault.message, where, fault.help).error, taskName })
    else seeds.push({ task, program })
  }
  if (seeds.length > 0) return ok({ seeds, refused })
  const mend = 'Seeds are named after their tasks: solve_<task> in a solvers.py, or files <task>.dsl.'
  return err('seed/none', `none of the ${programs.value.length} programs belongs to a task`, seedsPath, mend)
}

export interface ReadTasks {
  /** by their name */
  readonly tasks: ReadonlyMap<string, Task>
  /** what a task's file or the folder it lies in says; none for most */
  readonly tags: ReadonlyMap<Task, readonly string[]>
  readonly refused: SeedPrograms['refused']
}

/** The tasks of a folder or zip. */
export async function readTasks(path: string): Promise<Result<ReadTasks>> {
  const source = await readTaskSource({ path })
  if (!source.ok) return source
  const tasks = new Map<string, Task>()
  const tags = new Map<Task, readonly string[]>()
  const refused = source.value.refused.map((problem) => ({ ...problem, taskName: '' }))
  for (const { name, text, where, tags: ofLayout } of source.value.files) {
    const task = parseTaskText(name, text)
    if (task.ok) {
      tasks.set(name, task.value)
      tags.set(task.value, [...ofLayout, ...notesIn(text).tags])
    } else {
      const place = [where, task.error.where].filter(Boolean).join(': ')
      refused.push({ ...task.error, where: place, taskName: name })
    }
  }
  return ok({ tasks, tags, refused })
}
