import { createClient } from '../ipc/client'
import type { Client } from '../ipc/contract'
import { createLocalChannel } from '../ipc/localChannel'
import { serveChannel } from '../ipc/serve'
import { createHost, type Host } from '../node/host/host'
import type { CliContext } from './context'
import { refused, type Finished } from './finished'

/** Opens a workspace for one command, which talks to it over the contract, exactly as the window does. */
export async function withHost(
  { directories }: CliContext,
  workspaceDirectory: string,
  work: (client: Client, host: Host) => Promise<Finished>,
): Promise<Finished> {
  const opened = await createHost({
    workspaceDirectory,
    resourcesDirectory: directories.resources,
    entriesDirectory: directories.entries,
    kind: 'headless',
    version: directories.version,
  })
  if (!opened.ok) return refused(opened.error)
  const host = opened.value
  const channel = createLocalChannel()
  serveChannel(channel.far, host)
  try {
    return await work(createClient(channel.near), host)
  } finally {
    await host.close()
    channel.close()
  }
}
