import { formatProblem, type Problem } from '../core/util/result'
import type { AppDirectories } from '../node/host/appDirectories'
import { createHost } from '../node/host/host'
import { startServer, type RunningServer } from './server'

export interface HeadlessOptions {
  readonly directories: AppDirectories
  readonly workspaceDirectory: string
  readonly port: number
  /** told once, when the address answers */
  readonly onReady: (server: RunningServer) => void
}

const EXIT_USAGE = 2

/** The headless host until SIGINT or SIGTERM; resolves to the exit code. A second signal ends it at once. */
export async function runHeadless({
  directories,
  workspaceDirectory,
  port,
  onReady,
}: HeadlessOptions): Promise<number> {
  const opened = await createHost({
    workspaceDirectory,
    resourcesDirectory: directories.resources,
    entriesDirectory: directories.entries,
    kind: 'headless',
    version: directories.version,
  })
  if (!opened.ok) return refuse(opened.error)
  const host = opened.value
  const server = await startServer({ host, rendererDirectory: directories.renderer, port })
  if (!server.ok) {
    await host.close()
    return refuse(server.error)
  }
  onReady(server.value)
  await nextSignal()
  for (const signal of SIGNALS) process.once(signal, () => process.exit(1))
  await server.value.close()
  await host.close()
  return 0
}

function refuse(problem: Problem): number {
  process.stderr.write(`codeit: ${formatProblem(problem)}\n`)
  return EXIT_USAGE
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of SIGNALS) process.off(signal, end)
      resolve()
    }
    for (const signal of SIGNALS) process.on(signal, end)
  })
}
