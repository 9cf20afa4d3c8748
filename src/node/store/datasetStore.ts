import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { parseTaskText } from '../../core/task/parseTask'
import type { Task } from '../../core/task/task'
import type { Problem } from '../../core/util/result'
import { FILES_AT_A_TIME, mapConcurrently } from '../data/mapConcurrently'
import { notesIn, type TaskNote } from '../data/taskNote'
import { taskIdOf } from './taskId'

/** A task of the workspace with what its file says beside the pairs. */
export interface StoredTask extends TaskNote {
  readonly id: string
  readonly dataset: string
  readonly split: string
  readonly name: string
  readonly task: Task
}

/** A task file to store: checked, its text kept as it was. */
export interface CheckedFile {
  readonly split: string
  readonly name: string
  readonly text: string
}

export interface LoadedFolder {
  readonly tasks: readonly StoredTask[]
  readonly problems: readonly Problem[]
}

/** Reads every `<directory>/<split>/<task>.json`; files that are no tasks are told of, the others come in. */
export async function loadDataset(directory: string, dataset: string): Promise<LoadedFolder> {
  const files: { split: string; file: string }[] = []
  for (const split of await subfolders(directory)) {
    const names = (await readdir(join(directory, split))).filter((name) => name.endsWith('.json'))
    files.push(...names.sort().map((file) => ({ split, file })))
  }
  const problems: Problem[] = []
  const notes = await readNotes(directory)
  const loaded = await mapConcurrently(files, FILES_AT_A_TIME, async ({ split, file }) => {
    const name = file.replace(/\.json$/, '')
    const path = join(directory, split, file)
    const read = readTask({ dataset, split, name }, await readFile(path, 'utf8'), path)
    if ('code' in read) {
      problems.push(read)
      return null
    }
    const note = notes.get(`${split}/${name}`)
    return note ? { ...read, ...note } : read
  })
  return { tasks: loaded.filter((task) => task !== null), problems }
}

const notesSchema = z.object({
  tasks: z.array(
    z.object({
      id: z.string(),
      split: z.string(),
      family: z.string().optional(),
      description: z.string(),
      tags: z.array(z.string()),
    }),
  ),
})

/** What a `manifest.json` beside the splits, as the starter pack has one, says of its tasks: `split/task` -> note. */
async function readNotes(directory: string): Promise<ReadonlyMap<string, TaskNote>> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  const notes = text === null ? { tasks: [] } : notesSchema.parse(JSON.parse(text))
  return new Map(
    notes.tasks.map(({ id, split, family, description, tags }) => [
      `${split}/${id}`,
      { description, tags: [...new Set(family === undefined ? tags : [family, ...tags])] },
    ]),
  )
}

/** A task from a file's text, or the problem with the path of the bad field. */
export function readTask(
  { dataset, split, name }: { dataset: string; split: string; name: string },
  text: string,
  where: string,
): StoredTask | Problem {
  const id = taskIdOf({ dataset, split, name })
  const parsed = parseTaskText(id, text)
  if (!parsed.ok) {
    const { error } = parsed
    return { ...error, where: error.where === undefined ? where : `${where}: ${error.where}` }
  }
  return { id, dataset, split, name, task: parsed.value, ...notesIn(text) }
}

/**
 * Adds files to a split: those of the same name are replaced, all others stay. The split is written beside and put in
 * place by renaming, so whatever interrupts it, the old or the new split is there whole (`mendInterrupted`).
 */
export async function storeSplit(directory: string, split: string, files: readonly CheckedFile[]): Promise<void> {
  const place = join(directory, split)
  const fresh = join(directory, `.${split}.new`)
  const old = join(directory, `.${split}.old`)
  await rm(fresh, { recursive: true, force: true })
  await mkdir(fresh, { recursive: true })
  const replaced = new Set(files.map(({ name }) => `${name}.json`))
  const before = (await subfolders(directory)).includes(split) ? await readdir(place) : null
  const kept = (before ?? []).filter((name) => !replaced.has(name))
  await mapConcurrently(kept, FILES_AT_A_TIME, (name) => copyFile(join(place, name), join(fresh, name)))
  await mapConcurrently(files, FILES_AT_A_TIME, ({ name, text }) => writeFile(join(fresh, `${name}.json`), text))
  if (before) await rename(place, old)
  await rename(fresh, place)
  await rm(old, { recursive: true, force: true })
}

/** Takes back or finishes what an interrupted `storeSplit` left. */
export async function mendInterrupted(directory: string): Promise<void> {
  const names = await readdir(directory)
  for (const name of names) {
    const split = /^\.(.+)\.old$/.exec(name)?.[1]
    if (split !== undefined && !names.includes(split)) await rename(join(directory, name), join(directory, split))
    else if (/^\..+\.(old|new)$/.test(name)) await rm(join(directory, name), { recursive: true })
  }
}

/** Names of the folders in a folder, hidden ones left out; none when it does not exist. */
export async function subfolders(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
