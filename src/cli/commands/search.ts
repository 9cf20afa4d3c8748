import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { solvedByTag, type TagRow } from '../../core/analysis/solvedByTag'
import type { TaskResult } from '../../core/search/searchScore'
import type { Task } from '../../core/task/task'
import { formatProblem, type Problem, type Result, ok, err } from '../../core/util/result'
import { refuseFile } from '../../node/data/problems'
import { readProgramTexts } from '../../node/data/readProgramTexts'
import { runSearch, type SearchPlan, type SearchProgress, type SearchReport } from '../../node/jobs/runSearch'
import type { CliContext, CommonOptions } from '../context'
import { refused, succeeded, type Finished } from '../finished'
import { readSeedPrograms, readTasks } from '../readSeedPrograms'
import { tagTable } from '../tagTable'

export interface SearchCommandOptions extends CommonOptions {
  readonly tasks: string
  readonly programs?: string
  readonly seeds?: string
  readonly seedTasks?: string
  readonly budget: number
  readonly mutants?: number
  readonly seed: number
  readonly workers?: number
  readonly out?: string
}

const MOST_SKIPPED_SHOWN = 10
/** Mutants for each second a task has: about two fifths of its time on a core of a laptop. */
const MUTANTS_PER_SECOND = 20_000
const MOST_MUTANTS = 1_000_000

/**
 * `codeit search`: the given programs on every task of a folder, or, without `--programs`, mutants of the seeds and
 * enumeration. Ranks what reproduces all demonstrations by length, then by when it was found.
 */
export async function search(context: CliContext, options: SearchCommandOptions): Promise<Finished> {
  const { output, directories } = context
  const { workers = availableParallelism(), out } = options
  const tasks = await readTasks(options.tasks)
  if (!tasks.ok) return refused(tasks.error)
  const plan = await planOf(context, options)
  if (!plan.ok) return refused(plan.error)
  const skipped = [...tasks.value.refused, ...plan.value.skipped]
  for (const problem of skipped.slice(0, MOST_SKIPPED_SHOWN)) output.line(`left out ${formatProblem(problem)}`)
  if (skipped.length > MOST_SKIPPED_SHOWN) output.line(`... and ${skipped.length - MOST_SKIPPED_SHOWN} more`)

  const entryOf = (name: string): URL => pathToFileURL(join(directories.entries, name))
  const report = await runSearch({
    tasks: [...tasks.value.tasks.values()],
    plan: plan.value.plan,
    workers,
    entries: { search: entryOf('searchWorker.js'), mutate: entryOf('mutateWorker.js') },
    onProgress: (progress) => output.showLive(progressText(progress)),
  })
  const tagsOf = (task: Task): readonly string[] => tasks.value.tags.get(task) ?? []
  const tags = solvedByTag(
    report.results.map(({ task, solvedBy }) => ({ tags: tagsOf(task), solvedBy: solvedBy?.source ?? null })),
  )
  const json = jsonOf(report, workers, tags)
  print(context, report, json.seconds)
  for (const line of tagTable(tags)) output.line(line)
  if (out !== undefined) {
    try {
      const rows = report.results.map((one) => ({ ...rowOf(one, report), tags: tagsOf(one.task) }))
      await writeFile(out, `${JSON.stringify({ ...json, tasks: rows }, null, 1)}\n`)
    } catch (error) {
      return refused(refuseFile(error, out).error)
    }
  }
  return succeeded(json)
}

interface Planned {
  readonly plan: SearchPlan
  readonly skipped: readonly Problem[]
}

async function planOf({ directories }: CliContext, options: SearchCommandOptions): Promise<Result<Planned>> {
  if (options.programs !== undefined) {
    const texts = await readProgramTexts(options.programs)
    if (!texts.ok) return texts
    const { programs, skipped } = texts.value
    return ok({ plan: { kind: 'programs', programs }, skipped })
  }
  if (options.seeds !== undefined && options.seedTasks === undefined) {
    const mend = 'Add --seed-tasks DIR: mutants are kept by what they do on the tasks of their seeds.'
    return err('usage', '--seeds needs --seed-tasks', undefined, mend)
  }
  const starter = join(directories.resources, 'starter')
  const read = await readSeedPrograms(
    options.seeds ?? join(starter, 'seeds'),
    options.seedTasks ?? join(starter, 'training'),
  )
  if (!read.ok) return read
  const { budget, seed } = options
  const mutants = options.mutants ?? Math.min(MOST_MUTANTS, Math.round(budget * MUTANTS_PER_SECOND))
  const { seeds, refused: skipped } = read.value
  return ok({ plan: { kind: 'search', seeds, secondsPerTask: budget, mutants, seed }, skipped })
}

function progressText({ stage, done, total, pairsPerSecond, tasksWithFit }: SearchProgress): string {
  if (stage === 'mutate') return `${done} of ${total} mutants`
  const found = `${tasksWithFit} tasks with a program that fits`
  if (stage === 'enumerate') return `enumeration: ${done} of ${total} tasks, ${found}`
  const percent = ((100 * done) / Math.max(1, total)).toFixed(1)
  return `${percent} % of ${total} program-task pairs, ${Math.round(pairsPerSecond)} a second, ${found}`
}

function jsonOf(report: SearchReport, workers: number, tags: readonly TagRow[]) {
  const { score, results, curve, programs, pairs, seconds, evaluated } = report
  const total = seconds.mutate + seconds.evaluate + seconds.enumerate
  return {
    programs,
    pairs,
    seconds: rounded(total),
    pairsPerSecond: Math.round(pairs / Math.max(1e-3, seconds.evaluate)),
    evaluated,
    workers,
    ...score,
    tags,
    solved: results.flatMap(({ task, solvedBy }) => (solvedBy ? [{ task: task.id, program: solvedBy.program }] : [])),
    stages: {
      mutate: rounded(seconds.mutate),
      evaluate: rounded(seconds.evaluate),
      enumerate: rounded(seconds.enumerate),
    },
    curve,
    memoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000

/** One task in the file of `--out`. */
function rowOf({ task, fits, attempts, solvedBy }: TaskResult, { enumeration }: SearchReport) {
  return {
    task: task.id,
    isSolved: solvedBy !== null,
    solvedBy: solvedBy && { source: solvedBy.source, lines: solvedBy.lines, order: solvedBy.order },
    fits,
    attempts: attempts.map(({ program, source }) => ({ program, source })),
    enumeration: enumeration.get(task) ?? null,
  }
}

function print({ output }: CliContext, report: SearchReport, seconds: number): void {
  const { score, results, programs, pairs, curve } = report
  output.line(
    `${programs} programs on ${results.length} tasks: ${pairs} pairs in ${report.seconds.evaluate.toFixed(1)} s`,
  )
  if (curve.length > 0) output.line('samples    solved  with a fit')
  for (const { samples, solved, tasksWithFit } of curve) {
    output.line(`${String(samples).padStart(7)} ${String(solved).padStart(9)} ${String(tasksWithFit).padStart(11)}`)
  }
  const bySource = new Map<string, number>()
  for (const { solvedBy } of results)
    if (solvedBy) bySource.set(solvedBy.source, (bySource.get(solvedBy.source) ?? 0) + 1)
  const sources = [...bySource].map(([source, count]) => `${source} ${count}`).join(', ')
  output.line(
    `solved ${score.passAt3} of ${results.length} (pass@3)${sources && `: ${sources}`}; pass@1 ${score.passAt1}; ` +
      `${score.tasksWithFit} with a program that fits; ${seconds.toFixed(1)} s`,
  )
}
