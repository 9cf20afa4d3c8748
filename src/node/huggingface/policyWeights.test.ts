import { describe, expect, it } from 'vitest'
import { initialWeights } from '../../core/onnx/t5/initialise'
import { parameterTable } from '../../core/onnx/t5/parameters'
import type { PolicyShape } from '../../core/policy/policyPort'
import { Rng } from '../../core/util/rng'
import { pickWeights } from './policyWeights'
import type { StoredTensor } from './storedTensor'

const SHAPE: PolicyShape = {
  vocabulary: 5,
  features: null,
  dModel: 4,
  dKv: 2,
  heads: 2,
  dFf: 6,
  encoderLayers: 1,
  decoderLayers: 1,
  relativeBuckets: 4,
  relativeMaxDistance: 8,
  gatedGelu: false,
  tiedOutput: true,
}
const ENOUGH = 1e6

const stored = (shape: readonly number[], data: Float32Array): StoredTensor => ({
  type: 'F32',
  shape,
  read: () => data,
})

function tensorsOf(shape: PolicyShape): Map<string, StoredTensor> {
  const flat = initialWeights(shape, Rng.fromSeed(3))
  const { entries } = parameterTable(shape)
  return new Map(
    entries.map((entry) => [entry.name, stored(entry.shape, flat.subarray(entry.offset, entry.offset + entry.size))]),
  )
}

const shared = (): StoredTensor => tensorsOf(SHAPE).get('shared.weight') as StoredTensor
const pick = (change: (tensors: Map<string, StoredTensor>) => void, shape = SHAPE) => {
  const tensors = tensorsOf(shape)
  change(tensors)
  return pickWeights(shape, tensors, ENOUGH, 'w')
}

it('gives every parameter in the order of the table', () => {
  const picked = pick(() => undefined)
  const { entries, size } = parameterTable(SHAPE)
  expect(picked).toMatchObject({ ok: true, value: { parameters: size, aliases: [] } })
  expect(picked.ok && [...picked.value.weights.keys()]).toEqual(entries.map(({ name }) => name))
})

it('takes aliases for the shared table, also instead of it', () => {
  const names = ['encoder.embed_tokens.weight', 'decoder.embed_tokens.weight', 'lm_head.weight']
  const all = pick((tensors) => names.forEach((name) => tensors.set(name, shared())))
  expect(all).toMatchObject({ ok: true, value: { aliases: names } })
  const instead = pick((tensors) => {
    tensors.set('decoder.embed_tokens.weight', shared())
    tensors.delete('shared.weight')
  })
  expect(instead.ok && instead.value.weights.get('shared.weight')?.data).toEqual(shared().read())
})

it('leaves out the bias that published checkpoints carry and nothing reads', () => {
  const name = 'decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight'
  expect(pick((tensors) => tensors.set(name, stored([4, 2], new Float32Array(8))))).toMatchObject({ ok: true })
})

describe('refuses', () => {
  const unread: StoredTensor = {
    type: 'F32',
    shape: [1 << 20, 1 << 20],
    read: () => {
      throw new Error('read before it was checked')
    },
  }
  it.each<[string, (tensors: Map<string, StoredTensor>) => unknown, string]>([
    [
      'a missing weight',
      (t) => t.delete('encoder.final_layer_norm.weight'),
      'encoder.final_layer_norm.weight is missing',
    ],
    ['a missing table', (t) => t.delete('shared.weight'), 'shared.weight is missing'],
    ['a surplus weight', (t) => t.set('extra.bias', unread), 'extra.bias belongs to no part'],
    ['a deeper model', (t) => t.set('encoder.block.1.layer.0.layer_norm.weight', unread), 'belongs to no part'],
    ['a shape', (t) => t.set('shared.weight', unread), 'shared.weight is [1048576, 1048576], not [5, 4]'],
    ['a shape turned', (t) => t.set('shared.weight', stored([4, 5], new Float32Array(20))), 'is [4, 5], not [5, 4]'],
    [
      'a value that is no number',
      (t) => t.set('shared.weight', stored([5, 4], new Float32Array(20).fill(NaN))),
      'no finite numbers',
    ],
    [
      'an alias of other values',
      (t) => t.set('lm_head.weight', stored([5, 4], new Float32Array(20))),
      'lm_head.weight differs',
    ],
    ['an alias of another shape', (t) => t.set('lm_head.weight', unread), 'lm_head.weight is [1048576'],
  ])('%s', (_, change, message) => {
    const picked = pick(change)
    expect(picked).toMatchObject({ ok: false, error: { code: 'policy/weight', where: 'w' } })
    expect(!picked.ok && picked.error.message).toContain(message)
  })

  it('an untied model without its output', () => {
    const untied = { ...SHAPE, tiedOutput: false }
    const picked = pick((tensors) => tensors.delete('lm_head.weight'), untied)
    expect(!picked.ok && picked.error.message).toContain('lm_head.weight is missing')
  })

  it('an architecture larger than the file, before any value is read', () => {
    const picked = pickWeights({ ...SHAPE, dFf: 900_000, encoderLayers: 250 }, new Map(), 5000, 'w')
    expect(!picked.ok && picked.error.message).toMatch(/asks for \d+ parameters, more than 5000 bytes can hold/)
  })
})
