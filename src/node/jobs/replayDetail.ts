import type { Experience } from '../../core/replay/experience'
import type { Task } from '../../core/task/task'
import type { ReplayDetail } from '../../ipc/contract'

/** An experience beside the demonstrations of its parent task: what was wanted, what the program really gave. */
export function replayDetail(experience: Experience, probability: number, tasks: readonly Task[]): ReplayDetail {
  const { pairIndices, outputs, demosRight, demos, ...rest } = experience
  const task = tasks.find(({ id }) => id === experience.taskId)
  const realised = new Map(pairIndices.map((index, k) => [index, outputs[k]]))
  return {
    id: rest.id,
    taskId: rest.taskId,
    source: rest.source,
    iteration: rest.iteration,
    performance: demos === 0 ? 0 : demosRight / demos,
    demosRight,
    demos,
    priority: rest.priority,
    lines: rest.lines,
    drawn: rest.drawn,
    program: rest.program,
    pinned: rest.pinned,
    excluded: rest.excluded,
    probability,
    lineage: rest.lineage,
    pairs: (task?.train ?? []).map(({ input, output }, index) => ({
      input: input.toRows(),
      wanted: output.toRows(),
      realised: realised.get(index)?.toRows() ?? null,
    })),
  }
}
