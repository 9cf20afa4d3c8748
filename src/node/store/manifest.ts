import { readFile, rename } from 'node:fs/promises'
import { Low, type Adapter } from 'lowdb'
import writeFileAtomic from 'write-file-atomic'
import type { ExperimentSummary, Settings } from '../../ipc/contract'
import { SerialQueue } from './serialQueue'
import { DEFAULT_SETTINGS } from './settings'

/** What the manifest keeps of an experiment; process and progress live with the process. */
export type ExperimentRecord = Omit<ExperimentSummary, 'pid' | 'progress'>

export interface DatasetRecord {
  importedFrom: string
  /** `split/task` -> tags that the layout of the source gave */
  tags: Record<string, readonly string[]>
  /** made here */
  isOwn?: true
}

/** `workspace.json`: under a megabyte, one writer. Tasks, programs and runs are files beside it. */
export interface ManifestData {
  readonly format: 1
  /** of the workbench that wrote it last */
  version: string
  settings: Settings
  /** by name */
  datasets: Record<string, DatasetRecord>
  experiments: ExperimentRecord[]
  /** ids of tasks marked as known to be bad; absent in a file of an older version */
  knownBad?: string[]
  /** experiment -> ids of the tasks that it counted as solved; absent in a file of an older version */
  solved?: Record<string, string[]>
}

const emptyManifest = (version: string): ManifestData => ({
  format: 1,
  version,
  settings: DEFAULT_SETTINGS,
  datasets: {},
  experiments: [],
})

/** The manifest in memory, written whole and atomically after each change. */
export class Manifest {
  private readonly writes = new SerialQueue()
  private isWriteAsked = false

  private constructor(private readonly low: Low<ManifestData>) {}

  /** A file that does not read is put aside as `<file>.broken-<time>` and told of: its folders are found again. */
  static async open(file: string, version: string, onBroken: (asideAs: string) => void): Promise<Manifest> {
    const manifest = new Manifest(new Low(new AtomicJsonFile(file), emptyManifest(version)))
    try {
      await manifest.low.read()
      if (!isManifest(manifest.low.data)) throw new SyntaxError('not a workspace manifest')
      const { data } = manifest.low
      data.settings = { ...DEFAULT_SETTINGS, ...data.settings } // one of an earlier version has fewer
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      const aside = `${file}.broken-${Date.now()}`
      await rename(file, aside)
      manifest.low.data = emptyManifest(version)
      onBroken(aside)
    }
    return manifest
  }

  get data(): Readonly<ManifestData> {
    return this.low.data
  }

  /** Changes now, resolves when it is on disk; changes asked for while a write runs share the next one. */
  async update(change: (data: ManifestData) => void): Promise<void> {
    change(this.low.data)
    if (this.isWriteAsked) return this.writes.run(() => Promise.resolve())
    this.isWriteAsked = true
    return this.writes.run(() => {
      this.isWriteAsked = false
      return this.low.write()
    })
  }
}

class AtomicJsonFile implements Adapter<ManifestData> {
  constructor(private readonly file: string) {}

  async read(): Promise<ManifestData | null> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')) as ManifestData
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  write(data: ManifestData): Promise<void> {
    return writeFileAtomic(this.file, `${JSON.stringify(data, null, 1)}\n`)
  }
}

function isManifest(data: unknown): data is ManifestData {
  if (typeof data !== 'object' || data === null) return false
  const { format, settings, datasets, experiments } = data as Partial<ManifestData>
  return format === 1 && typeof settings === 'object' && typeof datasets === 'object' && Array.isArray(experiments)
}
