import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readHuggingFaceConfig, type HuggingFaceConfig } from '../../core/policy/huggingFaceConfig'
import { ok, type Problem, type Result } from '../../core/util/result'
import { refuse, refuseFile } from '../data/problems'
import type { PolicyWeights } from '../huggingface/policyWeights'
import { readSafetensorsWhole } from '../huggingface/safetensors'
import type { NamedTensor } from '../huggingface/storedTensor'
import { readWeightsFile } from '../huggingface/weightsFile'

const ids = z.array(z.array(z.number().int()))

const caseSchema = z.object({
  input_ids: ids,
  attention_mask: ids,
  /** -100: ignored */
  labels: ids,
  loss: z.number().positive(),
  losses_3_steps: z.array(z.number().positive()),
  /** log-probability of each label; of token 0 where it is ignored */
  token_logp: z.array(z.array(z.number())).optional(),
  adamw: z.object({ lr: z.number(), weight_decay: z.number() }),
  greedy_max24_eos: ids,
  greedy_40_no_eos: ids,
})

const bucketsSchema = z
  .object({ range: z.tuple([z.number().int(), z.number().int()]) })
  .catchall(z.union([z.string(), z.array(z.number().int())]))

const textsSchema = z.array(
  z.object({
    text: z.string(),
    ids: z.array(z.number().int()),
    ids_no_special: z.array(z.number().int()),
    decoded: z.string(),
  }),
)

/** What PyTorch computed with one small model. */
export interface RecordedModel extends HuggingFaceConfig {
  readonly name: string
  readonly folder: string
  readonly case: z.infer<typeof caseSchema>
  readonly weights: PolicyWeights
  readonly gradients: ReadonlyMap<string, NamedTensor>
  readonly weightsAfter3: ReadonlyMap<string, NamedTensor>
  /** `m.*` and `v.*` */
  readonly momentsAfter3: ReadonlyMap<string, NamedTensor> | null
  /** `enc_out` [B, S, D], `logits` [B, T, V] */
  readonly outputs: ReadonlyMap<string, NamedTensor> | null
  /** further weights files of the same values */
  readonly otherFormats: readonly string[]
}

export interface ParityRecord {
  readonly models: readonly RecordedModel[]
  readonly buckets: z.infer<typeof bucketsSchema> | null
  readonly texts: z.infer<typeof textsSchema> | null
  /** names of all files of the folder; a tokenizer's are among them */
  readonly files: readonly string[]
}

const OTHER_FORMATS = ['pytorch_model.bin', 'pytorch_model.fp16.bin']

/** Thrown inside, the Result's error outside. */
class Unreadable extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message)
  }
}

/** Everything recorded in a folder, read before any of it is compared. */
export async function readParityRecord(directory: string): Promise<Result<ParityRecord>> {
  try {
    const models: RecordedModel[] = []
    const names = await listFolder(directory)
    for (const name of names.toSorted()) {
      if (await isModel(join(directory, name))) models.push(await readModel(directory, name))
    }
    if (models.length === 0) return refuse('parity/record', directory, { reason: 'no folder in it has a case.json' })
    const optional = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> =>
      names.includes(name) ? readJson(join(directory, name), schema) : null
    const buckets = await optional('relative_buckets.json', bucketsSchema)
    const texts = await optional('tokenizer_cases.json', textsSchema)
    return ok({ models, buckets, texts, files: names })
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, error: error.problem }
    throw error
  }
}

async function readModel(directory: string, name: string): Promise<RecordedModel> {
  const folder = join(directory, name)
  const names = await listFolder(folder)
  const config = valueOf(readHuggingFaceConfig(await readJson(join(folder, 'config.json'), z.unknown()), folder))
  const tensors = async (file: string): Promise<Map<string, NamedTensor>> => {
    const path = join(folder, file)
    return valueOf(readSafetensorsWhole(await readBytes(path), path))
  }
  const recorded = await readJson(join(folder, 'case.json'), caseSchema)
  const fault = faultOf(recorded, config.shape.vocabulary)
  if (fault) throw new Unreadable(refuse('parity/record', join(folder, 'case.json'), { reason: fault }).error)
  return {
    ...config,
    name,
    folder,
    case: recorded,
    weights: valueOf(await readWeightsFile(config.shape, join(folder, 'model.safetensors'))),
    gradients: await tensors('grads.safetensors'),
    weightsAfter3: await tensors('weights_step3.safetensors'),
    momentsAfter3: names.includes('moments_step3.safetensors') ? await tensors('moments_step3.safetensors') : null,
    outputs: names.includes('outputs.safetensors') ? await tensors('outputs.safetensors') : null,
    otherFormats: OTHER_FORMATS.filter((file) => names.includes(file)),
  }
}

/** What keeps a recorded batch from being fed to a policy of that vocabulary. */
function faultOf(recorded: z.infer<typeof caseSchema>, vocabulary: number): string | null {
  const { input_ids: inputs, attention_mask: masks, labels } = recorded
  const isTable = (rows: readonly (readonly number[])[], like: readonly (readonly number[])[]): boolean =>
    rows.length === inputs.length && rows.every((row) => row.length > 0 && row.length === like[0]?.length)
  if (!isTable(inputs, inputs) || !isTable(masks, inputs))
    return 'input_ids and attention_mask are no tables of one size'
  if (!isTable(labels, labels)) return 'labels are no table with a row for each input'
  if (masks.some((row) => row[0] !== 1) || labels.some((row) => row.every((id) => id < 0))) return 'an example is empty'
  const isToken = (id: number): boolean => id >= 0 && id < vocabulary
  if (!inputs.flat().every(isToken)) return 'input_ids has an id outside the vocabulary'
  return labels.flat().every((id) => id === -100 || isToken(id)) ? null : 'labels has an id outside the vocabulary'
}

async function isModel(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).includes('case.json')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return false
    throw new Unreadable(refuseFile(error, folder).error)
  }
}

async function listFolder(folder: string): Promise<string[]> {
  return await readdir(folder).catch((error: unknown) => {
    throw new Unreadable(refuseFile(error, folder).error)
  })
}

async function readBytes(path: string): Promise<Uint8Array> {
  return await readFile(path).catch((error: unknown) => {
    throw new Unreadable(refuseFile(error, path).error)
  })
}

async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(await readBytes(path)))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new Unreadable(refuse('parity/record', path, { reason: `no JSON: ${error.message}` }).error)
  }
  const read = schema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const reason = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'malformed'}`
  throw new Unreadable(refuse('parity/record', path, { reason }).error)
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new Unreadable(result.error)
}
