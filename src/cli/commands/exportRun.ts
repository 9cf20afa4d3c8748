import { resolve } from 'node:path'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { refused, succeeded, type Finished } from '../finished'
import { withHost } from '../withHost'

export interface ExportRunOptions extends CommonOptions {
  /** for each test input, in the submission */
  readonly attempts: number
}

/** `codeit export run ID DIR`: a run as CSV, Parquet, program files and ARC's submission, as the window exports it. */
export function exportRun(
  context: CliContext,
  experimentId: string,
  directory: string,
  options: ExportRunOptions,
): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (client) => {
    const { attempts } = options
    const exported = await client.call('experiments.export', { experimentId, directory: resolve(directory), attempts })
    if (!exported.ok) return refused(exported.error)
    const { path, experiences, programs, files } = exported.value
    for (const { name, bytes } of files) output.line(`${name.padEnd(24)}${String(bytes).padStart(14)} bytes`)
    output.line(`programs/               ${String(programs).padStart(14)} programs`)
    output.line(`${experiences} experiences written to ${path}`)
    return succeeded({ experiment: experimentId, ...exported.value })
  })
}
