import { SMALL_POLICY, type ExperimentConfig } from '../../core/loop/config'
import { policyShape } from '../../core/policy/policyShape'
import { ok, type Result } from '../../core/util/result'
import { readDefaultPolicy } from '../huggingface/defaultPolicy'
import type { PolicyProcessOptions } from '../ort/policyMessages'

/**
 * What the small policy starts from. Random weights are drawn where it is made, and an imported policy's are read there: then
 * there is nothing to pass on.
 */
export async function readInitialWeights(
  config: ExperimentConfig,
  resourcesDirectory: string,
): Promise<Result<Pick<PolicyProcessOptions, 'weights'>>> {
  if (config.policy !== SMALL_POLICY || config.initialWeights === 'random') return ok({})
  const weights = await readDefaultPolicy(resourcesDirectory, policyShape(config))
  return weights.ok ? ok({ weights: weights.value }) : weights
}
