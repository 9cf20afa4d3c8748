import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** The first child that a process starts; null where it ends without. */
export async function firstChildOf(pid: number): Promise<number | null> {
  for (;;) {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid='])
    const pairs = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
    const child = pairs.find(([, parent]) => parent === pid)?.[0]
    if (child !== undefined) return child
    if (await isGone(pid)) return null
    await sleep(50)
  }
}

/** Nothing of it is left, or only its number until whoever started it asks. */
export async function isGone(pid: number): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)])
    return stdout.trim().startsWith('Z')
  } catch {
    return true // ps ends with 1 where there is no such process
  }
}

/** Ends processes at once; one that has just ended by itself does not count. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
