import type { TaskDetail } from '../../../ipc/contract'
import type { AppState } from './app.svelte'

/** One task as the host has it, read again after every change of the workspace's tasks. */
export class OpenTask {
  detail = $state.raw<TaskDetail | null>(null)
  isMissing = $state(false)

  constructor(
    readonly taskId: string,
    private readonly app: AppState,
  ) {}

  async load(): Promise<void> {
    const answer = await this.app.connection.call('tasks.get', { taskId: this.taskId })
    if (answer.ok) {
      this.detail = answer.value
      this.isMissing = false
    } else if (answer.error.code === 'task/unknown') this.isMissing = true
    else this.app.toasts.unwrap(answer)
  }
}
