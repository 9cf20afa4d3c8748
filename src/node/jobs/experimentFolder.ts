import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { DEFAULT_CONFIG } from '../../core/loop/config'
import { parseTask } from '../../core/task/parseTask'
import type { Task, TaskJson } from '../../core/task/task'
import { taskToJson } from '../../core/task/taskToJson'
import { InternalError } from '../../core/util/internalError'
import type { DiskUse } from '../../ipc/contract'
import type { ExperimentRecord } from '../store/manifest'

/** What an experiment runs on, as it was when it was made: later changes of the workspace do not change a run. */
export interface ExperimentTasks {
  readonly training: readonly Task[]
  readonly seeds: readonly { readonly taskId: string; readonly program: string }[]
  readonly evaluation: readonly Task[]
}

interface TasksFile {
  readonly training: readonly { readonly id: string; readonly task: TaskJson }[]
  readonly seeds: ExperimentTasks['seeds']
  readonly evaluation: TasksFile['training']
}

/** The files of one experiment: `config.json`, `tasks.json`, `replay.duckdb`, `checkpoints/`. */
export class ExperimentFolder {
  constructor(readonly directory: string) {}

  get database(): string {
    return join(this.directory, 'replay.duckdb')
  }

  get checkpoints(): string {
    return join(this.directory, 'checkpoints')
  }

  async create(record: ExperimentRecord, { training, seeds, evaluation }: ExperimentTasks): Promise<void> {
    await mkdir(this.directory, { recursive: true })
    const list = (tasks: readonly Task[]): TasksFile['training'] =>
      tasks.map((task) => ({ id: task.id, task: taskToJson(task) }))
    const file: TasksFile = { training: list(training), seeds, evaluation: list(evaluation) }
    await writeFileAtomic(join(this.directory, 'tasks.json'), JSON.stringify(file))
    await writeFileAtomic(join(this.directory, 'config.json'), `${JSON.stringify(record, null, 1)}\n`)
  }

  /** Bytes on the disk, by what they are for; what is not there takes none. */
  async diskUse(): Promise<DiskUse> {
    const database = 'replay.duckdb' // and the log of what is not in it yet
    const use = { databaseBytes: 0, checkpointBytes: 0, checkpoints: 0, otherBytes: 0 }
    for (const { name, bytes } of await filesIn(this.directory)) {
      if (name.startsWith(database)) use.databaseBytes += bytes
      else use.otherBytes += bytes
    }
    for (const { name, bytes } of await filesIn(this.checkpoints)) {
      use.checkpointBytes += bytes
      if (name.endsWith('.ckpt')) use.checkpoints++
    }
    return use
  }

  /** The record as it was when the experiment was made; settings that came later have their defaults. */
  async readRecord(): Promise<ExperimentRecord> {
    const record = JSON.parse(await readFile(join(this.directory, 'config.json'), 'utf8')) as ExperimentRecord
    return { ...record, config: { ...DEFAULT_CONFIG, ...record.config } }
  }

  async readTasks(): Promise<ExperimentTasks> {
    const file = JSON.parse(await readFile(join(this.directory, 'tasks.json'), 'utf8')) as TasksFile
    return { training: file.training.map(taskOf), seeds: file.seeds, evaluation: file.evaluation.map(taskOf) }
  }
}

async function filesIn(directory: string): Promise<{ readonly name: string; readonly bytes: number }[]> {
  try {
    const names = await readdir(directory)
    const files = await Promise.all(names.map(async (name) => ({ name, stats: await stat(join(directory, name)) })))
    return files.filter(({ stats }) => stats.isFile()).map(({ name, stats }) => ({ name, bytes: stats.size }))
  } catch (error) {
    // not made yet; or a file went between listing and looking, as a pruned checkpoint does: asked again soon
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function taskOf({ id, task }: TasksFile['training'][number]): Task {
  const parsed = parseTask(id, task)
  if (!parsed.ok) throw new InternalError(`tasks.json: ${id}: ${parsed.error.message}`)
  return parsed.value
}
