import { writeFile } from 'node:fs/promises'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { mutateSeedsSteps, type Mutant } from '../../core/mutate/mutateSeeds'
import { formatProblem } from '../../core/util/result'
import { Rng } from '../../core/util/rng'
import { refuseFile } from '../../node/data/problems'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readSeedPrograms } from '../readSeedPrograms'

export interface MutateOptions extends CommonOptions {
  readonly seeds: string
  readonly tasks: string
  readonly count: number
  readonly seed: number
  readonly out: string
}

const MOST_SKIPPED_SHOWN = 10
const STEPS_BETWEEN_PROGRESS = 50

/** `codeit mutate`: mutants of the seeds at depth one, as one JSON line each; the same seed gives the same file. */
export async function mutate({ output }: CliContext, options: MutateOptions): Promise<Finished> {
  const { count, out } = options
  const read = await readSeedPrograms(options.seeds, options.tasks)
  if (!read.ok) return refused(read.error)
  const { seeds, refused: skipped } = read.value
  for (const problem of skipped.slice(0, MOST_SKIPPED_SHOWN)) output.line(`left out ${formatProblem(problem)}`)
  if (skipped.length > MOST_SKIPPED_SHOWN) output.line(`... and ${skipped.length - MOST_SKIPPED_SHOWN} more`)

  const start = performance.now()
  const lines: string[] = []
  let tried = 0
  const rng = Rng.fromSeed(options.seed, 'mutate')
  for (const step of mutateSeedsSteps({ seeds, count, mode: 'd1', rng, budget: DEFAULT_BUDGET })) {
    tried = step.tried
    if (step.mutant) lines.push(jsonLine(step.mutant))
    if (tried % STEPS_BETWEEN_PROGRESS === 0) output.showLive(`${lines.length} of ${count} mutants, ${tried} tried`)
  }
  const seconds = Math.round(performance.now() - start) / 1000
  try {
    await writeFile(out, lines.map((line) => `${line}\n`).join(''))
  } catch (error) {
    return refused(refuseFile(error, out).error)
  }
  output.line(`${lines.length} mutants of ${seeds.length} seeds in ${out}; ${tried} tried, ${seconds} s`)
  const json = { accepted: lines.length, tried, seconds, seeds: seeds.length, out }
  return lines.length === count ? succeeded(json) : fellShort(json)
}

const jsonLine = ({ text, task, parent, operator, before, after }: Mutant): string =>
  JSON.stringify({ program: text, parent, operator, task: task.id, before, after })
