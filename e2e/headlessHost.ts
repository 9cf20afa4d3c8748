import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { startNode, type RunningProcess } from './startProcess'

const SERVE = join(import.meta.dirname, '../out/main/serve.js')

export interface HeadlessHost {
  /** what to open, token included */
  readonly address: string
  readonly workspaceDirectory: string
  readonly process: RunningProcess
  /** SIGTERM, then its exit code */
  stop(): Promise<number | null>
}

export async function startHeadlessHost(workspaceDirectory: string): Promise<HeadlessHost> {
  const running = startNode([SERVE, '--port', '0', '--workspace', workspaceDirectory])
  const [address] = await running.waitFor(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)
  return {
    address,
    workspaceDirectory,
    process: running,
    stop() {
      running.child.kill('SIGTERM')
      return running.ended
    },
  }
}

/** A folder of its own for each test, removed after it. */
export const test = base.extend<{ workspaceDirectory: string; host: HeadlessHost }>({
  workspaceDirectory: async ({}, use) => {
    const directory = await mkdtemp(join(tmpdir(), 'codeit-e2e-'))
    await use(directory)
    await rm(directory, { recursive: true, force: true })
  },
  /** A headless host on that folder, ended after the test. */
  host: async ({ workspaceDirectory }, use) => {
    const host = await startHeadlessHost(workspaceDirectory)
    await use(host)
    await host.stop()
  },
})

export { expect } from '@playwright/test'
