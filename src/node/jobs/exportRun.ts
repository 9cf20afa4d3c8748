import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { iterationsCsv, lossCsv, solvedCsv } from '../../core/analysis/runTables'
import { csvText } from '../../core/analysis/csv'
import type { ExperimentConfig } from '../../core/loop/config'
import { budgetOf } from '../../core/loop/executeProgram'
import { attemptsFor, rankedCandidates, type Attempts } from '../../core/loop/submission'
import type { Candidate } from '../../core/replay/experience'
import type { Task } from '../../core/task/task'
import { ok, type Result } from '../../core/util/result'
import type { ExportReport, ReplayFilter } from '../../ipc/contract'
import { refuse } from '../data/problems'
import { writePrograms } from '../data/writePrograms'
import type { DuckdbReplayStore } from '../store/duckdbReplayStore'

export interface ExportParts {
  readonly store: DuckdbReplayStore
  readonly config: ExperimentConfig
  readonly evaluationTasks: readonly Task[]
}

/**
 * Writes a run into a new or empty folder, for other programs: settings, series and solved tasks as CSV, the replay buffer as
 * Parquet, for each task the best program that reproduces its demonstrations, and the submission in ARC's format with so
 * many attempts for each test input.
 */
export async function exportRun(
  { store, config, evaluationTasks }: ExportParts,
  directory: string,
  attempts: number,
): Promise<Result<ExportReport>> {
  try {
    await mkdir(directory, { recursive: true })
    if ((await readdir(directory)).length > 0) return refuse('file/not-empty', directory)
    const { iterations, loss, solved } = await store.series()
    const byTask = new Map<string, Candidate[]>(evaluationTasks.map(({ id }) => [id, []]))
    for (const candidate of await store.candidates()) byTask.get(candidate.taskId)?.push(candidate)
    const texts = {
      'settings.json': `${JSON.stringify(config, null, 1)}\n`,
      'iterations.csv': iterationsCsv(iterations.map((report) => ({ ...report, solved: { ...report.solved } }))),
      'loss.csv': lossCsv(loss),
      'solved.csv': solvedCsv(solved),
      'edits.csv': csvText(['iteration', 'action', 'experience', 'made_at'], await store.edits.all()),
      'submission.json': JSON.stringify(await submissionOf(evaluationTasks, byTask, attempts, config)),
    }
    for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, name), text)
    const experiences = await store.export(join(directory, 'experiences.parquet'), {})
    const programs = evaluationTasks.flatMap(({ id }) => {
      const [best] = rankedCandidates(byTask.get(id) ?? [])
      return best && best.demosRight === best.demos ? [{ taskName: nameOf(id), text: best.program }] : []
    })
    const written = await writePrograms(join(directory, 'programs'), programs, 'files')
    if (!written.ok) return written
    return ok({
      path: directory,
      experiences,
      programs: written.value.written,
      files: await filesOf(directory, [...Object.keys(texts), 'experiences.parquet']),
    })
  } catch (error) {
    return refuseWriting(error, directory)
  }
}

/** Writes the experiences that fit to a new file. */
export async function exportRows(
  store: DuckdbReplayStore,
  path: string,
  filter: ReplayFilter,
): Promise<Result<ExportReport>> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, '', { flag: 'wx' }) // never over a file that is there
    const experiences = await store.export(path, filter)
    return ok({ path, experiences, programs: 0, files: await filesOf(dirname(path), [basename(path)]) })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return refuse('file/exists', path)
    return refuseWriting(error, path)
  }
}

/** What a disk, or DuckDB when it writes, says; anything else is our own bug. */
function refuseWriting(error: unknown, path: string): Result<never> {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined && !/^(IO|Permission) Error/.test(message)) throw error
  return refuse('file/unwritable', path, { reason: message })
}

async function submissionOf(
  tasks: readonly Task[],
  byTask: ReadonlyMap<string, readonly Candidate[]>,
  attempts: number,
  config: ExperimentConfig,
): Promise<Record<string, readonly Attempts[]>> {
  const submission: Record<string, readonly Attempts[]> = {}
  for (const task of tasks) {
    submission[nameOf(task.id)] = attemptsFor(task, byTask.get(task.id) ?? [], attempts, budgetOf(config))
    await new Promise((resolve) => setImmediate(resolve)) // a run may go on meanwhile
  }
  return submission
}

function filesOf(directory: string, names: readonly string[]): Promise<ExportReport['files']> {
  return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(directory, name))).size })))
}

/** ARC's id of a task: without the dataset and split. */
const nameOf = (taskId: string): string => taskId.slice(taskId.lastIndexOf('/') + 1)
