import type {
  LearnOptions,
  LearnReport,
  PolicyModel,
  PolicyShape,
  Sample,
  SampleOptions,
  SampleRequest,
  TrainExample,
} from '../../src/core/policy/policyPort'
import { END_TOKEN } from '../../src/core/policy/programTokens'
import { Rng } from '../../src/core/util/rng'

/** A policy that samples targets it was taught, whatever it is asked: enough to drive the loop without a runtime. */
export class ParrotPolicy implements PolicyModel {
  readonly parameters = 0
  /** options of every call of `learn` */
  readonly learntWith: LearnOptions[] = []
  /** options of every call of `sample` */
  readonly sampledWith: SampleOptions[] = []
  private taught: number[][] = []
  private steps = 0

  constructor(
    readonly shape: PolicyShape,
    private readonly endToken = END_TOKEN,
  ) {}

  async learn(batch: readonly TrainExample[], options: LearnOptions): Promise<LearnReport> {
    this.steps++
    this.learntWith.push(options)
    for (const { target } of batch) this.taught.push(Array.from(target).filter((id) => id !== this.endToken))
    return { loss: 1 / this.steps, tokens: batch.length }
  }

  async evaluate(batch: readonly TrainExample[]): Promise<LearnReport> {
    return { loss: 1 / (this.steps + 1), tokens: batch.length }
  }

  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]> {
    this.sampledWith.push(options)
    return requests.map(({ count, seed, prefix = new Int32Array() }) => {
      const rng = Rng.fromSeed(seed)
      return Array.from({ length: count }, () => {
        const tokens = Int32Array.from([...prefix, ...rng.pick(this.taught).slice(prefix.length)])
        if (rng.next() < 0.2 && prefix.length === 0) tokens[0] = END_TOKEN + 1 + rng.int(10) // now and then it says something else
        return { tokens, ended: true, logProbability: 0 }
      })
    })
  }

  async save(): Promise<Uint8Array> {
    return new TextEncoder().encode(JSON.stringify([this.steps, this.taught]))
  }

  async load(bytes: Uint8Array): Promise<void> {
    const [steps, taught] = JSON.parse(new TextDecoder().decode(bytes)) as [number, number[][]]
    this.steps = steps
    this.taught = taught
  }

  async close(): Promise<void> {}
}
