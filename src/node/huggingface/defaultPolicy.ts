import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { formatCode } from '../../core/errors/codes'
import { FEATURE_COUNT, featureName } from '../../core/policy/encodeCompact'
import type { PolicyShape } from '../../core/policy/policyPort'
import { tokenName, VOCABULARY_SIZE } from '../../core/policy/programTokens'
import { err, ok, type Problem, type Result } from '../../core/util/result'
import { refuse, refuseFile } from '../data/problems'
import { vocabularyHash } from './policyFolder'
import { pickWeights } from './policyWeights'
import { readSafetensors } from './safetensors'

/** The checkpoint of the small policy that ships in `resources/policy`, made by `tools/defaultPolicy/train.ts`. */
export const DEFAULT_POLICY = { folder: 'policy', manifest: 'manifest.json', weights: 'small.safetensors' } as const

const hash = z.string().regex(/^[0-9a-f]{64}$/)

const shapeSchema = z.object({
  vocabulary: z.number().int(),
  features: z.object({ count: z.number().int(), width: z.number().int() }).nullable(),
  dModel: z.number().int(),
  dKv: z.number().int(),
  heads: z.number().int(),
  dFf: z.number().int(),
  encoderLayers: z.number().int(),
  decoderLayers: z.number().int(),
  relativeBuckets: z.number().int(),
  relativeMaxDistance: z.number().int(),
  gatedGelu: z.boolean(),
  tiedOutput: z.boolean(),
}) satisfies z.ZodType<PolicyShape>

const manifestSchema = z.object({
  format: z.literal(1),
  shape: shapeSchema,
  weightsSha256: hash,
  tokensSha256: hash,
  featuresSha256: hash,
  /** how it was made, for people */
  training: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type DefaultPolicyManifest = z.infer<typeof manifestSchema>

/** SHA-256 of what the small policy's token and feature ids stand for: weights fit one numbering only. */
export function smallVocabularyHashes(): Pick<DefaultPolicyManifest, 'tokensSha256' | 'featuresSha256'> {
  const hashOf = (count: number, nameOf: (id: number) => string): string =>
    vocabularyHash({ vocabulary: Array.from({ length: count }, (_, id) => [nameOf(id), id] as const) })
  return { tokensSha256: hashOf(VOCABULARY_SIZE, tokenName), featuresSha256: hashOf(FEATURE_COUNT, featureName) }
}

/**
 * The default policy's weights by name for a policy of this shape. Refused where a setting asks for another shape, where
 * the weights were trained with other token or feature ids, and where a file is not what it was when it was made.
 */
export async function readDefaultPolicy(
  resources: string,
  shape: PolicyShape,
): Promise<Result<ReadonlyMap<string, Float32Array>>> {
  const manifestFile = join(resources, DEFAULT_POLICY.folder, DEFAULT_POLICY.manifest)
  const manifest = await readManifest(manifestFile)
  if (!manifest.ok) return manifest
  const difference = differenceOf(manifest.value.shape, shape, manifestFile)
  if (difference) return difference
  const file = join(resources, DEFAULT_POLICY.folder, DEFAULT_POLICY.weights)
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (error) {
    return refuseFile(error, file)
  }
  if (createHash('sha256').update(bytes).digest('hex') !== manifest.value.weightsSha256) {
    return refuse('policy/default', file, { reason: 'its checksum does not match: it was cut short or changed' })
  }
  const tensors = readSafetensors(bytes, file)
  if (!tensors.ok) return tensors
  const picked = pickWeights(shape, tensors.value, bytes.length, file)
  return picked.ok ? ok(new Map([...picked.value.weights].map(([name, { data }]) => [name, data]))) : picked
}

async function readManifest(file: string): Promise<Result<DefaultPolicyManifest>> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) return refuseFile(error, file)
    return refuse('policy/default', file, { reason: `no JSON: ${error.message}` })
  }
  const manifest = manifestSchema.safeParse(json)
  if (!manifest.success) {
    const [issue] = manifest.error.issues
    const place = issue?.path.join('.')
    return refuse('policy/default', place ? `${file}: ${place}` : file, { reason: issue?.message ?? 'not a manifest' })
  }
  const { tokensSha256, featuresSha256 } = smallVocabularyHashes()
  const changed = [
    manifest.data.tokensSha256 === tokensSha256 ? '' : 'tokens',
    manifest.data.featuresSha256 === featuresSha256 ? '' : 'features',
  ].filter(Boolean)
  if (changed.length > 0) {
    const reason = `it was trained with other ${changed.join(' and ')} than this version reads and writes`
    return refuse('policy/default', file, { reason })
  }
  return ok(manifest.data)
}

/** The settings that make a shape. */
const SETTINGS = ['dModel', 'heads', 'dFf', 'encoderLayers', 'decoderLayers'] as const

function differenceOf(
  made: PolicyShape,
  wanted: PolicyShape,
  file: string,
): { readonly ok: false; readonly error: Problem } | null {
  const setting = SETTINGS.find((name) => made[name] !== wanted[name])
  if (setting) {
    const reason = `the default weights are of a policy with ${made[setting]}, not ${wanted[setting]}`
    const mend = `Set ${setting} to ${made[setting]}, or initialWeights to random.`
    return err('config/invalid', formatCode('config/invalid', { field: setting, reason }), setting, mend)
  }
  const before = new Map<string, unknown>(Object.entries(made))
  for (const [name, value] of Object.entries(wanted)) {
    if (JSON.stringify(before.get(name)) !== JSON.stringify(value)) {
      return refuse('policy/default', file, { reason: `its ${name} is not that of this version` })
    }
  }
  return null
}
