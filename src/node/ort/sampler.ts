import { decodeStepGraph } from '../../core/onnx/t5/decodeStepGraph'
import { encoderGraph } from '../../core/onnx/t5/encoderGraph'
import { parameterTable, weightViews } from '../../core/onnx/t5/parameters'
import type { T5Shape } from '../../core/onnx/t5/shape'
import type { Sample, SampleOptions, SampleRequest } from '../../core/policy/policyPort'
import { startDecoding } from './decoding'
import { openSession, type Feeds, type OrtModule, type Session, type SessionSettings } from './ortRuntime'
import { paddedLength, type BatchBuilder } from './paddedBatch'
import { weightTensors } from './weightTensors'

interface InferenceSession {
  readonly session: Session
  readonly weights: Feeds
}

export interface SamplerSettings extends SessionSettings {
  /** ends a sample */
  readonly endToken: number
}

/** Samples many tasks at once: the encoder once per task, then one decoding step after another for all rows. */
export class Sampler {
  private encoder: InferenceSession | null = null
  private step: InferenceSession | null = null

  constructor(
    private readonly ort: OrtModule,
    private readonly shape: T5Shape,
    private readonly weights: Float32Array,
    private readonly batches: BatchBuilder,
    private readonly settings: SamplerSettings,
    private readonly isStopped: () => boolean,
  ) {}

  /** Samples for requests of one padded length, decoded together. */
  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]> {
    this.encoder ??= await this.open(encoderGraph(this.shape))
    this.step ??= await this.open(decodeStepGraph(this.shape))
    const length = paddedLength(Math.max(...requests.map((request) => request.input.length)))
    const tasks = requests.map((request) => request.input)
    const feeds = this.batches.encoder(tasks, length)
    const encoded = await this.encoder.session.run({ ...this.encoder.weights, ...feeds })
    const mask = feeds.encoder_mask
    if (!mask) throw new Error('the encoder has a mask')
    const { ort, shape } = this
    const { endToken } = this.settings
    const state = startDecoding({ ort, shape, requests, options, endToken, encoded, mask })
    while (state.isLive()) {
      if (this.isStopped()) throw new Error('the policy was closed')
      const outputs = await this.step.session.run({ ...this.step.weights, ...state.feeds() }, state.fetches())
      state.advance(outputs)
    }
    return state.samples()
  }

  async close(): Promise<void> {
    await this.encoder?.session.release()
    await this.step?.session.release()
    this.encoder = null
    this.step = null
  }

  private async open(graph: { model: Uint8Array; weights: readonly string[] }): Promise<InferenceSession> {
    return {
      session: await openSession(graph.model, this.settings),
      weights: weightTensors(this.ort, weightViews(parameterTable(this.shape)), this.weights, { names: graph.weights }),
    }
  }
}

export interface Grouping {
  /** decoded together at most */
  readonly maxRows: number
  /** groups that are decoded side by side */
  readonly workers: number
  /** rows of each request, where they are not as many as it wants samples */
  readonly rowsEach?: number | undefined
}

/**
 * Indices of requests decoded together: of one padded length, so that a task's padding never depends on its company,
 * and of like numbers of rows; small enough for every worker to have its share (a request is never split). Samples are
 * the same however they are grouped.
 */
export function groupRequests(requests: readonly SampleRequest[], grouping: Grouping): number[][] {
  const order = requests
    .map(({ input, count }, index) => {
      return { index, length: paddedLength(input.length), count, rows: grouping.rowsEach ?? count }
    })
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.length - b.length || a.rows - b.rows || a.index - b.index)
  const share = Math.ceil(order.reduce((sum, { rows }) => sum + rows, 0) / grouping.workers)
  const maxRows = Math.min(grouping.maxRows, share)
  const groups: number[][] = []
  let group: number[] = []
  let length = -1
  for (const item of order) {
    if (group.length > 0 && (item.length !== length || (group.length + 1) * item.rows > maxRows)) {
      groups.push(group)
      group = []
    }
    group.push(item.index)
    length = item.length
  }
  if (group.length > 0) groups.push(group)
  return groups
}
