import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { parseTask } from '../../core/task/parseTask'
import { taskToJson } from '../../core/task/taskToJson'
import { ok, type Result } from '../../core/util/result'
import type { Params } from '../../ipc/contract'
import { folderName } from '../data/arcLayout'
import { refuse, refuseFile } from '../data/problems'
import type { CheckedFile, StoredTask } from './datasetStore'
import { taskIdOf, type TaskPlace } from './taskId'

/** A task that the window sent, ready to store; a problem's `where` is the path of the bad parameter. */
export function checkOwnTask(params: Omit<Params<'tasks.save'>, 'isNew'>): Result<StoredTask & CheckedFile> {
  const { dataset, split, name, description, tags } = params
  for (const field of ['dataset', 'name'] as const) {
    if (folderName(params[field]) !== params[field]) return refuse('task/name', field, { name: params[field] })
  }
  const id = taskIdOf({ dataset, split, name })
  const task = parseTask(id, params.task)
  if (!task.ok) {
    const { where } = task.error
    return { ok: false, error: { ...task.error, where: where === undefined ? 'task' : `task.${where}` } }
  }
  const text = `${JSON.stringify({ ...taskToJson(task.value), description, tags })}\n`
  return ok({ id, dataset, split, name, task: task.value, description, tags, text })
}

/** Writes the task's file whole, in place of the one of its name; the refusal where that fails. */
export function storeOwnTask(workspaceDirectory: string, task: TaskPlace & CheckedFile): Promise<Result<never> | null> {
  return changeFile(fileOf(workspaceDirectory, task), async (file) => {
    await mkdir(dirname(file), { recursive: true })
    await writeFileAtomic(file, task.text)
  })
}

export function removeOwnTask(workspaceDirectory: string, task: TaskPlace): Promise<Result<never> | null> {
  return changeFile(fileOf(workspaceDirectory, task), (file) => rm(file))
}

const fileOf = (workspaceDirectory: string, { dataset, split, name }: TaskPlace): string =>
  join(workspaceDirectory, 'datasets', dataset, split, `${name}.json`)

async function changeFile(file: string, change: (file: string) => Promise<void>): Promise<Result<never> | null> {
  try {
    await change(file)
    return null
  } catch (error) {
    return refuseFile(error, file)
  }
}
