import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { initialWeights } from '../../../core/onnx/t5/initialise'
import { parameterTable } from '../../../core/onnx/t5/parameters'
import { readHuggingFaceConfig } from '../../../core/policy/huggingFaceConfig'
import { Rng } from '../../../core/util/rng'
import { namedTensors } from '../policyFolder'
import { safetensorsParts } from '../safetensors'

export const SMALL_CONFIG = {
  model_type: 't5',
  vocab_size: 300,
  d_model: 8,
  d_kv: 4,
  num_heads: 2,
  d_ff: 16,
  num_layers: 1,
  num_decoder_layers: 2,
  relative_attention_num_buckets: 4,
  eos_token_id: 2,
  torch_dtype: 'float16',
}

/** A whole byte-level vocabulary of our own: 4 special tokens, 256 bytes, three merges. */
export function smallVocabulary(): Record<string, number> {
  const isPrintable = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad)
  let next = 0x100
  const letters = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintable(byte) ? byte : next++))
  const tokens = ['<s>', '</s>', '<pad>', '<mask>', ...letters, 'ab', 'Ġab', 'abc']
  return Object.fromEntries(tokens.map((token, id) => [token, id]))
}
export const SMALL_MERGES = ['a b', 'Ġ ab', 'ab c']

/** A checkpoint folder with random weights, as CodeT5's are laid out. */
export async function writeCheckpoint(
  folder: string,
  { seed = 1, config = {} }: { seed?: number; config?: object } = {},
) {
  const json = { ...SMALL_CONFIG, ...config }
  const read = readHuggingFaceConfig(json, folder)
  if (!read.ok) throw new Error(read.error.message)
  const { shape } = read.value
  const flat = initialWeights(shape, Rng.fromSeed(seed))
  const weights = new Map(
    parameterTable(shape).entries.map(({ name, offset, size }) => [name, flat.subarray(offset, offset + size)]),
  )
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'config.json'), JSON.stringify(json))
  await writeFile(join(folder, 'model.safetensors'), Buffer.concat(safetensorsParts(namedTensors(shape, weights))))
  await writeFile(join(folder, 'vocab.json'), JSON.stringify(smallVocabulary()))
  await writeFile(join(folder, 'merges.txt'), SMALL_MERGES.join('\n'))
  return { shape, weights, parameters: flat.length }
}
