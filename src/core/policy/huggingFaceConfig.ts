import { formatCode, helpOf } from '../errors/codes'
import { err, ok, type Result } from '../util/result'
import type { PolicyShape } from './policyPort'

/** What a checkpoint's config.json says that we need: the architecture, and the token that ends a sequence. */
export interface HuggingFaceConfig {
  readonly shape: PolicyShape
  readonly endToken: number
}

const LIMITS = {
  vocab_size: 2_000_000,
  d_model: 65_536,
  d_kv: 65_536,
  num_heads: 1024,
  d_ff: 1_000_000,
  num_layers: 256,
  num_decoder_layers: 256,
  relative_attention_num_buckets: 4096,
  relative_attention_max_distance: 1_000_000,
} as const

/** Values that are built into our graphs, with what transformers takes where the field is absent. */
const FIXED: readonly (readonly [field: string, value: unknown, absent: unknown])[] = [
  ['model_type', 't5', null],
  ['is_encoder_decoder', true, true],
  ['layer_norm_epsilon', 1e-6, 1e-6],
  ['pad_token_id', 0, 0],
  ['decoder_start_token_id', 0, 0],
]

/** Activations by `feed_forward_proj`: whether it is gated, and the functions that transformers may name for it. */
const ACTIVATIONS: ReadonlyMap<unknown, { readonly isGated: boolean; readonly names: readonly unknown[] }> = new Map([
  ['relu', { isGated: false, names: ['relu'] }],
  ['gated-gelu', { isGated: true, names: ['gelu_new'] }],
])

/** Reads the parsed config.json of a T5, CodeT5 or CodeT5+; what our graphs would compute otherwise is refused. */
export function readHuggingFaceConfig(json: unknown, where: string): Result<HuggingFaceConfig> {
  const refuse = (field: string, reason: string) => {
    const values = { field, reason }
    return err('policy/config', formatCode('policy/config', values), where, helpOf('policy/config', values))
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return refuse('config', 'no JSON object')
  const fields = new Map<string, unknown>(Object.entries(json))
  const given = (field: string, absent: unknown): unknown => fields.get(field) ?? absent

  for (const [field, value, absent] of FIXED) {
    const found = given(field, absent)
    if (found !== value) return refuse(field, `${show(found)}, only ${show(value)} is read`)
  }
  const absent = { num_decoder_layers: given('num_layers', null), ...RELATIVE_DEFAULTS }
  const sizes = new Map<string, number>()
  for (const [field, limit] of Object.entries(LIMITS)) {
    const value = given(field, Object.hasOwn(absent, field) ? absent[field as keyof typeof absent] : null)
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > limit) {
      return refuse(field, `${show(value)}, a whole number from 1 to ${limit} is needed`)
    }
    sizes.set(field, value)
  }
  const size = (field: keyof typeof LIMITS): number => sizes.get(field) ?? 0

  const projection = given('feed_forward_proj', 'relu')
  const activation = ACTIVATIONS.get(projection)
  if (!activation) return refuse('feed_forward_proj', `${show(projection)}, only "relu" and "gated-gelu" are read`)
  const name = given('dense_act_fn', activation.names[0])
  if (!activation.names.includes(name)) {
    return refuse('dense_act_fn', `${show(name)} with feed_forward_proj ${show(projection)}`)
  }
  if (given('is_gated_act', activation.isGated) !== activation.isGated) {
    return refuse('is_gated_act', `it contradicts feed_forward_proj ${show(projection)}`)
  }

  const isTied = given('tie_word_embeddings', true)
  if (typeof isTied !== 'boolean') return refuse('tie_word_embeddings', `${show(isTied)}, true or false is needed`)
  if (given('scale_decoder_outputs', isTied) !== isTied) {
    return refuse('scale_decoder_outputs', 'the output is scaled exactly when the embeddings are tied')
  }
  if (size('relative_attention_num_buckets') % 2 === 1) {
    return refuse('relative_attention_num_buckets', 'an even number is needed')
  }
  const endToken = given('eos_token_id', 1)
  if (typeof endToken !== 'number' || !Number.isSafeInteger(endToken) || endToken < 0) {
    return refuse('eos_token_id', `${show(endToken)}, one token id is needed`)
  }
  if (endToken >= size('vocab_size')) return refuse('eos_token_id', `${endToken} is outside the vocabulary`)
  return ok({
    endToken,
    shape: {
      vocabulary: size('vocab_size'),
      features: null,
      dModel: size('d_model'),
      dKv: size('d_kv'),
      heads: size('num_heads'),
      dFf: size('d_ff'),
      encoderLayers: size('num_layers'),
      decoderLayers: size('num_decoder_layers'),
      relativeBuckets: size('relative_attention_num_buckets'),
      relativeMaxDistance: size('relative_attention_max_distance'),
      gatedGelu: activation.isGated,
      tiedOutput: isTied,
    },
  })
}

const RELATIVE_DEFAULTS = { relative_attention_num_buckets: 32, relative_attention_max_distance: 128 }

function show(value: unknown): string {
  const text = value === null || value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value)
  return text.length > 60 ? `${text.slice(0, 60)}...` : text
}
