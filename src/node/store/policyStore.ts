import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { SMALL_POLICY } from '../../core/loop/config'
import { ok, type Result } from '../../core/util/result'
import { folderName } from '../data/arcLayout'
import { refuse, refuseFile } from '../data/problems'
import {
  hashFile,
  readPolicyFolder,
  vocabularyHash,
  writePolicyFolder,
  type PolicyFolder,
} from '../huggingface/policyFolder'
import { mendInterrupted, subfolders } from './datasetStore'
import { SerialQueue } from './serialQueue'

const RECORD = 'policy.json'
const WEIGHTS = 'model.safetensors'

const recordSchema = z.object({
  format: z.literal(1),
  name: z.string(),
  /** the folder it came from */
  source: z.string(),
  importedAt: z.iso.datetime(),
  parameters: z.number().int(),
  /** null: it has no tokenizer */
  vocabularySha256: z.string().nullable(),
  weightsSha256: z.string(),
})
export type PolicyRecord = z.infer<typeof recordSchema>

export interface KeptPolicy {
  readonly record: PolicyRecord
  readonly directory: string
  readonly policy: PolicyFolder
}

/** Pretrained policies of a workspace: `policies/<name>/` is a checkpoint folder with policy.json beside it. */
export class PolicyStore {
  private readonly changes = new SerialQueue()

  private constructor(private readonly home: string) {}

  static async open(workspaceDirectory: string): Promise<PolicyStore> {
    const home = join(workspaceDirectory, 'policies')
    await mkdir(home, { recursive: true })
    await mendInterrupted(home)
    return new PolicyStore(home)
  }

  /** Names, in order. */
  async names(): Promise<string[]> {
    return (await subfolders(this.home)).toSorted()
  }

  /**
   * Checks a checkpoint folder whole, then keeps it under `name`. It is written beside and renamed, so whatever
   * interrupts it, nothing half-written stays. A policy of that name is replaced only by its own source.
   */
  import(source: string, given: { readonly name?: string; readonly importedAt: string }): Promise<Result<KeptPolicy>> {
    return this.changes.run(async () => {
      const folder = resolve(source)
      const wanted = given.name ?? basename(folder)
      const name = folderName(wanted)
      if (name === '') return refuse('policy/name', undefined, { name: wanted })
      const read = await readPolicyFolder(folder)
      if (!read.ok) return read
      const directory = join(this.home, name)
      const [fresh, old] = [join(this.home, `.${name}.new`), join(this.home, `.${name}.old`)]
      try {
        if (name === SMALL_POLICY) return refuse('policy/exists', folder, { name })
        const isThere = (await this.names()).includes(name)
        const before = isThere ? await this.recordOf(name) : null
        if (before?.ok && before.value.source !== folder) return refuse('policy/exists', folder, { name })
        await rm(fresh, { recursive: true, force: true })
        const record: PolicyRecord = {
          format: 1,
          name,
          source: folder,
          importedAt: given.importedAt,
          parameters: read.value.weights.parameters,
          vocabularySha256: read.value.tokenizer && vocabularyHash(read.value.tokenizer),
          weightsSha256: await writePolicyFolder(fresh, read.value),
        }
        await writeFile(join(fresh, RECORD), `${JSON.stringify(record, null, 1)}\n`)
        if (isThere) await rename(directory, old)
        await rename(fresh, directory)
        await rm(old, { recursive: true, force: true })
        return ok({ record, directory, policy: read.value })
      } catch (error) {
        await rm(fresh, { recursive: true, force: true })
        return refuseWrite(error, directory)
      }
    })
  }

  /** What is known of a kept policy without reading its weights. */
  async record(name: string): Promise<Result<PolicyRecord>> {
    const names = await this.names()
    if (names.includes(name)) return this.recordOf(name)
    const known = names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`
    return refuse('policy/unknown', undefined, { name, known })
  }

  directoryOf(name: string): string {
    return join(this.home, name)
  }

  /** A kept policy, checked whole: its weights are those that were written. */
  async load(name: string): Promise<Result<KeptPolicy>> {
    const record = await this.record(name)
    if (!record.ok) return record
    const directory = this.directoryOf(name)
    const policy = await readPolicyFolder(directory)
    if (!policy.ok) return policy
    if ((await hashFile(join(directory, WEIGHTS))) !== record.value.weightsSha256) {
      return refuse('policy/broken', join(directory, WEIGHTS), { reason: 'its checksum does not match' })
    }
    return ok({ record: record.value, directory, policy: policy.value })
  }

  /** Writes a kept policy as Hugging Face lays it out, into a folder that is new or empty; all of it or nothing. */
  async export(name: string, target: string): Promise<Result<KeptPolicy & { readonly files: readonly string[] }>> {
    const folder = resolve(target)
    const fresh = join(dirname(folder), `.${basename(folder)}.new`)
    try {
      const isThere = await isFolder(folder)
      if (isThere && (await readdir(folder)).length > 0) return refuse('file/not-empty', folder)
      const kept = await this.load(name)
      if (!kept.ok) return kept
      await rm(fresh, { recursive: true, force: true })
      await writePolicyFolder(fresh, kept.value.policy)
      if (isThere) await rmdir(folder)
      await rename(fresh, folder)
      return ok({ ...kept.value, files: (await readdir(folder)).toSorted() })
    } catch (error) {
      await rm(fresh, { recursive: true, force: true })
      return refuseWrite(error, folder)
    }
  }

  private async recordOf(name: string): Promise<Result<PolicyRecord>> {
    const path = join(this.home, name, RECORD)
    try {
      return ok(recordSchema.parse(JSON.parse(await readFile(path, 'utf8'))))
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) return refuseFile(error, path)
      return refuse('policy/broken', path, { reason: 'it does not read' })
    }
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    await readdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}

function refuseWrite(error: unknown, path: string): Result<never> {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) throw error // not the file system's: our own bug
  return refuse('file/unwritable', path, { reason: message })
}
