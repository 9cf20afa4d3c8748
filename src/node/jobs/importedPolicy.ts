import type { ExperimentConfig } from '../../core/loop/config'
import { compactLanguage, type PolicyLanguage } from '../../core/policy/policyLanguage'
import type { PolicyModel, PolicyShape } from '../../core/policy/policyPort'
import { policyShape } from '../../core/policy/policyShape'
import { textLanguage } from '../../core/policy/textLanguage'
import type { PolicyReference } from '../../ipc/contract'
import { readPolicyDescription } from '../huggingface/policyFolder'
import type { PolicyProcessOptions } from '../ort/policyMessages'
import { spawnPolicy } from '../ort/policyProcess'

export interface ImportedPolicy extends PolicyReference {
  readonly directory: string
}

/** A policy in its process, and what it reads and writes. */
export interface OpenPolicy {
  readonly policy: PolicyModel
  readonly language: PolicyLanguage
}

/** Keys and values of rows that are decoded together: bytes at most. */
const MAX_CACHE_BYTES = 2 ** 30
const MAX_ROWS = 384

/** Our own policy, from the weights that are given, else from random ones. */
export async function openSmall(
  entry: string,
  config: ExperimentConfig,
  initial: Pick<PolicyProcessOptions, 'weights'> = {},
): Promise<OpenPolicy> {
  const { seed, threads, device: provider } = config
  const shape = policyShape(config)
  return {
    policy: await spawnPolicy(entry, shape, { seed, threads, provider, ...initial }),
    language: compactLanguage(shape),
  }
}

/** Its own shape and tokenizer, and its own weights unless they are to be random; the policy's process reads and checks them. */
export async function openImported(
  entry: string,
  { directory, weightsSha256 }: ImportedPolicy,
  { seed, threads, maxTokens, device: provider, initialWeights }: ExperimentConfig,
): Promise<OpenPolicy> {
  const described = await readPolicyDescription(directory)
  if (!described.ok) throw new Error(`${described.error.where ?? directory}: ${described.error.message}`)
  const { shape, endToken, tokenizer } = described.value
  if (!tokenizer) throw new Error(`${directory}: the policy has no tokenizer`)
  const policy = await spawnPolicy(entry, shape, {
    seed,
    threads,
    endToken,
    maxRows: rowsTogether(shape, maxTokens),
    provider,
    ...(initialWeights === 'default' ? { checkpoint: { folder: directory, weightsSha256 } } : {}),
  })
  return { policy, language: textLanguage({ shape, endToken, tokenizer }) }
}

/** A pretrained policy's rows are long and wide: fewer are decoded together. Samples do not depend on it. */
function rowsTogether({ decoderLayers, heads, dKv }: PolicyShape, maxTokens: number): number {
  const bytesARow = 4 * 2 * decoderLayers * heads * dKv * maxTokens
  return Math.min(MAX_ROWS, Math.max(1, Math.floor(MAX_CACHE_BYTES / bytesARow)))
}
