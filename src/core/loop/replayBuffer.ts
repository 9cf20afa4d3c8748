import type { NewExperience, TaughtExperience } from '../replay/experience'
import { drawWeight, isDiscounted } from '../replay/priority'
import type { ExperienceKey, ReplayStore } from '../replay/replayStore'
import { ReplaySampler } from '../replay/sampler'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import { TaskIndex } from './taskIndex'

export interface LessonDraw {
  readonly ids: readonly number[]
  /** experiences that had to go before it because the buffer was full */
  readonly evicted: number
  /** edits made by hand that this draw is the first to heed */
  readonly edits: number
}

/** An experience of a lesson, for a share of them (`refinement`) with others of its task, one of which it is learnt beside. */
export interface DrawnExperience {
  readonly experience: TaughtExperience
  readonly neighbours: readonly TaughtExperience[]
}

const READ_AT_A_TIME = 4096
/** Experiences of the same task among which the near miss of a lesson is chosen. */
const NEIGHBOURS = 8

/** The replay buffer as the loop uses it: the store on disk, and beside it in RAM what drawing needs. */
export class ReplayBuffer {
  /** filled from the store at the first lesson, kept up from then on; anew each time where weights change */
  private sampler: ReplaySampler | null = null
  private tasks = new TaskIndex()

  constructor(
    private readonly store: ReplayStore,
    private readonly config: ExperimentConfig,
  ) {}

  /** Stores what is new; gives how many that were. */
  async add(experiences: readonly NewExperience[]): Promise<number> {
    const added = await this.store.addExperiences(experiences, this.config.distinctOutputs)
    if (this.sampler) for (const key of added) this.take(this.sampler, key)
    return added.length
  }

  /** Ids of one lesson, drawn by priority and without replacement, in the order in which they are learnt. */
  async drawLesson(iteration: number, rng: Rng): Promise<LessonDraw> {
    const { config } = this
    const { seedDraw, policyDraw, capacity } = config
    // here, on what the last checkpoint left, so that a run that is taken up again evicts the same
    const evicted = await this.store.evict({ capacity, kept: { textbook: seedDraw, own: policyDraw } })
    const edits = await this.store.pendingEdits()
    if (!this.sampler || evicted + edits > 0 || isDiscounted(config)) this.sampler = await this.fill(iteration)
    const drawn =
      iteration === 1
        ? this.sampler.drawInPasses('textbook', config.firstDraw, rng.fork('first'))
        : [
            ...this.sampler.draw('textbook', seedDraw, rng.fork('textbook')),
            ...this.sampler.draw('own', policyDraw, rng.fork('own')),
          ]
    return { ids: rng.fork('order').shuffle(drawn), evicted, edits }
  }

  /**
   * The experiences of a lesson in batches, read some thousands at a time, for one by one they take far longer. `rng` draws
   * which come with neighbours, and with which.
   */
  async *batches(ids: readonly number[], rng: Rng): AsyncGenerator<DrawnExperience[], void, void> {
    const { batchSize } = this.config
    const atATime = batchSize * Math.max(1, Math.floor(READ_AT_A_TIME / batchSize))
    for (let from = 0; from < ids.length; from += atATime) {
      const some = ids.slice(from, from + atATime)
      const read = await this.read(some)
      const wanted = some.map((id, k) => this.drawNeighbours(read.get(id), rng.fork(from + k)))
      const neighbours = await this.read([...new Set(wanted.flat())])
      const drawn = some.map((id, k) => {
        const experience = read.get(id)
        return experience && { experience, neighbours: (wanted[k] ?? []).flatMap((one) => neighbours.get(one) ?? []) }
      })
      for (let k = 0; k < some.length; k += batchSize) yield drawn.slice(k, k + batchSize).flatMap((one) => one ?? [])
    }
  }

  /** All experiences of a task, as the lesson of this meta-iteration saw them and with what was added since. */
  async ofTask(taskId: string): Promise<TaughtExperience[]> {
    return this.store.get(this.tasks.idsOf(taskId))
  }

  private drawNeighbours(experience: TaughtExperience | undefined, rng: Rng): number[] {
    const { refinement } = this.config
    if (!experience || refinement === 0 || rng.next() >= refinement) return []
    const ids = this.tasks.idsOf(experience.taskId)
    const some = Array.from({ length: NEIGHBOURS }, () => rng.pick(ids))
    return [...new Set(some)].filter((id) => id !== experience.id)
  }

  private async read(ids: readonly number[]): Promise<ReadonlyMap<number, TaughtExperience>> {
    return new Map((await this.store.get(ids)).map((experience) => [experience.id, experience]))
  }

  private async fill(iteration: number): Promise<ReplaySampler> {
    const sampler = new ReplaySampler()
    const weigh = drawWeight(this.config, iteration)
    this.tasks = new TaskIndex()
    await this.store.forEachKey(iteration, (key) => this.take(sampler, { ...key, priority: weigh(key) }))
    return sampler
  }

  private take(sampler: ReplaySampler, key: ExperienceKey): void {
    sampler.add(key)
    if (this.config.refinement > 0) this.tasks.add(key)
  }
}
