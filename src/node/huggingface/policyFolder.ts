import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { formatCode } from '../../core/errors/codes'
import { parameterTable } from '../../core/onnx/t5/parameters'
import { readHuggingFaceConfig, type HuggingFaceConfig } from '../../core/policy/huggingFaceConfig'
import type { PolicyShape } from '../../core/policy/policyPort'
import type { PolicyTokenizer } from '../../core/policy/policyTokenizer'
import { ok, type Result } from '../../core/util/result'
import { refuse, refuseFile } from '../data/problems'
import type { PolicyWeights } from './policyWeights'
import { safetensorsParts } from './safetensors'
import type { NamedTensor } from './storedTensor'
import { readTokenizer, TOKENIZER_FILES } from './tokenizerFiles'
import { readWeightsFile, weightsFileOf } from './weightsFile'

/** A checkpoint folder as Hugging Face lays it out, read and checked whole. */
export interface PolicyFolder extends HuggingFaceConfig {
  /** config.json as it was */
  readonly config: object
  readonly weights: PolicyWeights
  readonly weightsFile: string
  /** null where the folder has none: the policy then reads and writes ids only */
  readonly tokenizer: PolicyTokenizer | null
  /** its files as they were, by name */
  readonly tokenizerFiles: ReadonlyMap<string, Uint8Array>
}

const CONFIG = 'config.json'
const WEIGHTS = 'model.safetensors'
const MAX_CONFIG_BYTES = 1 << 20

export async function readPolicyFolder(folder: string): Promise<Result<PolicyFolder>> {
  try {
    const described = await readPolicyDescription(folder)
    if (!described.ok) return described
    const { shape, tokenizer } = described.value
    const names = await readdir(folder)
    const weightsFile = weightsFileOf(names, folder)
    if (!weightsFile.ok) return weightsFile
    const tokenizerFiles = new Map<string, Uint8Array>()
    const kept = tokenizer ? TOKENIZER_FILES.filter((name) => names.includes(name)) : []
    for (const name of kept) tokenizerFiles.set(name, await readFile(join(folder, name)))
    const weights = await readWeightsFile(shape, join(folder, weightsFile.value))
    if (!weights.ok) return weights
    return ok({ ...described.value, weights: weights.value, weightsFile: weightsFile.value, tokenizerFiles })
  } catch (error) {
    return refuseFile(error, folder)
  }
}

/** A checkpoint folder without its weights: config.json and the tokenizer, which fit each other. */
export async function readPolicyDescription(
  folder: string,
): Promise<Result<Pick<PolicyFolder, 'shape' | 'endToken' | 'config' | 'tokenizer'>>> {
  try {
    const names = await readdir(folder)
    if (!names.includes(CONFIG)) return refuse('policy/no-config', folder)
    const config = await readConfig(folder)
    if (!config.ok) return config
    const tokenizer = await readTokenizer(folder, names)
    if (!tokenizer.ok) return tokenizer
    const { shape } = config.value
    const last = tokenizer.value?.vocabulary.at(-1)
    if (last && last[1] >= shape.vocabulary) {
      const reason = `the token ${last[0]} has the id ${last[1]}, config.json has a vocabulary of ${shape.vocabulary}`
      return refuse('policy/tokenizer', folder, { reason })
    }
    return ok({ ...config.value, tokenizer: tokenizer.value })
  } catch (error) {
    return refuseFile(error, folder)
  }
}

/** The weights of a folder that writePolicyFolder wrote, if their file still has this SHA-256; else throws an Error. */
export async function readKeptWeights(
  folder: string,
  shape: PolicyShape,
  weightsSha256: string,
): Promise<Map<string, Float32Array>> {
  const file = join(folder, WEIGHTS)
  if ((await hashFile(file)) !== weightsSha256) {
    throw new Error(formatCode('policy/broken', { reason: `${file}: its checksum does not match` }))
  }
  const read = await readWeightsFile(shape, file)
  if (!read.ok) throw new Error(`${read.error.where ?? file}: ${read.error.message}`)
  return new Map([...read.value.weights].map(([name, { data }]) => [name, data]))
}

export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

async function readConfig(folder: string): Promise<Result<HuggingFaceConfig & { readonly config: object }>> {
  const path = join(folder, CONFIG)
  let json: unknown
  try {
    const bytes = await readFile(path)
    if (bytes.length > MAX_CONFIG_BYTES) {
      return refuse('policy/config', path, { field: 'config', reason: `a file of ${bytes.length} bytes` })
    }
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch (error) {
    if (!(error instanceof SyntaxError)) return refuseFile(error, path)
    return refuse('policy/config', path, { field: 'config', reason: `no JSON: ${error.message}` })
  }
  const read = readHuggingFaceConfig(json, path)
  return read.ok ? ok({ ...read.value, config: Object(json) as object }) : read
}

/**
 * Writes a folder that transformers opens: config.json, model.safetensors in float32, the tokenizer's files. Gives the
 * weights file's SHA-256.
 */
export async function writePolicyFolder(
  folder: string,
  { config, weights, tokenizerFiles }: Pick<PolicyFolder, 'config' | 'weights' | 'tokenizerFiles'>,
): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, CONFIG), `${JSON.stringify(asFloat32(config), null, 2)}\n`)
  for (const [name, bytes] of tokenizerFiles) await writeFile(join(folder, name), bytes)
  return await writeParts(join(folder, WEIGHTS), safetensorsParts(weights.weights))
}

/** transformers loads weights in the type that config.json names; ours are float32. */
function asFloat32(config: object): object {
  const types = Object.keys(config).filter((field) => field === 'torch_dtype' || field === 'dtype')
  return { ...config, ...Object.fromEntries(types.map((field) => [field, 'float32'])) }
}

async function writeParts(path: string, parts: readonly Uint8Array[]): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    for (const part of parts) {
      hash.update(part)
      await file.writeFile(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return hash.digest('hex')
}

/** A policy's weights by Hugging Face name, as OrtPolicy.weights gives them, with their shapes: ready to be written. */
export function namedTensors(
  shape: PolicyShape,
  weights: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, NamedTensor> {
  return new Map(
    parameterTable(shape).entries.map(({ name, shape: dims }) => [
      name,
      { shape: dims, data: weights.get(name) ?? new Float32Array() },
    ]),
  )
}

/** SHA-256 of a vocabulary: each token with its id as a line of JSON, in the order of ids. */
export function vocabularyHash({ vocabulary }: Pick<PolicyTokenizer, 'vocabulary'>): string {
  const hash = createHash('sha256')
  for (const entry of vocabulary) hash.update(`${JSON.stringify(entry)}\n`)
  return hash.digest('hex')
}
