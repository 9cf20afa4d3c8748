import type { ExperienceKey } from '../replay/replayStore'

/** Which experiences of the replay buffer are of a task, in the order of their ids; none that is excluded by hand. */
export class TaskIndex {
  private readonly byTask = new Map<string, number[]>()

  /** Takes experiences by ascending id. */
  add({ id, taskId, priority }: Pick<ExperienceKey, 'id' | 'taskId' | 'priority'>): void {
    if (priority === 0) return
    const ids = this.byTask.get(taskId)
    if (ids) ids.push(id)
    else this.byTask.set(taskId, [id])
  }

  idsOf(taskId: string): readonly number[] {
    return this.byTask.get(taskId) ?? []
  }
}
