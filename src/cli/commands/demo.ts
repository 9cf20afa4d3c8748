import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliContext, CommonOptions } from '../context'
import { endTable, runFigures } from '../endTable'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { shortfallOf, watchExperiment } from '../watchExperiment'
import { withHost } from '../withHost'

export interface DemoOptions extends CommonOptions {
  readonly seed?: number
}

/** `codeit demo`: the Quick start experiment on the starter pack, as the window runs it, in a workspace that is thrown away. */
export async function demo(context: CliContext, options: DemoOptions): Promise<Finished> {
  if (options.workspace !== undefined) return runDemo(context, options.workspace, options)
  const directory = await mkdtemp(join(tmpdir(), 'codeit-demo-'))
  try {
    return await runDemo(context, directory, options)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

function runDemo(context: CliContext, directory: string, { seed }: DemoOptions): Promise<Finished> {
  const { output } = context
  return withHost(context, directory, async (client) => {
    const start = performance.now()
    const created = await client.call('experiments.create', {
      name: 'Demo',
      preset: 'quick-start',
      changes: seed === undefined ? {} : { seed },
    })
    if (!created.ok) return refused(created.error)
    const { config } = created.value
    output.line(`Quick start on the starter pack, seed ${config.seed}: ${config.metaIterations} meta-iterations`)
    const run = await watchExperiment(client, created.value.id, output)
    if (!run.ok) return fellShort({}, run.error)
    const seconds = Math.round((performance.now() - start) / 100) / 10
    const figures = { seconds, ...runFigures(run.value.reports) }
    output.line()
    for (const line of endTable(run.value.reports)) output.line(line)
    output.line()
    output.line(`${figures.iterations} meta-iterations in ${seconds} s`)
    const shortfall = shortfallOf(run.value)
    return shortfall === null ? succeeded(figures) : fellShort(figures, shortfall)
  })
}
