import type { ImportReport, Params } from '../../../ipc/contract'
import type { Problem, Result } from '../../../core/util/result'
import type { AppState } from './app.svelte'

export type ImportSplit = '' | 'training' | 'evaluation'
type ImportSource = Params<'tasks.import'>['source']

const READ_AT_ONCE = 32

/** One import from choosing to its report. */
export class ImportJob {
  stage = $state<'idle' | 'reading' | 'importing'>('idle')
  filesRead = $state(0)
  filesTotal = $state(0)
  report = $state.raw<ImportReport | null>(null)
  problem = $state.raw<Problem | null>(null)

  constructor(private readonly app: AppState) {}

  async importPath(path: string, name: string, split: ImportSplit): Promise<void> {
    await this.send({ path }, name, split)
  }

  /** Reads the files here and sends their bytes: a browser may not know their place on the disk. */
  async importFiles(files: readonly File[], name: string, split: ImportSplit): Promise<void> {
    this.stage = 'reading'
    this.problem = null
    this.filesRead = 0
    this.filesTotal = files.length
    const read: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = []
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
      return
    }
    await this.send({ files: read }, name, split)
  }

  reset(): void {
    this.stage = 'idle'
    this.report = null
    this.problem = null
  }

  private async send(source: ImportSource, name: string, split: ImportSplit): Promise<void> {
    this.stage = 'importing'
    this.problem = null
    const params: Params<'tasks.import'> = { source, ...(name ? { name } : {}), ...(split ? { split } : {}) }
    const result: Result<ImportReport> = await this.app.connection.call('tasks.import', params)
    this.stage = 'idle'
    if (!result.ok) {
      this.problem = result.error
      return
    }
    this.report = result.value
    await Promise.all([this.app.tasks.refresh(), this.app.workspace.refresh()])
  }
}

async function readFile(file: File): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  return { name: file.webkitRelativePath || file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}
