import { mkdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Task } from '../../core/task/task'
import { taskToJson } from '../../core/task/taskToJson'
import { ok, type Problem, type Result } from '../../core/util/result'
import type {
  DatasetInfo,
  Events,
  ImportReport,
  Params,
  ProgramFile,
  SavedOrigin,
  SeedReport,
  Settings,
  TaskDetail,
  TaskSummary,
  Thumbnail,
} from '../../ipc/contract'
import { folderName } from '../data/arcLayout'
import { refuse, refuseFile } from '../data/problems'
import type { SentFiles } from '../data/readPrograms'
import { readTaskSource } from '../data/readTaskSource'
import { checkFiles, refuseAll, splitsOf, type ImportProgress } from './checkFiles'
import { datasetInfos } from './datasetInfos'
import { loadDataset, mendInterrupted, storeSplit, subfolders, type StoredTask } from './datasetStore'
import { importSeeds } from './importSeeds'
import { Manifest, type ExperimentRecord } from './manifest'
import { checkOwnTask, removeOwnTask, storeOwnTask } from './ownTask'
import { PolicyStore } from './policyStore'
import { ProgramStore } from './programStore'
import { SerialQueue } from './serialQueue'
import { changeSettings } from './settings'
import { SolvedTasks } from './solvedTasks'
import { summarise, thumbnailOf } from './summarise'
import { inOrder } from './taskOrder'

export type WorkspacePart = Events['workspace.changed']['what']

export interface WorkspaceOptions {
  /** holds `starter/`: the tasks and seeds that ship, read in place */
  readonly resourcesDirectory: string
  readonly version: string
}

const STARTER = 'starter'

/**
 * One folder with everything a user has: datasets, programs, experiments, settings. All tasks and newest programs are
 * held in memory, so listing and reading are immediate; every change is on disk when its promise resolves. The folder
 * has one writer: the host that opened it.
 */
export class Workspace {
  private readonly tasks = new Map<string, StoredTask>()
  private readonly listeners = new Set<(what: WorkspacePart) => void>()
  private readonly changes = new SerialQueue()
  private readonly knownBad: Set<string>
  readonly solved: SolvedTasks
  /** the answers of listTasks and datasets while nothing changes */
  private summaries: TaskSummary[] | null = null
  private infos: DatasetInfo[] | null = null

  private constructor(
    readonly directory: string,
    private readonly manifest: Manifest,
    private readonly programs: ProgramStore,
    readonly policies: PolicyStore,
    /** what could not be read when the workspace was opened; the rest is there */
    readonly problems: readonly Problem[],
  ) {
    this.knownBad = new Set(manifest.data.knownBad)
    this.solved = new SolvedTasks(manifest)
  }

  static async open(directory: string, { resourcesDirectory, version }: WorkspaceOptions): Promise<Workspace> {
    const home = resolve(directory)
    const starter = join(resourcesDirectory, STARTER)
    await mkdir(join(home, 'datasets'), { recursive: true })
    const problems: Problem[] = []
    const file = join(home, 'workspace.json')
    const manifest = await Manifest.open(file, version, (aside) => {
      problems.push(refuse('file/unreadable', file, { reason: `put aside as ${aside}, settings start anew` }).error)
    })
    const programs = new ProgramStore(home)
    await programs.load(starter)
    const workspace = new Workspace(home, manifest, programs, await PolicyStore.open(home), problems)
    const folders = [{ folder: starter, dataset: STARTER }]
    for (const dataset of await subfolders(join(home, 'datasets'))) {
      const folder = join(home, 'datasets', dataset)
      await mendInterrupted(folder)
      folders.push({ folder, dataset })
    }
    for (const { folder, dataset } of folders) {
      const loaded = await loadDataset(folder, dataset)
      for (const task of loaded.tasks) workspace.tasks.set(task.id, task)
      problems.push(...loaded.problems)
    }
    await manifest.update((data) => {
      data.version = version
    })
    return workspace
  }

