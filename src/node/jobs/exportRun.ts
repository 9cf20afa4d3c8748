import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises'
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
import type { LongJob } from '../store/longJob'

export interface ExportParts {
  readonly store: DuckdbReplayStore
  readonly config: ExperimentConfig
  readonly evaluationTasks: readonly Task[]
}

/**
 * Writes a run into a new or empty folder, for other programs: settings, series and solved tasks as CSV, the replay buffer as
 * Parquet, for each task the best program that reproduces its demonstrations, and the submission in ARC's format with so
 * many attempts for each test input. Where it fails or is cancelled, nothing of it is left.
 */
export async function exportRun(
  parts: ExportParts,
  directory: string,
  attempts: number,
  job: LongJob,
): Promise<Result<ExportReport>> {
  try {
    const isNew = (await mkdir(directory, { recursive: true })) !== undefined
    if ((await readdir(directory)).length > 0) return refuse('file/not-empty', directory)
    // the first file claims the folder: a second export into it is refused from here on
    await writeFile(join(directory, SETTINGS), `${JSON.stringify(parts.config, null, 1)}\n`, { flag: 'wx' })
    return await orRemove(
      () => writeRun(parts, directory, attempts, job),
      async () => {
        for (const name of [...FILES, PROGRAMS]) await rm(join(directory, name), { recursive: true, force: true })
        if (isNew && (await readdir(directory)).length === 0) await rmdir(directory)
      },
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return refuse('file/not-empty', directory)
    return refuseWriting(error, directory, job)
  }
}

/** Writes the experiences that fit to a new file, which is removed again where that fails or is cancelled. */
export async function exportRows(
  store: DuckdbReplayStore,
  path: string,
  filter: ReplayFilter,
  job: LongJob,
): Promise<Result<ExportReport>> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, '', { flag: 'wx' }) // never over a file that is there
    return await orRemove(
      async () => {
        const experiences = await store.export(path, filter, job)
        return ok({ path, experiences, programs: 0, files: await filesOf(dirname(path), [basename(path)]) })
      },
      () => rm(path, { force: true }),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return refuse('file/exists', path)
    return refuseWriting(error, path, job)
  }
}

const SETTINGS = 'settings.json'
const TABLES = ['iterations.csv', 'loss.csv', 'solved.csv', 'edits.csv'] as const
const SUBMISSION = 'submission.json'
const EXPERIENCES = 'experiences.parquet'
const FILES = [SETTINGS, ...TABLES, SUBMISSION, EXPERIENCES]
const PROGRAMS = 'programs'

/** Part of a run's export that the submission is told to take: its programs are run again, the rest is mostly rows. */
const SUBMISSION_SHARE = 0.1

async function writeRun(
  { store, config, evaluationTasks }: ExportParts,
  directory: string,
  attempts: number,
  { signal, onProgress }: LongJob,
): Promise<Result<ExportReport>> {
  const { iterations, loss, solved } = await store.series()
  const byTask = new Map<string, Candidate[]>(evaluationTasks.map(({ id }) => [id, []]))
  for (const candidate of await store.candidates()) byTask.get(candidate.taskId)?.push(candidate)
  const submission: Record<string, readonly Attempts[]> = {}
  for (const [k, task] of evaluationTasks.entries()) {
    signal.throwIfAborted()
    submission[nameOf(task.id)] = attemptsFor(task, byTask.get(task.id) ?? [], attempts, budgetOf(config))
    onProgress((SUBMISSION_SHARE * (k + 1)) / evaluationTasks.length)
    await new Promise((resolve) => setImmediate(resolve)) // a run may go on meanwhile
  }
  const tables: Record<(typeof TABLES)[number], string> = {
    'iterations.csv': iterationsCsv(iterations.map((report) => ({ ...report, solved: { ...report.solved } }))),
    'loss.csv': lossCsv(loss),
    'solved.csv': solvedCsv(solved),
    'edits.csv': csvText(['iteration', 'action', 'experience', 'made_at'], await store.edits.all()),
  }
  for (const name of TABLES) await writeFile(join(directory, name), tables[name])
  await writeFile(join(directory, SUBMISSION), JSON.stringify(submission))
  const experiences = await store.export(
    join(directory, EXPERIENCES),
    {},
    { signal, onProgress: (share) => onProgress(SUBMISSION_SHARE + (1 - SUBMISSION_SHARE) * share) },
  )
  signal.throwIfAborted()
  const programs = evaluationTasks.flatMap(({ id }) => {
    const [best] = rankedCandidates(byTask.get(id) ?? [])
    return best && best.demosRight === best.demos ? [{ taskName: nameOf(id), text: best.program }] : []
  })
  const written = await writePrograms(join(directory, PROGRAMS), programs, 'files')
  if (!written.ok) return written
  return ok({
    path: directory,
    experiences,
    programs: written.value.written,
    files: await filesOf(directory, FILES),
  })
}

/** What `write` gives; where it refuses or rejects, `remove` takes away what it made before. */
async function orRemove<T>(write: () => Promise<Result<T>>, remove: () => Promise<void>): Promise<Result<T>> {
  let isWhole = false
  try {
    const written = await write()
    isWhole = written.ok
    return written
  } finally {
    if (!isWhole) await remove()
  }
}

/** What a disk, or DuckDB when it writes, says; a cancel is the asker's, and anything else is our own bug. */
function refuseWriting(error: unknown, path: string, { signal }: LongJob): Result<never> {
  const { code, message } = error as NodeJS.ErrnoException
  if (signal.aborted || (code === undefined && !/^(IO|Permission) Error/.test(message))) throw error
  return refuse('file/unwritable', path, { reason: message })
}

function filesOf(directory: string, names: readonly string[]): Promise<ExportReport['files']> {
  return Promise.all(names.map(async (name) => ({ name, bytes: (await stat(join(directory, name))).size })))
}

/** ARC's id of a task: without the dataset and split. */
const nameOf = (taskId: string): string => taskId.slice(taskId.lastIndexOf('/') + 1)
