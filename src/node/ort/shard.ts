import { lossGraph, trainGraph } from '../../core/onnx/t5/trainGraph'
import { parameterTable, weightViews, type WeightView } from '../../core/onnx/t5/parameters'
import type { PolicyShape, Sample, SampleOptions, SampleRequest, TrainExample } from '../../core/policy/policyPort'
import { loadOrt, openSession, scalarOf, type Feeds, type OrtModule, type Session } from './ortRuntime'
import { BatchBuilder } from './paddedBatch'
import { Sampler, type SamplerSettings } from './sampler'
import { weightTensors } from './weightTensors'

/** The part of a policy's work that can go on side by side: micro-batches and groups of sampling requests. */
export interface Shard {
  /**
   * The micro-batch's share of loss and gradient, each target token weighing `tokenWeight`. The gradient is valid until
   * the next call.
   */
  gradient(examples: readonly TrainExample[], tokenWeight: number): Promise<{ loss: number; gradient: Float32Array }>
  /** The micro-batch's share of the loss. */
  loss(examples: readonly TrainExample[], tokenWeight: number): Promise<{ loss: number }>
  /** Samples for requests of one padded length. */
  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]>
  close(): Promise<void>
}

export type ShardSettings = SamplerSettings

/** A shard in this thread, which reads `weights` where they lie. */
export class LocalShard implements Shard {
  private readonly views: readonly WeightView[]
  private readonly gradients: Float32Array
  private readonly batches: BatchBuilder
  private readonly sampler: Sampler
  private evaluation: { readonly session: Session; readonly weights: Feeds } | null = null
  private training: { readonly session: Session; readonly weights: Feeds; readonly outputs: Feeds } | null = null

  private constructor(
    private readonly ort: OrtModule,
    private readonly shape: PolicyShape,
    private readonly weights: Float32Array,
    private readonly settings: ShardSettings,
    isStopped: () => boolean,
  ) {
    const table = parameterTable(shape)
    this.views = weightViews(table)
    this.gradients = new Float32Array(table.size)
    this.batches = new BatchBuilder(ort, shape)
    this.sampler = new Sampler(ort, shape, weights, this.batches, settings, isStopped)
  }

  static async open(
    shape: PolicyShape,
    weights: Float32Array,
    settings: ShardSettings,
    isStopped: () => boolean,
  ): Promise<LocalShard> {
    return new LocalShard(await loadOrt(), shape, weights, settings, isStopped)
  }

  async gradient(
    examples: readonly TrainExample[],
    tokenWeight: number,
  ): Promise<{ loss: number; gradient: Float32Array }> {
    this.training ??= await this.openTraining()
    const { session, weights, outputs } = this.training
    const results = await session.run({ ...weights, ...this.batches.training(examples, tokenWeight) }, outputs)
    return { loss: scalarOf(results.loss), gradient: this.gradients }
  }

  async loss(examples: readonly TrainExample[], tokenWeight: number): Promise<{ loss: number }> {
    this.evaluation ??= await this.openEvaluation()
    const { session, weights } = this.evaluation
    const { loss } = await session.run({ ...weights, ...this.batches.training(examples, tokenWeight) })
    return { loss: scalarOf(loss) }
  }

  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]> {
    return this.sampler.sample(requests, options)
  }

  async close(): Promise<void> {
    await this.training?.session.release()
    await this.evaluation?.session.release()
    await this.sampler.close()
    this.training = null
    this.evaluation = null
  }

  private async openEvaluation() {
    const { model, weights } = lossGraph(this.shape)
    return {
      session: await openSession(model, this.settings),
      weights: weightTensors(this.ort, this.views, this.weights, { names: weights }),
    }
  }

  private async openTraining() {
    const { model, weights } = trainGraph(this.shape)
    return {
      session: await openSession(model, this.settings),
      weights: weightTensors(this.ort, this.views, this.weights, { names: weights }),
      outputs: {
        ...weightTensors(this.ort, this.views, this.gradients, { prefix: 'gradient.' }),
        loss: new this.ort.Tensor('float32', new Float32Array(1), []),
      },
    }
  }
}
