import { join } from 'node:path'
import { formatCode } from '../../core/errors/codes'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { printProgram } from '../../core/dsl/syntax/printer'
import { mutateSeeds } from '../../core/mutate/mutateSeeds'
import { Rng } from '../../core/util/rng'
import { err, ok, type Result } from '../../core/util/result'
import { readProgramTexts } from '../../node/data/readProgramTexts'
import { benchBatch } from '../bench/benchBatch'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { readSeedPrograms, readTasks } from '../readSeedPrograms'

export interface BenchBatchOptions extends CommonOptions {
  readonly programs?: string
  readonly tasks?: string
  readonly mutants: number
  /** pairs that the plain interpreter evaluates too */
  readonly sample: number
}

const MOST_DIFFERENCES_SHOWN = 10

/**
 * `codeit bench batch`: program-task pairs a second of the batch evaluator beside the plain interpreter, which must say
 * the same; of the given programs, or of the starter pack's seeds and mutants of them.
 */
export async function benchBatchCommand(context: CliContext, options: BenchBatchOptions): Promise<Finished> {
  const { output, directories } = context
  const tasks = await readTasks(options.tasks ?? join(directories.resources, 'starter/training'))
  if (!tasks.ok) return refused(tasks.error)
  const texts = await textsOf(context, options)
  if (!texts.ok) return refused(texts.error)
  const all = [...tasks.value.tasks.values()]
  const figures = benchBatch(texts.value, all, options.sample, (done) =>
    output.showLive(`${done} of ${all.length} tasks`),
  )
  const { pairs, seconds, pairsPerSecond, graphSeconds, evaluated, fits, plain, compared, differences } = figures
  output.line(`${figures.programs} programs on ${all.length} tasks, one thread`)
  output.line(`batch evaluator   ${row(pairs, seconds, pairsPerSecond)}`)
  output.line(`plain interpreter ${row(plain.pairs, plain.seconds, plain.pairsPerSecond)}`)
  output.line(
    `${figures.timesFaster.toFixed(1)} times faster; ${(evaluated / Math.max(1, pairs)).toFixed(2)} calls a pair, ` +
      `${graphSeconds.toFixed(2)} s of it to read the programs, ${fits} fits`,
  )
  output.line(`${compared} pairs compared, ${differences.length} differ`)
  for (const { task, program } of differences.slice(0, MOST_DIFFERENCES_SHOWN)) {
    output.line(`differs on ${task}: ${program.replaceAll('\n', '; ')}`)
  }
  if (differences.length === 0) return succeeded(figures)
  const reason = `the batch evaluator differs from the interpreter on ${differences.length} of ${compared} pairs`
  return fellShort(figures, err('internal', formatCode('internal', { reason })).error)
}

async function textsOf(
  { directories }: CliContext,
  { programs, mutants }: BenchBatchOptions,
): Promise<Result<readonly string[]>> {
  if (programs !== undefined) {
    const read = await readProgramTexts(programs)
    return read.ok ? ok(read.value.programs) : read
  }
  const starter = join(directories.resources, 'starter')
  const read = await readSeedPrograms(join(starter, 'seeds'), join(starter, 'training'))
  if (!read.ok) return read
  const { seeds } = read.value
  const rng = Rng.fromSeed(1, 'bench-batch-mutants')
  const made = mutateSeeds({ seeds, count: mutants, mode: 'd1', rng, budget: DEFAULT_BUDGET })
  return ok([...seeds.map(({ program }) => printProgram(program)), ...made.mutants.map(({ text }) => text)])
}

const row = (pairs: number, seconds: number, perSecond: number): string =>
  `${String(pairs).padStart(10)} pairs ${seconds.toFixed(2).padStart(8)} s ${String(perSecond).padStart(9)} a second`
