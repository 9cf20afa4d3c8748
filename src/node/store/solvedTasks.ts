import type { SolvedBy } from '../../ipc/contract'
import type { Manifest } from './manifest'

/** Which tasks each experiment counted as solved, kept in the manifest: the gallery filters by it. */
export class SolvedTasks {
  constructor(private readonly manifest: Manifest) {}

  list(): SolvedBy[] {
    return Object.entries(this.manifest.data.solved ?? {}).map(([experimentId, taskIds]) => ({ experimentId, taskIds }))
  }

  /** As a run says that it goes on from: what it solved after that comes again. */
  async set(experimentId: string, taskIds: readonly string[]): Promise<void> {
    await this.manifest.update((data) => {
      data.solved = { ...data.solved, [experimentId]: [...taskIds] }
    })
  }

  async note(experimentId: string, taskId: string): Promise<void> {
    if (this.manifest.data.solved?.[experimentId]?.includes(taskId)) return
    await this.manifest.update((data) => {
      data.solved = { ...data.solved, [experimentId]: [...(data.solved?.[experimentId] ?? []), taskId] }
    })
  }
}
