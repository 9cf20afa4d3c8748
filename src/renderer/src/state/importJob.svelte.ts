import type { Downloadable, ImportReport, Params, SeedReport } from '../../../ipc/contract'
import type { Problem, Result } from '../../../core/util/result'
import type { AppState } from './app.svelte'

export type ImportSplit = '' | 'training' | 'evaluation'
type ImportSource = Params<'tasks.import'>['source']

const READ_AT_ONCE = 32

/** One import of tasks or of seed programs, from choosing to its report. */
export class ImportJob {
  stage = $state<'idle' | 'reading' | 'downloading' | 'importing'>('idle')
  filesRead = $state(0)
  filesTotal = $state(0)
  report = $state.raw<ImportReport | null>(null)
  seedReport = $state.raw<SeedReport | null>(null)
  problem = $state.raw<Problem | null>(null)

  constructor(private readonly app: AppState) {}

  async importPath(path: string, name: string, split: ImportSplit): Promise<void> {
    await this.send({ path }, name, split)
  }

  /** Reads the files here and sends their bytes: a browser may not know their place on the disk. */
  async importFiles(files: readonly File[], name: string, split: ImportSplit): Promise<void> {
    const read = await this.readAll(files)
    if (read) await this.send({ files: read }, name, split)
  }

  async importSeedPath(path: string): Promise<void> {
    await this.sendSeeds({ path })
  }

  async importSeedFiles(files: readonly File[]): Promise<void> {
    const read = await this.readAll(files)
    if (read) await this.sendSeeds({ files: read })
  }

  /** The host fetches it; what is there of the dataset already is replaced task by task. */
  async download(dataset: Downloadable): Promise<void> {
    this.stage = 'downloading'
    this.problem = null
    await this.finish(await this.app.connection.call('tasks.download', { dataset }))
  }

  /** Null after showing what could not be read. */
  private async readAll(files: readonly File[]): Promise<ReadFile[] | null> {
    this.stage = 'reading'
    this.problem = null
    this.filesRead = 0
    this.filesTotal = files.length
    const read: ReadFile[] = []
    try {
      for (let start = 0; start < files.length; start += READ_AT_ONCE) {
        const some = files.slice(start, start + READ_AT_ONCE)
        read.push(...(await Promise.all(some.map(readFile))))
        this.filesRead = read.length
      }
    } catch (cause) {
      this.stage = 'idle'
      this.problem = {
        code: 'file/unreadable',
        message: `a file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        mend: 'Check permissions and choose the folder again.',
      }
      return null
    }
    return read
  }

  reset(): void {
    this.stage = 'idle'
    this.report = null
    this.seedReport = null
    this.problem = null
  }

  private async send(source: ImportSource, name: string, split: ImportSplit): Promise<void> {
    this.stage = 'importing'
    this.problem = null
    const params: Params<'tasks.import'> = { source, ...(name ? { name } : {}), ...(split ? { split } : {}) }
    await this.finish(await this.app.connection.call('tasks.import', params))
  }

  private async sendSeeds(source: Params<'seeds.import'>['source']): Promise<void> {
    this.stage = 'importing'
    this.problem = null
    const result = await this.app.connection.call('seeds.import', { source })
    this.stage = 'idle'
    if (result.ok) this.seedReport = result.value
    else this.problem = result.error
    await this.app.tasks.refresh()
  }

  private async finish(result: Result<ImportReport>): Promise<void> {
    this.stage = 'idle'
    if (!result.ok) {
      this.problem = result.error
      return
    }
    this.report = result.value
    await Promise.all([this.app.tasks.refresh(), this.app.workspace.refresh()])
  }
}

interface ReadFile {
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

async function readFile(file: File): Promise<ReadFile> {
  return { name: file.webkitRelativePath || file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}
