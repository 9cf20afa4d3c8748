import { resolve } from 'node:path'
import { formatProblem } from '../../core/util/result'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { withHost } from '../withHost'

export interface ImportArcOptions extends CommonOptions {
  readonly name?: string
  readonly split?: 'training' | 'evaluation'
}

const MOST_REFUSALS_SHOWN = 20

/** `codeit import arc PATH`: a folder or zip of ARC JSON into the workspace; files that do not read are listed, not fatal. */
export function importArc(context: CliContext, path: string, options: ImportArcOptions): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (client) => {
    const { name, split } = options
    const imported = await client.call('tasks.import', {
      source: { path: resolve(path) },
      ...(name === undefined ? {} : { name }),
      ...(split === undefined ? {} : { split }),
    })
    if (!imported.ok) return refused(imported.error)
    const { dataset, added, refused: refusals, seconds } = imported.value
    for (const problem of refusals.slice(0, MOST_REFUSALS_SHOWN)) output.line(`refused ${formatProblem(problem)}`)
    if (refusals.length > MOST_REFUSALS_SHOWN) output.line(`... and ${refusals.length - MOST_REFUSALS_SHOWN} more`)
    for (const [name, tasks] of Object.entries(added)) output.line(`${dataset}/${name}: ${tasks} tasks`)
    const total = Object.values(added).reduce((sum, tasks) => sum + tasks, 0)
    output.line(`${total} tasks imported, ${refusals.length} files refused, ${seconds.toFixed(2)} s`)
    const json = { dataset, added, tasks: total, refused: refusals, seconds }
    return refusals.length === 0 ? succeeded(json) : fellShort(json)
  })
}
