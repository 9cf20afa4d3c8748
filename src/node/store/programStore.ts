import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { FILES_AT_A_TIME, mapConcurrently } from '../data/mapConcurrently'
import type { ProgramFile } from '../../ipc/contract'
import { subfolders } from './datasetStore'
import { SerialQueue } from './serialQueue'
import { taskIdOf } from './taskId'

/**
 * Programs kept for tasks. The user's own: `programs/<task id>/<time>.dsl`, every version stays, the newest counts.
 * Imported seeds: `seeds/<task id>.dsl`. Seeds that come with the workbench are read in place. Nothing here is ever
 * removed or overwritten by an import of tasks, nor when a dataset is removed.
 */
export class ProgramStore {
  private readonly shipped = new Map<string, ProgramFile>()
  private readonly imported = new Map<string, ProgramFile>()
  /** newest version of each task's own programs */
  private readonly own = new Map<string, ProgramFile>()
  private readonly saves = new SerialQueue()

  constructor(private readonly directory: string) {}

  /** Reads what is on disk: the newest version of each task, and all seeds. */
  async load(starterDirectory: string): Promise<void> {
    const shipped = (await namesIn(join(starterDirectory, 'seeds'))).map((file) => ({
      taskId: taskIdOf({ dataset: 'starter', split: 'training', name: file.slice(0, -4) }),
      path: join(starterDirectory, 'seeds', file),
    }))
    await this.readInto(this.shipped, shipped, 'seed')
    const imported: Found[] = []
    for (const folder of await splitFolders(join(this.directory, 'seeds'))) {
      for (const file of await namesIn(join(this.directory, 'seeds', folder))) {
        imported.push({ taskId: `${folder}/${file.slice(0, -4)}`, path: join(this.directory, 'seeds', folder, file) })
      }
    }
    await this.readInto(this.imported, imported, 'seed')
    const own: Found[] = []
    for (const folder of await splitFolders(join(this.directory, 'programs'))) {
      for (const task of await subfolders(join(this.directory, 'programs', folder))) {
        const taskId = `${folder}/${task}`
        const newest = (await namesIn(this.historyOf(taskId))).at(-1)
        if (newest) own.push({ taskId, path: join(this.historyOf(taskId), newest), savedAt: timeOf(newest) })
      }
    }
    await this.readInto(this.own, own, 'user')
  }

  has(taskId: string): boolean {
    return this.own.has(taskId) || this.hasSeed(taskId)
  }

  hasSeed(taskId: string): boolean {
    return this.seed(taskId) !== null
  }

  /** The user's newest program, else the imported seed, else the one that ships. */
  get(taskId: string): ProgramFile | null {
    return this.own.get(taskId) ?? this.seed(taskId)
  }

  /** A new version; the same text as the newest is no new version. */
  save(taskId: string, text: string): Promise<ProgramFile> {
    return this.saves.run(async () => {
      const newest = this.own.get(taskId)
      if (newest?.text === text) return newest
      // a clock set back must not make this version older than the one before
      const time = Math.max(Date.now(), newest ? Date.parse(newest.savedAt) + 1 : 0)
      const savedAt = new Date(time).toISOString()
      await mkdir(this.historyOf(taskId), { recursive: true })
      await writeFileAtomic(join(this.historyOf(taskId), `${savedAt.replaceAll(':', '_')}.dsl`), text)
      const saved: ProgramFile = { taskId, text, origin: 'user', savedAt }
      this.own.set(taskId, saved)
      return saved
    })
  }

  async saveSeed(taskId: string, text: string): Promise<void> {
    const path = join(this.directory, 'seeds', `${taskId}.dsl`)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFileAtomic(path, text)
    this.imported.set(taskId, { taskId, text, origin: 'seed', savedAt: '' })
  }

  /** Every version, newest first; the seed last. */
  async history(taskId: string): Promise<ProgramFile[]> {
    const names = (await namesIn(this.historyOf(taskId))).reverse()
    const versions = await mapConcurrently(names, FILES_AT_A_TIME, async (name): Promise<ProgramFile> => {
      const text = await readFile(join(this.historyOf(taskId), name), 'utf8')
      return { taskId, text, origin: 'user', savedAt: timeOf(name) }
    })
    const seed = this.seed(taskId)
    return seed ? [...versions, seed] : versions
  }

  private seed(taskId: string): ProgramFile | null {
    return this.imported.get(taskId) ?? this.shipped.get(taskId) ?? null
  }

  private historyOf(taskId: string): string {
    return join(this.directory, 'programs', taskId)
  }

  private async readInto(
    map: Map<string, ProgramFile>,
    found: readonly Found[],
    origin: 'seed' | 'user',
  ): Promise<void> {
    const texts = await mapConcurrently(found, FILES_AT_A_TIME, ({ path }) => readFile(path, 'utf8'))
    found.forEach(({ taskId, savedAt = '' }, k) => {
      const text = texts[k] as string
      map.set(taskId, { taskId, text: origin === 'seed' ? text.trim() : text, origin, savedAt })
    })
  }
}

interface Found {
  readonly taskId: string
  readonly path: string
  readonly savedAt?: string
}

/** `<dataset>/<split>` of a folder of datasets. */
async function splitFolders(directory: string): Promise<string[]> {
  const folders: string[] = []
  for (const dataset of await subfolders(directory)) {
    for (const split of await subfolders(join(directory, dataset))) folders.push(`${dataset}/${split}`)
  }
  return folders
}

/** The program files of a folder by name; none when it does not exist. */
async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).filter((name) => name.endsWith('.dsl') && !name.startsWith('.')).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** File names hold `_` for `:`, which Windows does not allow. */
const timeOf = (file: string): string => file.slice(0, -4).replaceAll('_', ':')
