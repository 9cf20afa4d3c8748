import { parseTask } from '../../../core/task/parseTask'
import { taskToJson } from '../../../core/task/taskToJson'
import type { TaskJson } from '../../../core/task/task'
import { InternalError } from '../../../core/util/internalError'
import type { Problem } from '../../../core/util/result'
import type { Params, TaskDetail } from '../../../ipc/contract'
import type { AppState } from './app.svelte'
import { links } from './router.svelte'
import type { TaskDraft } from './taskDrafts.svelte'
import { TaskSketch } from './taskSketch.svelte'

/** Where new tasks and copies go unless told otherwise. */
const OWN_DATASET = 'mine'
/** the key of the draft of a task that has no place yet */
const NEW = 'new'

type Fields = Omit<TaskDraft, 'task'>

/** One task in the editor: its pairs, its name and place, and what is unsaved. */
export class TaskEditor {
  readonly sketch: TaskSketch
  fields = $state<Fields>({ dataset: OWN_DATASET, split: 'training', name: '', description: '', tags: '' })
  isLoaded = $state(false)
  isMissing = $state(false)
  isSaving = $state(false)
  problem = $state.raw<Problem | null>(null)
  /** the task is the user's own: saving it under its name replaces it */
  isOwn = $state(false)
  /** the draft as it was opened or saved last, as a text */
  private savedText = $state('')
  readonly draft = $derived.by<TaskDraft>(() => ({
    ...this.fields,
    task: taskToJson({ id: '', ...this.sketch.task }),
  }))
  readonly isChanged = $derived(this.isLoaded && JSON.stringify(this.draft) !== this.savedText)
  readonly targetId = $derived(`${this.fields.dataset}/${this.fields.split}/${this.fields.name}`)
  /** saving makes another task than the one that was opened */
  readonly isCopy = $derived.by(() => !this.isOwn || this.targetId !== this.taskId)
  readonly canSave = $derived(this.fields.name !== '' && this.fields.dataset !== '' && (this.isChanged || this.isCopy))
  private readonly key: string

  /** `taskId`: null for a new task */
  constructor(
    readonly taskId: string | null,
    private readonly app: AppState,
  ) {
    this.sketch = new TaskSketch(app.taskDrafts)
    this.key = taskId ?? NEW
  }

  /** Opens what the host has, and over it what was left unsaved. */
  async load(): Promise<void> {
    if (this.isLoaded) return
    if (this.taskId !== null) {
      const answer = await this.app.connection.call('tasks.get', { taskId: this.taskId })
      if (!answer.ok) {
        this.isMissing = answer.error.code === 'task/unknown'
        if (!this.isMissing) this.app.toasts.unwrap(answer)
        return
      }
      this.open(answer.value)
    }
    this.savedText = JSON.stringify(this.draft)
    const left = this.app.taskDrafts.of(this.key)
    if (left) this.takeDraft(left)
    this.isLoaded = true
  }

  /** Keeps what is unsaved for the next time; to be called after every change. */
  keep(): void {
    if (this.isLoaded) this.app.taskDrafts.keep(this.key, this.isChanged ? this.draft : null)
  }

  /** Back to what was opened or saved last; the pairs can be had again by undo. */
  revert(): void {
    const { task, ...fields } = JSON.parse(this.savedText) as TaskDraft
    this.fields = fields
    this.sketch.replace(pairsOf(task))
  }

  async save(): Promise<void> {
    if (!this.canSave || this.isSaving) return
    const { draft, targetId, isCopy } = this
    this.isSaving = true
    const answer = await this.app.connection.call('tasks.save', { ...paramsOf(draft), isNew: isCopy })
    this.isSaving = false
    this.problem = answer.ok ? null : answer.error
    if (!answer.ok) return
    this.savedText = JSON.stringify(draft)
    this.app.taskDrafts.keep(this.key, null)
    await Promise.all([this.app.tasks.refresh(), this.app.workspace.refresh()])
    this.app.toasts.info(`Saved as ${targetId}`)
    if (targetId !== this.taskId) this.app.router.go(links.taskEdit(targetId))
  }

  /** Removes the task; the notice of it offers to bring it back. */
  async remove(): Promise<void> {
    const { taskId, app } = this
    if (taskId === null) return
    const saved = JSON.parse(this.savedText) as TaskDraft
    if (!app.toasts.unwrap(await app.connection.call('tasks.remove', { taskId }))) return
    app.taskDrafts.keep(this.key, null)
    this.isLoaded = false
    app.router.go(links.tasks)
    const run = async (): Promise<void> => {
      const params = { ...paramsOf(saved), isNew: true }
      if (app.toasts.unwrap(await app.connection.call('tasks.save', params))) app.router.go(links.taskEdit(taskId))
    }
    app.toasts.info(`${taskId} is removed`, { label: 'Undo', run: () => void run() })
  }

  private open(detail: TaskDetail): void {
    const { datasets = [] } = this.app.workspace.info ?? {}
    this.isOwn = datasets.some(({ name, isOwn }) => isOwn && name === detail.dataset)
    this.takeDraft(draftOf(detail, this.isOwn))
  }

  private takeDraft({ task, ...fields }: TaskDraft): void {
    this.fields = fields
    this.sketch.open(pairsOf(task))
  }
}

/** A task as it is edited: in its place where it is the user's own, else as a copy in the user's dataset. */
function draftOf(detail: TaskDetail, isOwn: boolean): TaskDraft {
  const { dataset, split, name, description, tags, task } = detail
  return {
    dataset: isOwn ? dataset : OWN_DATASET,
    split: split === 'evaluation' ? 'evaluation' : 'training',
    name,
    description,
    tags: tags.join(', '),
    task,
  }
}

function paramsOf({ tags, ...draft }: TaskDraft): Omit<Params<'tasks.save'>, 'isNew'> {
  const list = tags.split(',').map((tag) => tag.trim())
  return { ...draft, tags: [...new Set(list)].filter((tag) => tag !== '') }
}

function pairsOf(json: TaskJson): Parameters<TaskSketch['open']>[0] {
  const task = parseTask('', json)
  if (!task.ok) throw new InternalError(task.error.message) // the host checked it, or it was drawn here
  return { train: task.value.train, test: task.value.test }
}
