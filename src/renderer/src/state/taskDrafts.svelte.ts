import type { Grid } from '../../../core/grid/grid'
import type { TaskJson } from '../../../core/task/task'

const DRAFTS = 'codeit.taskDrafts'

/** A task as it stands in the editor. */
export interface TaskDraft {
  readonly dataset: string
  readonly split: 'training' | 'evaluation'
  readonly name: string
  readonly description: string
  /** with commas between */
  readonly tags: string
  readonly task: TaskJson
}

/** Unsaved tasks by the id of the task that was opened: they survive leaving the editor and reloading the window. */
export class TaskDrafts {
  /** cells that were copied, for every task of the window */
  clipboard = $state.raw<Grid | null>(null)
  private readonly drafts: Record<string, TaskDraft> = readDrafts()

  of(key: string): TaskDraft | undefined {
    return this.drafts[key]
  }

  /** `null` forgets the draft. */
  keep(key: string, draft: TaskDraft | null): void {
    if (draft === null) delete this.drafts[key]
    else this.drafts[key] = draft
    sessionStorage.setItem(DRAFTS, JSON.stringify(this.drafts))
  }
}

function readDrafts(): Record<string, TaskDraft> {
  const text = sessionStorage.getItem(DRAFTS)
  return text ? (JSON.parse(text) as Record<string, TaskDraft>) : {} // written by `keep` alone
}
