import { formatCode } from '../../core/errors/codes'
import { SMALL_POLICY, type ExperimentConfig } from '../../core/loop/config'
import { err, ok, type Result } from '../../core/util/result'
import type { PolicyReference } from '../../ipc/contract'
import { refuse } from '../data/problems'
import type { PolicyStore } from '../store/policyStore'

/** The imported policy that the settings name; null for the small one. */
export async function findPolicy(
  policies: PolicyStore,
  { policy: name }: ExperimentConfig,
): Promise<Result<PolicyReference | null>> {
  if (name === SMALL_POLICY) return ok(null)
  const record = await policies.record(name)
  if (!record.ok) {
    const isUnknown = record.error.code === 'policy/unknown'
    return isUnknown ? blame(record.error.message, howToImport(name)) : record
  }
  const { vocabularySha256, weightsSha256 } = record.value
  if (vocabularySha256 === null) {
    return blame(
      `the policy '${name}' has no tokenizer`,
      'Import its folder with the tokenizer files beside the weights.',
    )
  }
  return ok({ name, weightsSha256, vocabularySha256 })
}

/** Whether an experiment's policy is still the one that it was made with. */
export async function checkPolicy(
  policies: PolicyStore,
  config: ExperimentConfig,
  made: PolicyReference,
): Promise<Result<null>> {
  const found = await findPolicy(policies, config)
  if (!found.ok) return found
  const { name } = made
  if (found.value?.weightsSha256 !== made.weightsSha256) {
    return refuse('policy/changed', 'policy', { name, part: 'other weights' })
  }
  if (found.value.vocabularySha256 !== made.vocabularySha256) {
    return refuse('policy/changed', 'policy', { name, part: 'another tokenizer' })
  }
  return ok(null)
}

function howToImport(name: string): string {
  const source = PUBLISHED.get(name) ?? 'a CodeT5, CodeT5+ or T5 checkpoint'
  return `Download the folder of ${source} and import it: codeit import policy <folder> --name ${name}; or choose ${SMALL_POLICY}.`
}

/** Where the policies that presets name are published, on huggingface.co. */
const PUBLISHED: ReadonlyMap<string, string> = new Map([['codet5p-220m', 'huggingface.co/Salesforce/codet5p-220m']])

const blame = (reason: string, mend: string) =>
  err('config/invalid', formatCode('config/invalid', { field: 'policy', reason }), 'policy', mend)
