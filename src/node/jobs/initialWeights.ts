import { SMALL_POLICY, type ExperimentConfig } from '../../core/loop/config'
import type { PolicyShape } from '../../core/policy/policyPort'
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
  const weights = await readDefaultPolicy(resourcesDirectory, policyShape({ ...config, refinement: 0 }))
  return weights.ok ? ok({ weights: withFeatures(weights.value, policyShape(config)) }) : weights
}

/** The default policy has read no near misses: their features begin at zero, so that it reads all else as before. */
function withFeatures(
  weights: ReadonlyMap<string, Float32Array>,
  { features, dModel }: PolicyShape,
): ReadonlyMap<string, Float32Array> {
  const known = weights.get(FEATURE_TABLE)
  const size = (features?.count ?? 0) * dModel
  if (!known || size === known.length) return weights
  const table = new Float32Array(size)
  table.set(known)
  return new Map([...weights, [FEATURE_TABLE, table]])
}

const FEATURE_TABLE = 'encoder.features.weight'
