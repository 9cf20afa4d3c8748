import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'
import { DEFAULT_BUDGET, type Budget } from '../../core/dsl/meter'
import type { MutationMode } from '../../core/mutate/mutantCollector'
import type { MutationSettings } from '../../core/mutate/mutateProgram'
import { formatProblem } from '../../core/util/result'
import { refuseFile } from '../../node/data/problems'
import { MutatePool, type MutantRecord } from '../../node/jobs/mutatePool'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readSeedPrograms } from '../readSeedPrograms'

export interface MutateOptions extends CommonOptions {
  readonly seeds: string
  readonly tasks: string
  readonly count: number
  readonly seed: number
  readonly out: string
  readonly mode: MutationMode
  readonly workers?: number
  readonly weights?: MutationSettings
}

const MOST_SKIPPED_SHOWN = 10

/** Above what any of arc-dsl's 400 programs needs on its task; one mutant in a thousand would use more. */
const MUTANT_BUDGET: Budget = { ...DEFAULT_BUDGET, steps: 400_000 }

/** `codeit mutate`: mutants of the seeds as one JSON line each; the same seed gives the same file at any number of workers. */
export async function mutate({ output, directories }: CliContext, options: MutateOptions): Promise<Finished> {
  const { count, mode, out, workers = availableParallelism(), weights: settings = {} } = options
  const start = performance.now()
  const read = await readSeedPrograms(options.seeds, options.tasks)
  if (!read.ok) return refused(read.error)
  const { seeds, refused: skipped } = read.value
  for (const problem of skipped.slice(0, MOST_SKIPPED_SHOWN)) output.line(`left out ${formatProblem(problem)}`)
  if (skipped.length > MOST_SKIPPED_SHOWN) output.line(`... and ${skipped.length - MOST_SKIPPED_SHOWN} more`)

  const file = createWriteStream(out)
  const written = finished(file)
  written.catch(() => undefined) // heard of below, and by what waits for the file
  const entry = pathToFileURL(join(directories.entries, 'mutateWorker.js'))
  const pool = new MutatePool({ entry, workers, seeds, rngSeed: options.seed, budget: MUTANT_BUDGET, settings })
  let [accepted, tried] = [0, 0]
  try {
    await once(file, 'open')
    for await (const batch of pool.mutate({ count, mode })) {
      ;({ accepted, tried } = batch)
      const lines = batch.mutants.map((mutant) => `${jsonLine(mutant)}\n`).join('')
      if (!file.write(lines)) await Promise.race([once(file, 'drain'), written])
      output.showLive(`${accepted} of ${count} mutants, ${tried} tried`)
    }
    file.end()
    await written
  } catch (error) {
    if (!file.errored) throw error
    return refused(refuseFile(file.errored, out).error)
  } finally {
    file.destroy()
    await pool.close()
  }
  const seconds = Math.round(performance.now() - start) / 1000
  output.line(`${accepted} mutants of ${seeds.length} seeds in ${out}; ${tried} tried, ${seconds} s`)
  const json = { accepted, tried, seconds, seeds: seeds.length, workers, out }
  return accepted === count ? succeeded(json) : fellShort(json)
}

const jsonLine = ({ text, task, parent, operator, before, after, generation }: MutantRecord): string =>
  JSON.stringify({ program: text, parent, operator, task: task.id, before, after, generation })
