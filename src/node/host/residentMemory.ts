import { readFile } from 'node:fs/promises'

const PAGE_BYTES = 4096

/** Resident bytes of this process and of the given ones with their children; those of others only where /proc tells. */
export async function residentMemory(pids: readonly number[]): Promise<number> {
  const others = await Promise.all(pids.map((pid) => residentOfTree(pid)))
  return others.reduce((sum, bytes) => sum + bytes, process.memoryUsage.rss())
}

async function residentOfTree(pid: number): Promise<number> {
  try {
    const statm = await readFile(`/proc/${pid}/statm`, 'utf8')
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
    const pages = Number(statm.split(' ')[1])
    const below = await Promise.all(
      children
        .split(' ')
        .filter(Boolean)
        .map((child) => residentOfTree(Number(child))),
    )
    return below.reduce((sum, bytes) => sum + bytes, pages * PAGE_BYTES)
  } catch {
    return 0 // it has ended meanwhile, or the system has no /proc: the figure is a help, not an account
  }
}
