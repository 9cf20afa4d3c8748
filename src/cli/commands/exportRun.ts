import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Client } from '../../ipc/contract'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import type { Output } from '../output'
import { withHost } from '../withHost'

export interface ExportRunOptions extends CommonOptions {
  /** for each test input, in the submission */
  readonly attempts: number
}

/**
 * `codeit export run ID DIR`: a run as CSV, Parquet, program files and ARC's submission, as the window exports it. Ctrl+C
 * cancels it, and nothing is left of it.
 */
export function exportRun(
  context: CliContext,
  experimentId: string,
  directory: string,
  options: ExportRunOptions,
): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (client) => {
    const { attempts } = options
    const exported = await watched(client, output, (jobId) =>
      client.call('experiments.export', { experimentId, directory: resolve(directory), attempts, jobId }),
    )
    if (!exported.ok) return exported.error.code === CANCELLED ? fellShort({}, exported.error) : refused(exported.error)
    const { path, experiences, programs, files } = exported.value
    for (const { name, bytes } of files) output.line(`${name.padEnd(24)}${String(bytes).padStart(14)} bytes`)
    output.line(`programs/               ${String(programs).padStart(14)} programs`)
    output.line(`${experiences} experiences written to ${path}`)
    return succeeded({ experiment: experimentId, ...exported.value })
  })
}

const CANCELLED = 'job/cancelled'

/** Shows how far the export is; a signal cancels it. */
async function watched<T>(client: Client, output: Output, ask: (jobId: string) => Promise<T>): Promise<T> {
  const jobId = randomUUID()
  const unsubscribe = client.on('job.progress', ({ share }) => output.showLive(`${Math.floor(100 * share)} % written`))
  const endAtOnce = (): void => process.exit(1)
  const cancel = (): void => {
    output.line('cancelling ... (again: end at once)')
    process.once('SIGINT', endAtOnce)
    void client.call('jobs.cancel', { jobId })
  }
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    return await ask(jobId)
  } finally {
    output.clearLive()
    for (const listener of [cancel, endAtOnce]) process.off('SIGINT', listener)
    process.off('SIGTERM', cancel)
    unsubscribe()
  }
}
