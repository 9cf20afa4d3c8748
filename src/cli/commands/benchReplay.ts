import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchReplay } from '../bench/benchReplay'
import type { CliContext, CommonOptions } from '../context'
import { succeeded, type Finished } from '../finished'

export interface BenchReplayOptions extends CommonOptions {
  readonly rows: number
}

/** `codeit bench replay`: what the replay browser and training wait for, in a buffer of so many rows. */
export async function benchReplayCommand({ output }: CliContext, { rows }: BenchReplayOptions): Promise<Finished> {
  const directory = await mkdtemp(join(tmpdir(), 'codeit-bench-replay-'))
  try {
    const figures = await benchReplay(directory, rows, (stored) => output.showLive(`${stored} of ${rows} rows`))
    const line = (name: string, value: string): void => output.line(`${name.padEnd(44)}${value.padStart(12)}`)
    const seconds = (name: string, value: number): void => line(name, `${value.toFixed(3)} s`)
    line('rows', String(figures.rows))
    line('database', `${figures.databaseMiB} MiB`)
    line('inserted, rows a second', String(Math.round(figures.rows / figures.insertSeconds)))
    output.line()
    for (const page of figures.pages) seconds(`page ${page.question}`, page.seconds)
    seconds('slowest page', figures.pageSeconds)
    seconds('median page', figures.pageMedianSeconds)
    output.line()
    seconds('histogram of priorities', figures.histogramSeconds)
    seconds('10,000 experiences drawn and read', figures.drawSeconds)
    seconds('  chosen', figures.chooseSeconds)
    seconds('sum trees filled, once a run', figures.fillSeconds)
    line('peak memory', `${figures.peakMemoryMiB} MiB`)
    return succeeded(figures)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
