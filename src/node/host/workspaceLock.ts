import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ok, type Result } from '../../core/util/result'
import { refuse } from '../data/problems'

const FILE = 'host.lock'
const schema = z.object({ pid: z.int().positive(), startedAt: z.string().nullable() })
type Owner = z.infer<typeof schema>

/**
 * A workspace has one writer: a second window, or a command beside an open window, is told so instead of undoing what the
 * first one writes. What a killed host left behind does not count.
 */
export async function lockWorkspace(directory: string): Promise<Result<() => Promise<void>>> {
  const file = join(directory, FILE)
  await mkdir(directory, { recursive: true })
  const mine = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Owner)
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, mine, { flag: 'wx' })
      return ok(() => rm(file, { force: true }))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const owner = await readOwner(file)
    if (owner && isAlive(owner)) return refuse('workspace/in-use', directory, { pid: owner.pid })
    await rm(file, { force: true })
  }
  return refuse('workspace/in-use', directory, { pid: 'unknown' })
}

async function readOwner(file: string): Promise<Owner | null> {
  try {
    const read = schema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    return read.success ? read.data : null
  } catch {
    return null // gone meanwhile, or cut off by a crash: nobody's
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // somebody else's process is alive too, it only cannot be signalled
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // the number may belong to another process by now
  return startOf(pid) === startedAt
}

/** When a process started, as its system says it; null where that cannot be read. */
function startOf(pid: number): string | null {
  try {
    // the 22nd field; the second is a name in parentheses that may hold spaces
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields[19] ?? null
  } catch {
    return null // no /proc
  }
}