  onChange(listener: (what: WorkspacePart) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get settings(): Settings {
    return this.manifest.data.settings
  }

  async setSettings(changes: Readonly<Record<string, unknown>>): Promise<Result<Settings>> {
    const changed = changeSettings(this.settings, changes)
    if (!changed.ok) return changed
    await this.manifest.update((data) => {
      data.settings = changed.value
    })
    this.tell('settings')
    return changed
  }

  datasets(): DatasetInfo[] {
    this.infos ??= datasetInfos(this.sortedTasks(), (dataset) => ({
      importedFrom: this.originOf(dataset),
      isOwn: this.manifest.data.datasets[dataset]?.isOwn ?? false,
    }))
    return this.infos
  }

  /** Every task, the starter pack first, training before evaluation, then by name. */
  listTasks(): TaskSummary[] {
    this.summaries ??= this.sortedTasks().map((task) => this.summaryOf(task))
    return this.summaries
  }

  /** First demonstrations of those that are there. */
  thumbnails(taskIds: readonly string[]): Thumbnail[] {
    return taskIds.flatMap((taskId) => this.tasks.get(taskId) ?? []).map(thumbnailOf)
  }

  getTask(taskId: string): Result<TaskDetail> {
    const task = this.tasks.get(taskId)
    return task ? ok({ ...this.summaryOf(task), task: taskToJson(task.task) }) : unknownTask(taskId)
  }

  /** The tasks of `dataset/split`, by name; their ids are the full ones. */
  loadTasks(datasetSlashSplit: string): Result<Task[]> {
    const found = this.sortedTasks().filter(({ dataset, split }) => `${dataset}/${split}` === datasetSlashSplit)
    if (found.length === 0) return refuse('dataset/unknown', undefined, { name: datasetSlashSplit })
    return ok(found.map(({ task }) => task))
  }

  /** For each task of `dataset/split` that has one: the user's program, else the imported seed, else the shipped one. */
  seeds(datasetSlashSplit: string): { taskId: string; program: string }[] {
    const tasks = this.loadTasks(datasetSlashSplit)
    return tasks.ok ? this.keptFor(tasks.value) : []
  }

  /** Those of all tasks, in the order in which tasks are listed. */
  allSeeds(): { taskId: string; program: string }[] {
    return this.keptFor(this.sortedTasks())
  }

  /**
   * Brings task files in. Each is checked; what is wrong is refused with its place and reason, the rest comes in. The
   * dataset is the one named, else it takes the name of the folder or archive.
   *
   * Into a dataset that exists, new splits are added. A split that exists is added to as well, tasks of the same name
   * are replaced and no task is ever removed: only when asked for by name, or when the source is the one the dataset
   * came from. Another source that merely has the same name is refused. Programs are never touched.
   */
  importTasks(params: Params<'tasks.import'>, onProgress?: ImportProgress): Promise<Result<ImportReport>> {
    return this.changes.run(() => this.importNow(params, onProgress))
  }

  /** Removes a dataset's tasks; the user's programs for them stay on disk and count again after a new import. */
  removeDataset(name: string): Promise<Result<{ removed: number }>> {
    return this.changes.run(async () => {
      if (name === STARTER) return refuse('dataset/built-in', undefined, { name })
      const removed = [...this.tasks.values()].filter(({ dataset }) => dataset === name)
      if (removed.length === 0) return refuse('dataset/unknown', undefined, { name })
      const folder = join(this.directory, 'datasets', name)
      const aside = join(this.directory, 'datasets', `.${name}.removed`)
      try {
        await rm(aside, { recursive: true, force: true })
        await rename(folder, aside) // at once: never half a dataset
        await rm(aside, { recursive: true, force: true })
      } catch (error) {
        return refuseFile(error, folder)
      }
      for (const { id } of removed) this.tasks.delete(id)
      await this.manifest.update((data) => {
        delete data.datasets[name]
      })
      this.tell('tasks')
      return ok({ removed: removed.length })
    })
  }

  /** Adds or replaces a task of the user's own; its dataset begins with its first task. */
  saveTask(params: Params<'tasks.save'>): Promise<Result<TaskSummary>> {
    return this.changes.run(async () => {
      const checked = checkOwnTask(params)
      if (!checked.ok) return checked
      const task = checked.value
      const refusal = this.refuseChange(task.dataset)
      if (refusal) return refusal
      if (params.isNew && this.tasks.has(task.id)) return refuse('task/exists', 'name', { id: task.id })
      if (!params.isNew && !this.tasks.has(task.id)) return unknownTask(task.id)
      const failure = await storeOwnTask(this.directory, task)
      if (failure) return failure
      await this.manifest.update((data) => {
        data.datasets[task.dataset] ??= { importedFrom: 'made here', tags: {}, isOwn: true }
      })
      this.tasks.set(task.id, task)
      this.tell('tasks')
      return ok(this.summaryOf(task))
    })
  }

  removeTask(taskId: string): Promise<Result<{ removed: true }>> {
    return this.changes.run(async () => {
      const task = this.tasks.get(taskId)
      if (!task) return unknownTask(taskId)
      const refusal = this.refuseChange(task.dataset)
      if (refusal) return refusal
      const failure = await removeOwnTask(this.directory, task)
      if (failure) return failure
      this.tasks.delete(taskId)
      this.tell('tasks')
      return ok({ removed: true as const })
    })
  }

  /** Marks a task as known to be bad, or takes the mark back: a note for people, which outlives the task's dataset. */
  async markTask(taskId: string, isKnownBad: boolean): Promise<Result<TaskSummary>> {
    const task = this.tasks.get(taskId)
    if (!task) return unknownTask(taskId)
    if (isKnownBad) this.knownBad.add(taskId)
    else this.knownBad.delete(taskId)
    await this.manifest.update((data) => {
      data.knownBad = [...this.knownBad].sort()
    })
    this.tell('tasks')
    return ok(this.summaryOf(task))
  }

  getProgram(taskId: string): Result<ProgramFile | null> {
    return this.tasks.has(taskId) ? ok(this.programs.get(taskId)) : unknownTask(taskId)
  }

  async saveProgram(taskId: string, text: string, origin?: SavedOrigin): Promise<Result<ProgramFile>> {
    if (!this.tasks.has(taskId)) return unknownTask(taskId)
    try {
      const saved = await this.programs.save(taskId, text, origin)
      this.tell('programs')
      return ok(saved)
    } catch (error) {
      return refuseFile(error, join(this.directory, 'programs', taskId))
    }
  }

  /** Names, removes or brings back one version of a task's program, and gives what is kept then. */
  async changeVersion(
    change: 'rename' | 'remove' | 'restore',
    { taskId, savedAt, name = '' }: { taskId: string; savedAt: string; name?: string },
  ): Promise<Result<ProgramFile[]>> {
    if (!this.tasks.has(taskId)) return unknownTask(taskId)
    const { programs } = this
    try {
      const isDone = await (change === 'rename'
        ? programs.rename(taskId, savedAt, name)
        : programs[change](taskId, savedAt))
      if (!isDone) return refuse('program/unknown', taskId, { savedAt })
      this.tell('programs')
      return ok(await programs.history(taskId))
    } catch (error) {
      return refuseFile(error, join(this.directory, 'programs', taskId))
    }
  }

  async programHistory(taskId: string): Promise<Result<ProgramFile[]>> {
    return this.tasks.has(taskId) ? ok(await this.programs.history(taskId)) : unknownTask(taskId)
  }

  /** Programs for tasks of their name: those that reproduce their task become its seeds. */
  importSeeds(source: string | SentFiles): Promise<Result<SeedReport>> {
    return this.changes.run(async () => {
      const report = await importSeeds(source, {
        tasksNamed: (name) => [...this.tasks.values()].filter((task) => task.name === name).map(({ task }) => task),
        save: (taskId, program) => this.programs.saveSeed(taskId, program),
      })
      if (report.ok && report.value.imported > 0) this.tell('programs')
      return report
    })
  }

  experiments(): readonly ExperimentRecord[] {
    return this.manifest.data.experiments
  }

  /** Adds or replaces the record of an experiment. */
  async putExperiment(record: ExperimentRecord): Promise<void> {
    await this.manifest.update((data) => {
      const at = data.experiments.findIndex(({ id }) => id === record.id)
      if (at < 0) data.experiments.push(record)
      else data.experiments[at] = record
    })
    this.tell('experiments')
  }

  async removeExperiment(id: string): Promise<void> {
    await this.manifest.update((data) => {
      data.experiments = data.experiments.filter((record) => record.id !== id)
      delete data.solved?.[id]
    })
    this.tell('experiments')
  }

  experimentDirectory(id: string): string {
    return join(this.directory, 'experiments', id)
  }

  private async importNow(
    { source, split, name: givenName }: Params<'tasks.import'>,
    onProgress: ImportProgress = () => undefined,
  ): Promise<Result<ImportReport>> {
    const startedAt = performance.now()
    const read = await readTaskSource(source, split)
    if (!read.ok) return read
    const { files, origin } = read.value
    const name = folderName(givenName ?? read.value.name) || 'imported'
    if (name === STARTER) return refuse('dataset/exists', undefined, { name })
    const isMeant = givenName !== undefined || this.originOf(name).split(', ').includes(origin)
    const checked = await checkFiles(name, files, onProgress)
    const refused = [...read.value.refused, ...checked.refused]
    const [firstRefused] = refused
    if (checked.tasks.length === 0)
      return firstRefused ? refuseAll(firstRefused, refused.length) : refuse('file/empty', origin)
    const bySplit = splitsOf(checked.tasks)
    const present = this.datasets().find((dataset) => dataset.name === name)
    if (!isMeant && [...bySplit.keys()].some((part) => present?.splits[part])) {
      return refuse('dataset/exists', origin, { name })
    }
    try {
      for (const [part, tasks] of bySplit) await storeSplit(join(this.directory, 'datasets', name), part, tasks)
    } catch (error) {
      return refuseFile(error, join(this.directory, 'datasets', name))
    }
    await this.manifest.update((data) => {
      const before = data.datasets[name]
      const tags = Object.fromEntries(
        checked.tasks.flatMap((t) => (t.layoutTags.length > 0 ? [[keyOf(t), t.layoutTags]] : [])),
      )
      const origins = new Set([...(before?.importedFrom.split(', ') ?? []), origin])
      data.datasets[name] = { ...before, importedFrom: [...origins].join(', '), tags: { ...before?.tags, ...tags } }
    })
    for (const task of checked.tasks) this.tasks.set(task.id, task)
    this.tell('tasks')
    const added = Object.fromEntries([...bySplit].map(([part, tasks]) => [part, tasks.length]))
    return ok({ dataset: name, added, refused, seconds: (performance.now() - startedAt) / 1000 })
  }

  /** Why the tasks of a dataset cannot be edited; null where they can, or where there is no such dataset yet. */
  private refuseChange(dataset: string): Result<never> | null {
    if (dataset === STARTER) return refuse('dataset/built-in', 'dataset', { name: dataset })
    const isThere = [...this.tasks.values()].some((task) => task.dataset === dataset)
    const isOwn = this.manifest.data.datasets[dataset]?.isOwn ?? false
    return isThere && !isOwn ? refuse('dataset/imported', 'dataset', { name: dataset }) : null
  }

  private keptFor(tasks: readonly { readonly id: string }[]): { taskId: string; program: string }[] {
    return tasks.flatMap(({ id }) => {
      const program = this.programs.get(id)
      return program ? [{ taskId: id, program: program.text }] : []
    })
  }

  private summaryOf(stored: StoredTask): TaskSummary {
    return summarise(stored, {
      hasProgram: this.programs.has(stored.id),
      hasSeed: this.programs.hasSeed(stored.id),
      isKnownBad: this.knownBad.has(stored.id),
      layoutTags: this.manifest.data.datasets[stored.dataset]?.tags[keyOf(stored)] ?? [],
    })
  }

  private sortedTasks(): StoredTask[] {
    return inOrder(this.tasks.values(), STARTER)
  }

  private originOf(dataset: string): string {
    if (dataset === STARTER) return 'comes with the workbench'
    return this.manifest.data.datasets[dataset]?.importedFrom ?? 'found in the workspace folder'
  }

  private tell(what: WorkspacePart): void {
    if (what === 'tasks' || what === 'programs') this.summaries = null
    if (what === 'tasks') this.infos = null
    for (const listener of [...this.listeners]) listener(what)
  }
}

const keyOf = ({ split, name }: { split: string; name: string }): string => `${split}/${name}`
const unknownTask = (id: string): Result<never> => refuse('task/unknown', undefined, { id })
