import type { OrtPolicyOptions } from './ortPolicy'
import type {
  LearnOptions,
  LearnReport,
  PolicyShape,
  Sample,
  SampleOptions,
  SampleRequest,
  TrainExample,
} from '../../core/policy/policyPort'
import type { Result } from '../../core/util/result'
import type { ParityCheck } from './parity'
import type { Provider, ProviderReport } from './providers'

/** Options that can be sent to another process. */
export type PolicyProcessOptions = Omit<OrtPolicyOptions, 'workerEntry' | 'provider'> & {
  /** execution provider; refused with the reason where it does not work */
  readonly provider?: Provider
  /** a kept checkpoint folder to begin with, which the process reads itself */
  readonly checkpoint?: { readonly folder: string; readonly weightsSha256: string }
}

/** The calls of a policy process: arguments and answer of each. */
export interface PolicyCalls {
  create: { args: [shape: PolicyShape, options: PolicyProcessOptions]; answer: { readonly parameters: number } }
  learn: { args: [batch: readonly TrainExample[], options: LearnOptions]; answer: LearnReport }
  evaluate: { args: [batch: readonly TrainExample[]]; answer: LearnReport }
  sample: { args: [requests: readonly SampleRequest[], options: SampleOptions]; answer: Sample[][] }
  /** how long the saved block is; its pieces are asked for one by one, the last one ends it */
  save: { args: []; answer: number }
  savedPiece: { args: [from: number, to: number]; answer: Uint8Array }
  /** the pieces of a block of `total` bytes, in order, then `load` */
  loadPiece: { args: [piece: Uint8Array, from: number, total: number]; answer: null }
  load: { args: []; answer: null }
  probe: { args: [provider: Provider]; answer: ProviderReport }
  parity: { args: [directory: string, provider: Provider]; answer: Result<ParityCheck[]> }
  close: { args: []; answer: null }
}

export type PolicyCall = keyof PolicyCalls

export type PolicyRequest = {
  [Call in PolicyCall]: { readonly id: number; readonly call: Call; readonly args: PolicyCalls[Call]['args'] }
}[PolicyCall]

export type PolicyAnswer =
  | { readonly id: number; readonly ok: true; readonly value: PolicyCalls[PolicyCall]['answer'] }
  | { readonly id: number; readonly ok: false; readonly message: string }
