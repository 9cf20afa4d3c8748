import type { NearMiss } from '../policy/encodeNearMiss'
import type { PolicyLanguage } from '../policy/policyLanguage'
import type { TrainExample } from '../policy/policyPort'
import type { TaughtExperience } from '../replay/experience'
import type { Pair, Task } from '../task/task'
import { drawVariation, varyTask, type Variation } from '../task/varyTask'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import { nearestOf, outputsAt } from './nearMisses'
import type { Executor } from './ports'
import type { DrawnExperience } from './replayBuffer'

interface Classroom {
  readonly config: ExperimentConfig
  readonly language: PolicyLanguage
  readonly executor: Executor
  readonly tasks: ReadonlyMap<string, Task>
}

/** What a lesson shows of an experience. */
interface Shown {
  readonly experience: TaughtExperience
  /** other inputs than those of the task, with what the program gives there */
  readonly variation: Variation | null
  /** another program of the task, with what it gives on the same inputs */
  readonly beside: TaughtExperience | null
}

/**
 * What the policy learns from experiences: these inputs with these outputs -> this program. Some of them varied; some
 * beside a near miss: these inputs with these outputs, and that program, which gives those -> this program.
 */
export async function lessonsOf(room: Classroom, drawn: readonly DrawnExperience[], rng: Rng): Promise<TrainExample[]> {
  const { language, config } = room
  const shown = drawn.map(({ experience, neighbours }): Shown => {
    return { experience, variation: variationOf(room, experience, rng), beside: nearestOf(experience, neighbours) }
  })
  const varied = await runVaried(room, shown)
  return shown.flatMap((one, k) => {
    const { experience } = one
    const target = language.encodeProgram(experience.program)
    const { pairs, nearMiss } = varied.get(k) ?? asRealised(room, one)
    if (!target || target.length > config.maxTokens || pairs.length === 0) return []
    return [{ input: language.encodeTask(pairs.slice(0, config.demonstrations), nearMiss), target }]
  })
}

interface Prompt {
  readonly pairs: readonly Pair[]
  readonly nearMiss?: NearMiss
}

/** The parent task's inputs with the outputs that the program really produced. */
function asRealised({ tasks }: Classroom, { experience, beside }: Shown): Prompt {
  const { taskId, pairIndices, outputs } = experience
  const task = tasks.get(taskId)
  const pairs = pairIndices.flatMap((index, k) => {
    const input = task?.train[index]?.input
    const output = outputs[k]
    return input && output ? [{ input, output }] : []
  })
  if (!beside) return { pairs }
  return { pairs, nearMiss: { program: beside.program, outputs: outputsAt(beside, pairIndices) } }
}

/** For a share of the experiences: their task's inputs turned, mirrored and recoloured. */
function variationOf({ config, tasks }: Classroom, { id, taskId }: TaughtExperience, rng: Rng): Variation | null {
  if (config.augmentation === 0) return null
  const draw = rng.fork(id)
  return draw.next() < config.augmentation && tasks.has(taskId) ? drawVariation(draw) : null
}

/**
 * By place, what the programs give on varied inputs. That is relabelling again, so it is right whatever the variation means
 * to the program. One that then gives no grid, or nothing but its inputs, is learnt as it is.
 */
async function runVaried(
  { executor, tasks }: Classroom,
  shown: readonly Shown[],
): Promise<ReadonlyMap<number, Prompt>> {
  const places = shown.flatMap(({ variation }, k) => (variation ? [k] : []))
  const requests = places.flatMap((place) => {
    const { experience, variation, beside } = shown[place] as Shown
    return [experience, ...(beside ? [beside] : [])].map(({ taskId, program }) => {
      return { taskId, program, variation: variation as Variation }
    })
  })
  const executions = (await executor.execute(requests)).values()
  const varied = new Map<number, Prompt>()
  for (const place of places) {
    const { experience, variation, beside } = shown[place] as Shown
    const own = executions.next().value
    const other = beside && executions.next().value
    const task = tasks.get(experience.taskId)
    if (!task || !variation || !own) continue
    const given = varyTask(task, variation).train.flatMap(({ input }, k) => {
      const output = own.demoOutputs[k]
      return output ? [{ input, output, other: other?.demoOutputs[k] ?? null }] : []
    })
    if (given.every(({ input, output }) => input.equals(output))) continue
    const pairs = given.map(({ input, output }) => ({ input, output }))
    const nearMiss = other && { program: other.program, outputs: given.map((one) => one.other) }
    varied.set(place, nearMiss ? { pairs, nearMiss } : { pairs })
  }
  return varied
}
