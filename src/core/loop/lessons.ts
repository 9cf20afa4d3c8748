import type { TrainExample } from '../policy/policyPort'
import type { PolicyLanguage } from '../policy/policyLanguage'
import type { TaughtExperience } from '../replay/experience'
import type { Pair, Task } from '../task/task'
import { drawVariation, varyTask } from '../task/varyTask'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import type { ExecuteRequest, Executor } from './ports'

interface Classroom {
  readonly config: ExperimentConfig
  readonly language: PolicyLanguage
  readonly executor: Executor
  readonly tasks: ReadonlyMap<string, Task>
}

/** What the policy learns from experiences: these inputs with these outputs -> this program. Some of them varied. */
export async function lessonsOf(
  room: Classroom,
  experiences: readonly TaughtExperience[],
  rng: Rng,
): Promise<TrainExample[]> {
  const varied = await variedPairs(room, experiences, rng)
  return experiences.flatMap((experience, k) => {
    const { language, config } = room
    const target = language.encodeProgram(experience.program)
    const pairs = varied.get(k) ?? realisedPairs(room, experience)
    if (!target || target.length > config.maxTokens || pairs.length === 0) return []
    return [{ input: language.encodeTask(pairs.slice(0, config.demonstrations)), target }]
  })
}

/** The parent task's inputs with the outputs that the program really produced. */
function realisedPairs({ tasks }: Classroom, { taskId, pairIndices, outputs }: TaughtExperience): Pair[] {
  const task = tasks.get(taskId)
  return pairIndices.flatMap((index, k) => {
    const input = task?.train[index]?.input
    const output = outputs[k]
    return input && output ? [{ input, output }] : []
  })
}

/**
 * For a share of the experiences, by place: the task's inputs turned, mirrored and recoloured, with what the program then
 * produces. That is relabelling again, so it is right whatever the variation means to the program. One that then gives no
 * grid, or nothing but its inputs, is learnt as it is.
 */
async function variedPairs(
  { config, executor, tasks }: Classroom,
  experiences: readonly TaughtExperience[],
  rng: Rng,
): Promise<ReadonlyMap<number, readonly Pair[]>> {
  const places: number[] = []
  const requests: ExecuteRequest[] = []
  if (config.augmentation > 0) {
    experiences.forEach(({ id, taskId, program }, k) => {
      const draw = rng.fork(id)
      if (draw.next() >= config.augmentation || !tasks.has(taskId)) return
      places.push(k)
      requests.push({ taskId, program, variation: drawVariation(draw) })
    })
  }
  const executions = await executor.execute(requests)
  const varied = new Map<number, readonly Pair[]>()
  executions.forEach(({ demoOutputs }, r) => {
    const { taskId, variation } = requests[r] as ExecuteRequest
    const task = tasks.get(taskId)
    if (!task || !variation) return
    const pairs = varyTask(task, variation).train.flatMap(({ input }, k) => {
      const output = demoOutputs[k]
      return output ? [{ input, output }] : []
    })
    if (pairs.some(({ input, output }) => !input.equals(output))) varied.set(places[r] as number, pairs)
  })
  return varied
}
