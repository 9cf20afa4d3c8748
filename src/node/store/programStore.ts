import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { FILES_AT_A_TIME, mapConcurrently } from '../data/mapConcurrently'
import type { ProgramFile, SavedOrigin } from '../../ipc/contract'
import { subfolders } from './datasetStore'
import { readLabels, writeLabel, type ProgramLabel } from './programLabels'
import { SerialQueue } from './serialQueue'
import { taskIdOf } from './taskId'

/**
 * Programs kept for tasks. The user's own: `programs/<task id>/<time>.dsl`, every version stays until the user removes
 * it, the newest counts; names and origins in `labels.json` beside them. A removed version is `<time>.dsl.removed` and can
 * be brought back. Imported seeds: `seeds/<task id>.dsl`. Seeds that come with the workbench are read in place. Nothing here is ever
 * overwritten or removed by an import of tasks, nor when a dataset is removed.
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
    await this.readInto(this.shipped, shipped)
    const imported: Found[] = []
    for (const folder of await splitFolders(join(this.directory, 'seeds'))) {
      for (const file of await namesIn(join(this.directory, 'seeds', folder))) {
        imported.push({ taskId: `${folder}/${file.slice(0, -4)}`, path: join(this.directory, 'seeds', folder, file) })
      }
    }
    await this.readInto(this.imported, imported)
    const own: Found[] = []
    for (const folder of await splitFolders(join(this.directory, 'programs'))) {
      for (const task of await subfolders(join(this.directory, 'programs', folder))) {
        const taskId = `${folder}/${task}`
        const newest = (await namesIn(this.historyOf(taskId))).at(-1)
        if (!newest) continue
        const savedAt = timeOf(newest)
        const label = (await readLabels(this.historyOf(taskId)))[savedAt]
        own.push({ taskId, path: join(this.historyOf(taskId), newest), savedAt, label })
      }
    }
    await this.readInto(this.own, own)
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
  save(taskId: string, text: string, origin: SavedOrigin = 'user'): Promise<ProgramFile> {
    return this.saves.run(async () => {
      const newest = this.own.get(taskId)
      if (newest?.text === text) return newest
      // a clock set back must not make this version older than the one before
      const time = Math.max(Date.now(), newest ? Date.parse(newest.savedAt) + 1 : 0)
      const savedAt = new Date(time).toISOString()
      await mkdir(this.historyOf(taskId), { recursive: true })
      await writeFileAtomic(join(this.historyOf(taskId), fileOf(savedAt)), text)
      if (origin !== 'user') await writeLabel(this.historyOf(taskId), savedAt, { origin })
      const saved: ProgramFile = { taskId, text, origin, savedAt, name: '' }
      this.own.set(taskId, saved)
      return saved
    })
  }

  /** Gives a version a name, '' for none; false where there is no such version. */
  rename(taskId: string, savedAt: string, name: string): Promise<boolean> {
    return this.saves.run(async () => {
      if (!(await this.hasFile(taskId, fileOf(savedAt)))) return false
      await writeLabel(this.historyOf(taskId), savedAt, { name })
      await this.readNewest(taskId)
      return true
    })
  }

  /** Puts a version aside; false where there is no such version. */
  remove(taskId: string, savedAt: string): Promise<boolean> {
    return this.move(taskId, fileOf(savedAt), fileOf(savedAt) + REMOVED)
  }

  /** Brings back a version that was removed; false where there is none. */
  restore(taskId: string, savedAt: string): Promise<boolean> {
    return this.move(taskId, fileOf(savedAt) + REMOVED, fileOf(savedAt))
  }

  async saveSeed(taskId: string, text: string): Promise<void> {
    const path = join(this.directory, 'seeds', `${taskId}.dsl`)
    await mkdir(join(path, '..'), { recursive: true })
    await writeFileAtomic(path, text)
    this.imported.set(taskId, { taskId, text, origin: 'seed', savedAt: '', name: '' })
  }

  /** Every version, newest first; the seed last. */
  async history(taskId: string): Promise<ProgramFile[]> {
    const directory = this.historyOf(taskId)
    const names = (await namesIn(directory)).reverse()
    const labels = await readLabels(directory)
    const versions = await mapConcurrently(names, FILES_AT_A_TIME, async (file): Promise<ProgramFile> => {
      const text = await readFile(join(directory, file), 'utf8')
      return { taskId, text, savedAt: timeOf(file), ...labelled(labels[timeOf(file)]) }
    })
    const seed = this.seed(taskId)
    return seed ? [...versions, seed] : versions
  }

  private seed(taskId: string): ProgramFile | null {
    return this.imported.get(taskId) ?? this.shipped.get(taskId) ?? null
  }

  private move(taskId: string, from: string, to: string): Promise<boolean> {
    return this.saves.run(async () => {
      if (!(await this.hasFile(taskId, from))) return false
      await rename(join(this.historyOf(taskId), from), join(this.historyOf(taskId), to))
      await this.readNewest(taskId)
      return true
    })
  }

  /** What counts for the task, after its versions changed. */
  private async readNewest(taskId: string): Promise<void> {
    const [newest] = await this.history(taskId)
    if (newest && newest.origin !== 'seed') this.own.set(taskId, newest)
    else this.own.delete(taskId)
  }

  /** Only a file that is listed counts: the name comes from outside. */
  private async hasFile(taskId: string, file: string): Promise<boolean> {
    return (await filesIn(this.historyOf(taskId))).includes(file)
  }

  private historyOf(taskId: string): string {
    return join(this.directory, 'programs', taskId)
  }

  private async readInto(map: Map<string, ProgramFile>, found: readonly Found[]): Promise<void> {
    const texts = await mapConcurrently(found, FILES_AT_A_TIME, ({ path }) => readFile(path, 'utf8'))
    found.forEach(({ taskId, savedAt, label }, k) => {
      const text = texts[k] as string
      const file: ProgramFile =
        savedAt === undefined
          ? { taskId, text: text.trim(), origin: 'seed', savedAt: '', name: '' }
          : { taskId, text, savedAt, ...labelled(label) }
      map.set(taskId, file)
    })
  }
}

interface Found {
  readonly taskId: string
  readonly path: string
  /** of a version of the user's; a seed has none */
  readonly savedAt?: string
  readonly label?: ProgramLabel | undefined
}

const labelled = (label: ProgramLabel | undefined): { origin: SavedOrigin; name: string } => ({
  origin: label?.origin ?? 'user',
  name: label?.name ?? '',
})

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
  return (await filesIn(directory)).filter((name) => name.endsWith('.dsl') && !name.startsWith('.')).sort()
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

const REMOVED = '.removed'

/** File names hold `_` for `:`, which Windows does not allow. */
const timeOf = (file: string): string => file.slice(0, -4).replaceAll('_', ':')
const fileOf = (savedAt: string): string => `${savedAt.replaceAll(':', '_')}.dsl`
