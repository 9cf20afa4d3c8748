import type { NewExperience, TaughtExperience } from '../replay/experience'
import { drawWeight, isDiscounted } from '../replay/priority'
import type { ReplayStore } from '../replay/replayStore'
import { ReplaySampler } from '../replay/sampler'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'

export interface LessonDraw {
  readonly ids: readonly number[]
  /** experiences that had to go before it because the buffer was full */
  readonly evicted: number
  /** edits made by hand that this draw is the first to heed */
  readonly edits: number
}

const READ_AT_A_TIME = 4096

/** The replay buffer as the loop uses it: the store on disk, and beside it in RAM what drawing needs. */
export class ReplayBuffer {
  /** filled from the store at the first lesson, kept up from then on; anew each time where weights change */
  private sampler: ReplaySampler | null = null

  constructor(
    private readonly store: ReplayStore,
    private readonly distinctOutputs: boolean,
  ) {}

  /** Stores what is new; gives how many that were. */
  async add(experiences: readonly NewExperience[]): Promise<number> {
    const added = await this.store.addExperiences(experiences, this.distinctOutputs)
    if (this.sampler) for (const key of added) this.sampler.add(key)
    return added.length
  }

  /** Ids of one lesson, drawn by priority and without replacement, in the order in which they are learnt. */
  async drawLesson(config: ExperimentConfig, iteration: number, rng: Rng): Promise<LessonDraw> {
    const { seedDraw, policyDraw, capacity } = config
    // here, on what the last checkpoint left, so that a run that is taken up again evicts the same
    const evicted = await this.store.evict({ capacity, kept: { textbook: seedDraw, own: policyDraw } })
    const edits = await this.store.pendingEdits()
    if (!this.sampler || evicted + edits > 0 || isDiscounted(config)) this.sampler = await this.fill(config, iteration)
    const drawn =
      iteration === 1
        ? this.sampler.drawInPasses('textbook', config.firstDraw, rng.fork('first'))
        : [
            ...this.sampler.draw('textbook', seedDraw, rng.fork('textbook')),
            ...this.sampler.draw('own', policyDraw, rng.fork('own')),
          ]
    return { ids: rng.fork('order').shuffle(drawn), evicted, edits }
  }

  /** The experiences of a lesson in batches; read some thousands at a time, for one by one they take far longer. */
  async *batches(ids: readonly number[], batchSize: number): AsyncGenerator<TaughtExperience[], void, void> {
    const atATime = batchSize * Math.max(1, Math.floor(READ_AT_A_TIME / batchSize))
    for (let from = 0; from < ids.length; from += atATime) {
      const some = ids.slice(from, from + atATime)
      const read = new Map((await this.store.get(some)).map((experience) => [experience.id, experience]))
      for (let k = 0; k < some.length; k += batchSize) {
        yield some.slice(k, k + batchSize).flatMap((id) => read.get(id) ?? [])
      }
    }
  }

  private async fill(config: ExperimentConfig, iteration: number): Promise<ReplaySampler> {
    const sampler = new ReplaySampler()
    const weigh = drawWeight(config, iteration)
    await this.store.forEachKey(iteration, (key) => sampler.add({ ...key, priority: weigh(key) }))
    return sampler
  }
}
