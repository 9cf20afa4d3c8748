import type { T5Shape } from '../../core/onnx/t5/shape'
import type { Sample, SampleOptions, SampleRequest } from '../../core/policy/policyPort'
import { BeamState } from './beamState'
import type { Outputs } from './decodeCaches'
import { DecodeState } from './decodeState'
import type { Feeds, OrtModule } from './ortRuntime'

/** A decoding run: as long as it is live, another step with its feeds and fetches advances it. */
export interface Decoding {
  isLive(): boolean
  feeds(): Feeds
  fetches(): Record<string, Feeds[string] | null>
  advance(outputs: Outputs): void
  /** For each request its samples. */
  samples(): Sample[][]
}

/** What a decoding run starts from: B requests, what the encoder gave for them, and its mask. */
export interface DecodingStart {
  readonly ort: OrtModule
  readonly shape: T5Shape
  readonly requests: readonly SampleRequest[]
  readonly options: SampleOptions
  readonly endToken: number
  readonly encoded: Outputs
  readonly mask: Feeds[string]
}

export function startDecoding(start: DecodingStart): Decoding {
  const { beam } = start.options
  return beam ? new BeamState(start, beam) : new DecodeState(start)
}
