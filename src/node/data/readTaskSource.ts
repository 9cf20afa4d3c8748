import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { ok, type Problem, type Result } from '../../core/util/result'
import type { Params } from '../../ipc/contract'
import { chooseSplit, isSafeEntryName, placeFile, type Placement } from './arcLayout'
import { FILES_AT_A_TIME, mapConcurrently } from './mapConcurrently'
import { refuse, refuseFile } from './problems'
import { readZip } from './readZip'

export type TaskSource = Params<'tasks.import'>['source']

/** A task file as it was found; its text is not checked yet. */
export interface TaskFile extends Placement {
  readonly text: string
  /** the file's path for messages */
  readonly where: string
}

export interface TaskSourceContents {
  readonly files: readonly TaskFile[]
  /** files that could not be read, each with the reason */
  readonly refused: readonly Problem[]
  /** a name for the dataset, from the folder or archive; '' where there is none */
  readonly name: string
  /** where it came from, for people; the same source gives the same text */
  readonly origin: string
}

/** An ARC task is under 100 kB; a larger JSON file is something else. */
const MAX_FILE_BYTES = 5_000_000
const MAX_ARCHIVE_BYTES = 1_000_000_000
const MAX_FILES = 100_000
const MAX_DEPTH = 12

interface FoundFile {
  /** path inside the folder or archive, `/` between parts */
  readonly path: string
  readonly where: string
  readonly read: () => Promise<Uint8Array | Result<never>>
}

/**
 * The task files of a folder, a zip, one JSON file, or files sent by a window, with the splits of `placeFile`. Reads
 * only; texts are decoded, not parsed. Refused as a whole: a source that is missing, holds no JSON file, or is an archive
 * that is broken, unsafe or too large. A single file that cannot be read is listed in `refused`, the others come in.
 */
export async function readTaskSource(source: TaskSource, givenSplit?: string): Promise<Result<TaskSourceContents>> {
  const found = await findFiles(source)
  if (!found.ok) return found
  const { files, root, origin } = found.value
  const placed = files.flatMap((file) => {
    const placement = placeFile(file.path, root, givenSplit)
    return placement ? [{ ...placement, file }] : []
  })
  const chosen = chooseSplit(placed, givenSplit)
  if (chosen.length === 0) return refuse('file/empty', origin)
  const refused: Problem[] = []
  const read = await mapConcurrently(chosen, FILES_AT_A_TIME, async ({ file, split, name, tags }) => {
    const bytes = await file.read()
    if (bytes instanceof Uint8Array) return { split, name, tags, where: file.where, text: decode(bytes) }
    if (!bytes.ok) refused.push(bytes.error)
    return null
  })
  return ok({ files: read.filter((file) => file !== null), refused, name: datasetName(found.value), origin })
}

interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** name of the folder the paths are relative to */
  readonly root: string
  readonly parent: string
  readonly origin: string
}

async function findFiles(source: TaskSource): Promise<Result<FoundFiles>> {
  if ('path' in source) {
    const path = resolve(source.path)
    try {
      if ((await stat(path)).isDirectory()) {
        const files = await listFolder(path)
        return ok({ files, root: basename(path), parent: basename(dirname(path)), origin: path })
      }
      if (isZip(path)) {
        if ((await stat(path)).size > MAX_ARCHIVE_BYTES) return refuse('zip/too-large', path, { limit: '1 GB' })
        return await filesOfZip(await readFile(path), path, path)
      }
      const read = (): Promise<Uint8Array | Result<never>> => readWithin(path)
      return ok({ files: [{ path: basename(path), where: path, read }], root: '', parent: '', origin: path })
    } catch (error) {
      return refuseFile(error, path)
    }
  }
  const [first] = source.files
  if (source.files.length === 1 && first && isZip(first.name)) return filesOfZip(first.bytes, first.name, first.name)
  const root = commonFolder(source.files.map(({ name }) => name))
  const files = source.files.map(({ name, bytes }): FoundFile => {
    const path = name.replaceAll('\\', '/')
    const read = async (): Promise<Uint8Array | Result<never>> =>
      isSafeEntryName(name) ? checkSize(bytes, name) : refuse('zip/unsafe-name', name, { name })
    return { path: root === '' ? path : path.slice(root.length + 1), where: name, read }
  })
  return ok({ files, root, parent: '', origin: root === '' ? 'files sent by the window' : root })
}

async function filesOfZip(archive: Uint8Array, file: string, origin: string): Promise<Result<FoundFiles>> {
  const entries = await readZip(
    archive,
    origin,
    (name) => placeFile(name.replaceAll('\\', '/'), '', undefined) !== null,
  )
  if (!entries.ok) return entries
  const files = entries.value.map(({ name, bytes }): FoundFile => {
    const where = `${origin}: ${name}`
    return { path: name, where, read: () => Promise.resolve(checkSize(bytes, where)) }
  })
  return ok({ files, root: basename(file, extname(file)), parent: '', origin })
}

/** All files below a folder; links to folders are not followed. */
async function listFolder(directory: string): Promise<FoundFile[]> {
  const files: FoundFile[] = []
  const walk = async (below: string, depth: number): Promise<void> => {
    const entries = await readdir(join(directory, below), { withFileTypes: true })
    entries.sort((a, b) => (a.name < b.name ? -1 : 1)) // the same order on every system
    for (const entry of entries) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          await walk(path, depth + 1)
      } else if (files.length < MAX_FILES) {
        const where = join(directory, path)
        files.push({ path, where, read: () => readWithin(where) })
      }
    }
  }
  await walk('', 0)
  return files
}

async function readWithin(path: string): Promise<Uint8Array | Result<never>> {
  try {
    const { size } = await stat(path)
    if (size > MAX_FILE_BYTES) return tooLarge(path)
    return await readFile(path)
  } catch (error) {
    return refuseFile(error, path)
  }
}

const checkSize = (bytes: Uint8Array, where: string): Uint8Array | Result<never> =>
  bytes.length > MAX_FILE_BYTES ? tooLarge(where) : bytes

const tooLarge = (where: string): Result<never> =>
  refuse('task/shape', where, { reason: `the file is larger than ${MAX_FILE_BYTES / 1e6} MB` })

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)
const isZip = (name: string): boolean => /\.zip$/i.test(name)

/** The folder that all names start with, when there is one. */
function commonFolder(names: readonly string[]): string {
  const [first = ''] = names.map((name) => name.replaceAll('\\', '/').split('/'))
  const folder = first.length > 1 ? first[0] : ''
  return folder && names.every((name) => name.replaceAll('\\', '/').startsWith(`${folder}/`)) ? folder : ''
}

/** The folder's or archive's name; of a folder that is a split, its parent's. */
function datasetName({ root, parent }: FoundFiles): string {
  return ['training', 'evaluation'].includes(root.toLowerCase()) ? parent : root
}
