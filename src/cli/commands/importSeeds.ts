import { resolve } from 'node:path'
import { formatProblem } from '../../core/util/result'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { withHost } from '../withHost'

/** `codeit import seeds PATH`: programs for the tasks of their names; what does not reproduce its task is listed with the reason. */
export function importSeeds(context: CliContext, path: string, options: CommonOptions): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (_client, host) => {
    const imported = await host.workspace.importSeeds(resolve(path))
    if (!imported.ok) return refused(imported.error)
    const { imported: added, refused: refusals, seconds } = imported.value
    for (const problem of refusals) output.line(`refused ${formatProblem(problem)}`)
    output.line(`${added} seeds imported, ${refusals.length} refused`)
    const json = { imported: added, refused: refusals, seconds }
    return refusals.length === 0 ? succeeded(json) : fellShort(json)
  })
}
