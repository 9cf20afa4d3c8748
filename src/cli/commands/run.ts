import { checkField } from '../../core/loop/checkConfig'
import type { Result } from '../../core/util/result'
import type { Client, ExperimentSummary } from '../../ipc/contract'
import { workspaceOf, type CliContext, type CommonOptions } from '../context'
import { endTable, runFigures } from '../endTable'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { tagTable } from '../tagTable'
import { shortfallOf, watchExperiment } from '../watchExperiment'
import { withHost } from '../withHost'

export interface RunOptions extends CommonOptions {
  readonly preset: string
  readonly set: readonly (readonly [key: string, value: string])[]
  readonly name?: string
  readonly resume?: string
}

/** `codeit run`: an experiment of the workspace from its beginning, or from its last checkpoint; prints its id first. */
export function run(context: CliContext, options: RunOptions): Promise<Finished> {
  const { output } = context
  return withHost(context, workspaceOf(options), async (client) => {
    const start = performance.now()
    const experiment = await find(client, options)
    if (!experiment.ok) return refused(experiment.error)
    const { id, name, config } = experiment.value
    output.line(`experiment ${id}`)
    output.line(`${name}: ${config.trainingSet} -> ${config.evaluationSet}, ${config.metaIterations} meta-iterations`)
    const watched = await watchExperiment(client, id, output)
    if (!watched.ok) return refused(watched.error)
    const seconds = Math.round((performance.now() - start) / 100) / 10
    const { reports, summary } = watched.value
    const tags = await client.call('analysis.tags', { experimentId: id })
    if (!tags.ok) return refused(tags.error)
    const figures = { experiment: id, state: summary.state, seconds, ...runFigures(reports), tags: tags.value }
    output.line()
    for (const line of [...endTable(reports), ...tagTable(tags.value)]) output.line(line)
    const shortfall = shortfallOf(watched.value)
    if (shortfall === null) return succeeded(figures)
    output.line(`to go on from its last checkpoint: codeit run --resume ${id}`)
    return fellShort(figures, shortfall)
  })
}

function find(client: Client, { preset, set, name, resume }: RunOptions): Promise<Result<ExperimentSummary>> {
  if (resume !== undefined) return client.call('experiments.get', { experimentId: resume })
  for (const [key, value] of set) {
    const checked = checkField(key, value)
    if (!checked.ok) return Promise.resolve(checked)
  }
  const changes = Object.fromEntries(set)
  return client.call('experiments.create', { preset, changes, ...(name === undefined ? {} : { name }) })
}
