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
  /**
   * Every sample begins with these tokens, which are not drawn and count no probability; fewer than `maxTokens`, and with
   * `grammar` the beginning of a program. Not with a beam
   */
  readonly prefix?: Int32Array
}

export interface SampleOptions {
  /** 0 = greedy */
  readonly temperature: number
  /** the end token counts */
  readonly maxTokens: number
  /** draw among the so many likeliest tokens only; 0 or left out: among all */
  readonly topK?: number
  /** draw among the likeliest tokens that together have at least this probability; 1 or left out: among all */
  readonly topP?: number
  /** only tokens with which a program of the DSL can still parse, type-check and end within `maxTokens` */
  readonly grammar?: boolean
  /**
   * [vocabulary] a token where this is not 1 ends its sample, which holds it last and is not `ended`; what is drawn, and
   * its probability, stay as they are. Not with a beam
   */
  readonly programVocabulary?: Uint8Array
  /** search for the likeliest sequences instead of drawing; temperature, topK, topP and seeds do not matter then */
  readonly beam?: BeamOptions
  /** samples tell the log-probability of each token */
  readonly perToken?: boolean
}

export interface BeamOptions {
  /** sequences that are followed side by side; a request can ask for so many at most */
  readonly width: number
  /** sequences rank by log-probability / tokens ** lengthPenalty, the end token counted; 0: by log-probability */
  readonly lengthPenalty: number
}

/** One sampled token sequence, end token left out; `ended` is false where it was cut or left `programVocabulary`. */
export interface Sample {
  readonly tokens: Int32Array
  readonly ended: boolean
  /**
   * At temperature 1 and without topK and topP, so that it is minus the loss of learning the sample. With `grammar`, of
   * the masked distribution: the probability of each token is its share among the tokens that could follow.
   */
  readonly logProbability: number
  /** of each token, of the end token last where it ended; sums to logProbability. Only with `perToken` */
  readonly tokenLogProbabilities?: Float64Array
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
  /** As `learn` reports it before its step, but nothing is learnt. */
  evaluate(batch: readonly TrainExample[]): Promise<LearnReport>
  /** For each request its `count` samples, in the order drawn, or best first of a beam search. */
  sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[][]>
  /** Weights, optimiser moments and step as one self-describing, checksummed block. */
  save(): Promise<Uint8Array>
  load(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}
