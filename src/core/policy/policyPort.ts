/**
 * What the loop needs of a policy: an encoder-decoder that learns (input, target) examples and samples targets. The
 * runtime behind it (onnxruntime in a process of its own, or a double in tests) is passed in.
 */

/** Encoder input: `length` positions, each described by `width` feature ids whose embeddings are summed. */
export interface EncodedTask {
  /** [length, width] row-major feature ids */
  readonly features: Int32Array
  readonly length: number
  readonly width: number
}

export interface TrainExample {
  readonly input: EncodedTask
  /** decoder target ids, end token included */
  readonly target: Int32Array
}

export interface LearnOptions {
  readonly learningRate: number
  readonly weightDecay: number
  /** largest global gradient norm; 0 = no clipping */
  readonly clipNorm: number
}

export interface LearnReport {
  /** mean cross-entropy per target token, nats */
  readonly loss: number
  /** encoder positions + target tokens of the batch, padding left out */
  readonly tokens: number
}

export interface SampleRequest {
  readonly input: EncodedTask
  readonly count: number
  /** names the random stream: same seed and input, same samples, whatever else is in the batch */
  readonly seed: number
}

export interface SampleOptions {
  /** 0 = greedy */
  readonly temperature: number
  readonly maxTokens: number
}

/** One sampled token sequence, end token left out; `ended` is false when it was cut at maxTokens. */
export interface Sample {
  readonly tokens: Int32Array
  readonly ended: boolean
  readonly logProbability: number
}

export interface PolicyShape {
  /** decoder vocabulary */
  readonly vocabulary: number
  /** encoder feature ids and how many describe one position; null: encoder reads the decoder's vocabulary, one id each */
  readonly features: { readonly count: number; readonly width: number } | null
  readonly dModel: number
  readonly dKv: number
  readonly heads: number
  readonly dFf: number
  readonly encoderLayers: number
  readonly decoderLayers: number
  readonly relativeBuckets: number
  readonly relativeMaxDistance: number
  readonly gatedGelu: boolean
  readonly tiedOutput: boolean
}

export interface PolicyModel {
  readonly shape: PolicyShape
  readonly parameters: number
  /** One optimiser step on one batch (micro-batches inside). */
  learn(batch: readonly TrainExample[], options: LearnOptions): Promise<LearnReport>
  /** For each request its `count` samples, in order. */
  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]>
  /** Weights, optimiser moments and step as one self-describing, checksummed block. */
  save(): Promise<Uint8Array>
  load(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}
