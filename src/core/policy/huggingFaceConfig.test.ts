import { describe, expect, it } from 'vitest'
import { readHuggingFaceConfig } from './huggingFaceConfig'

/** CodeT5-small's, as published */
const CODET5 = {
  architectures: ['T5ForConditionalGeneration'],
  bos_token_id: 1,
  d_ff: 2048,
  d_kv: 64,
  d_model: 512,
  decoder_start_token_id: 0,
  eos_token_id: 2,
  feed_forward_proj: 'relu',
  is_encoder_decoder: true,
  layer_norm_epsilon: 1e-6,
  model_type: 't5',
  num_decoder_layers: 6,
  num_heads: 8,
  num_layers: 6,
  pad_token_id: 0,
  relative_attention_num_buckets: 32,
  vocab_size: 32_100,
}

it("reads CodeT5's, with what transformers takes for absent fields", () => {
  expect(readHuggingFaceConfig(CODET5, 'c')).toEqual({
    ok: true,
    value: {
      endToken: 2,
      shape: {
        vocabulary: 32_100,
        features: null,
        dModel: 512,
        dKv: 64,
        heads: 8,
        dFf: 2048,
        encoderLayers: 6,
        decoderLayers: 6,
        relativeBuckets: 32,
        relativeMaxDistance: 128,
        gatedGelu: false,
        tiedOutput: true,
      },
    },
  })
})

it('reads a gated, untied one; the decoder is as deep as the encoder unless told', () => {
  const { num_decoder_layers: _, eos_token_id: __, ...rest } = CODET5
  const read = readHuggingFaceConfig(
    {
      ...rest,
      num_layers: 3,
      feed_forward_proj: 'gated-gelu',
      dense_act_fn: 'gelu_new',
      is_gated_act: true,
      tie_word_embeddings: false,
    },
    'c',
  )
  expect(read).toMatchObject({
    value: { endToken: 1, shape: { encoderLayers: 3, decoderLayers: 3, gatedGelu: true, tiedOutput: false } },
  })
})

describe('refuses what our graphs would compute otherwise', () => {
  it.each<[string, object, string]>([
    ['another model', { model_type: 'codet5p' }, 'model_type: "codet5p", only "t5" is read'],
    ['no model', { model_type: undefined }, 'model_type: missing'],
    [
      'gated silu',
      { feed_forward_proj: 'gated-silu' },
      'feed_forward_proj: "gated-silu", only "relu" and "gated-gelu"',
    ],
    ['a name of every object', { feed_forward_proj: 'constructor' }, 'feed_forward_proj'],
    ['exact gelu', { feed_forward_proj: 'gated-gelu', dense_act_fn: 'gelu' }, 'dense_act_fn: "gelu"'],
    ['a contradiction', { is_gated_act: true }, 'is_gated_act'],
    ['another epsilon', { layer_norm_epsilon: 1e-5 }, 'layer_norm_epsilon: 0.00001'],
    ['another start token', { decoder_start_token_id: 1 }, 'decoder_start_token_id: 1, only 0 is read'],
    ['an output scaled otherwise', { scale_decoder_outputs: false }, 'scale_decoder_outputs'],
    ['a size missing', { d_model: undefined }, 'd_model: missing'],
    ['a size that is a text', { d_ff: '2048' }, 'd_ff: "2048", a whole number'],
    ['a size beyond sense', { num_layers: 1e9 }, 'num_layers: 1000000000'],
    ['no head', { num_heads: 0 }, 'num_heads: 0'],
    ['odd buckets', { relative_attention_num_buckets: 31 }, 'relative_attention_num_buckets'],
    ['several end tokens', { eos_token_id: [1, 2] }, 'eos_token_id: [1,2]'],
    ['an end token outside', { eos_token_id: 32_100 }, 'eos_token_id: 32100 is outside'],
    ['tied perhaps', { tie_word_embeddings: 'yes' }, 'tie_word_embeddings: "yes"'],
  ])('%s', (_, change, message) => {
    const read = readHuggingFaceConfig({ ...CODET5, ...change }, 'folder/config.json')
    expect(read).toMatchObject({ ok: false, error: { code: 'policy/config', where: 'folder/config.json' } })
    expect(!read.ok && read.error.message).toContain(message)
  })

  it.each([null, 3, 'x', []])('%j', (json) => {
    expect(readHuggingFaceConfig(json, 'c')).toMatchObject({ ok: false, error: { code: 'policy/config' } })
  })
})
