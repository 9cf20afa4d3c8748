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
export type PolicyProcessOptions = Omit<OrtPolicyOptions, 'workerEntry'> & {
  /** a kept checkpoint folder to begin with, which the process reads itself */
  readonly checkpoint?: { readonly folder: string; readonly weightsSha256: string }
}

/** The calls of a policy process: arguments and answer of each. */
export interface PolicyCalls {
  create: { args: [shape: PolicyShape, options: PolicyProcessOptions]; answer: { readonly parameters: number } }
  learn: { args: [batch: readonly TrainExample[], options: LearnOptions]; answer: LearnReport }
  evaluate: { args: [batch: readonly TrainExample[]]; answer: LearnReport }
  sample: { args: [requests: readonly SampleRequest[], options: SampleOptions]; answer: Sample[][] }
  save: { args: []; answer: Uint8Array }
  load: { args: [bytes: Uint8Array]; answer: null }
  probe: { args: [provider: Provider]; answer: ProviderReport }
  parity: { args: [directory: string]; answer: Result<ParityCheck[]> }
  close: { args: []; answer: null }
}

export type PolicyCall = keyof PolicyCalls

export type PolicyRequest = {
  [Call in PolicyCall]: { readonly id: number; readonly call: Call; readonly args: PolicyCalls[Call]['args'] }
}[PolicyCall]

export type PolicyAnswer =
  | { readonly id: number; readonly ok: true; readonly value: PolicyCalls[PolicyCall]['answer'] }
  | { readonly id: number; readonly ok: false; readonly message: string }
