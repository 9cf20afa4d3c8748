import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { formatCode, helpOf } from '../../core/errors/codes'
import type { CheckpointStore } from '../../core/loop/ports'
import { err, ok, type Problem, type Result } from '../../core/util/result'
import { readPieces, sha256Of, writePieces } from '../data/largeBytes'

const MAGIC = 'codeit-checkpoint-1'
const KEPT = 3
const MAX_HEADER_BYTES = 500
const NAME = /^iteration-(\d{4,})\.ckpt$/
/** a file that there was no time to rename */
const LEFT_OVER = /^iteration-\d{4,}\.ckpt\.\d+$/

/**
 * Checkpoints as files `iteration-NNNN.ckpt` of one folder: a line of text (`codeit-checkpoint-1 {"iteration", "bytes",
 * "sha256"}`), then the policy's block. A file appears whole or not at all; the newest three are kept.
 */
export class FileCheckpoints implements CheckpointStore {
  constructor(
    private readonly directory: string,
    /** told of each checkpoint that does not read back; the one before it is tried then */
    private readonly onBroken: (problem: Problem) => void = () => undefined,
  ) {}

  async save(iteration: number, policy: Uint8Array): Promise<void> {
    await mkdir(this.directory, { recursive: true })
    const header = JSON.stringify({ iteration, bytes: policy.length, sha256: sha256(policy) })
    const fresh = `${this.pathOf(iteration)}.${process.pid}`
    const file = await open(fresh, 'w')
    try {
      await file.writeFile(`${MAGIC} ${header}\n`)
      await writePieces(file, policy)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(fresh, this.pathOf(iteration))
    await this.prune(iteration)
  }

  async latest(): Promise<{ iteration: number; policy: Uint8Array } | null> {
    for (const iteration of (await this.iterations()).reverse()) {
      const read = await this.read(iteration)
      if (read.ok) return { iteration, policy: read.value }
      this.onBroken(read.error)
    }
    return null
  }

  /** Iterations that have a checkpoint file, ascending; whether it reads back is not checked. */
  async iterations(): Promise<number[]> {
    const names = await this.names()
    return names
      .flatMap((name) => Number(NAME.exec(name)?.[1] ?? NaN))
      .filter(Number.isInteger)
      .sort((a, b) => a - b)
  }

  private async read(iteration: number): Promise<Result<Uint8Array>> {
    const file = this.pathOf(iteration)
    const broken = (reason: string): { ok: false; error: Problem } =>
      err('checkpoint/broken', formatCode('checkpoint/broken', { reason }), file, helpOf('checkpoint/broken'))
    let handle: FileHandle | null = null
    try {
      handle = await open(file)
      const start = Buffer.alloc(MAX_HEADER_BYTES)
      const end = start.subarray(0, await readPieces(handle, start, 0)).indexOf('\n')
      const header = end < 0 ? null : headerOf(start.toString('utf8', 0, end))
      if (!header) return broken('it does not start as a checkpoint')
      if (header.iteration !== iteration) return broken(`it is of iteration ${header.iteration}`)
      const length = (await handle.stat()).size - end - 1
      if (length !== header.bytes) return broken(`${length} of ${header.bytes} bytes are there`)
      const policy = new Uint8Array(length)
      const read = await readPieces(handle, policy, end + 1)
      if (read !== length) return broken(`${read} of ${length} bytes are there`)
      if (sha256(policy) !== header.sha256) return broken('its checksum does not fit')
      return ok(policy)
    } catch (error) {
      return broken((error as Error).message)
    } finally {
      await handle?.close()
    }
  }

  /** Newer ones than the one just saved are of an abandoned course (broken, or before a restart). */
  private async prune(saved: number): Promise<void> {
    const iterations = await this.iterations()
    const kept = new Set(iterations.filter((iteration) => iteration <= saved).slice(-KEPT))
    for (const iteration of iterations) if (!kept.has(iteration)) await rm(this.pathOf(iteration), { force: true })
    for (const name of await this.names()) {
      if (LEFT_OVER.test(name)) await rm(join(this.directory, name), { force: true })
    }
  }

  private async names(): Promise<string[]> {
    try {
      return await readdir(this.directory)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  private pathOf(iteration: number): string {
    return join(this.directory, `iteration-${String(iteration).padStart(4, '0')}.ckpt`)
  }
}

interface Header {
  readonly iteration: number
  readonly bytes: number
  readonly sha256: string
}

function headerOf(line: string): Header | null {
  if (!line.startsWith(`${MAGIC} `)) return null
  try {
    return JSON.parse(line.slice(MAGIC.length + 1)) as Header
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const sha256 = (bytes: Uint8Array): string => sha256Of(bytes).digest('hex')
