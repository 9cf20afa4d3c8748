import { writeFile } from 'node:fs/promises'
import { checkProgram } from '../../core/dsl/check/checkProgram'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { mutateSeedsSteps, type Mutant, type Seed } from '../../core/mutate/mutateSeeds'
import { parseTaskText } from '../../core/task/parseTask'
import type { Task } from '../../core/task/task'
import { err, formatProblem, ok, type Problem, type Result } from '../../core/util/result'
import { Rng } from '../../core/util/rng'
import { refuseFile } from '../../node/data/problems'
import { readPrograms } from '../../node/data/readPrograms'
import { readTaskSource } from '../../node/data/readTaskSource'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'

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
  const read = await readSeeds(options)
  if (!read.ok) return refused(read.error)
  const { seeds, skipped } = read.value
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

/** Every seed whose task is there and whose text runs; the others with the reason. */
async function readSeeds(options: MutateOptions): Promise<Result<{ seeds: Seed[]; skipped: Problem[] }>> {
  const programs = await readPrograms(options.seeds)
  if (!programs.ok) return programs
  const source = await readTaskSource({ path: options.tasks })
  if (!source.ok) return source
  const tasks = new Map<string, Task>()
  const skipped: Problem[] = [...source.value.refused]
  for (const { name, text, where } of source.value.files) {
    const task = parseTaskText(name, text)
    if (task.ok) tasks.set(name, task.value)
    else skipped.push({ ...task.error, where: [where, task.error.where].filter(Boolean).join(': ') })
  }
  const seeds: Seed[] = []
  for (const { taskName, text, where } of programs.value) {
    const task = tasks.get(taskName)
    const { program, diagnostics } = checkProgram(text)
    const fault = diagnostics.find(({ severity }) => severity === 'error')
    if (!task) skipped.push(err('seed/no-task', `no task named '${taskName}' in ${options.tasks}`, where).error)
    else if (fault) skipped.push(err(fault.code, fault.message, where, fault.help).error)
    else seeds.push({ task, program })
  }
  if (seeds.length > 0) return ok({ seeds, skipped })
  const mend = 'Seeds are named after their tasks: solve_<task> in a solvers.py, or files <task>.dsl.'
  return err('seed/none', `none of the ${programs.value.length} programs belongs to a task`, options.seeds, mend)
}
