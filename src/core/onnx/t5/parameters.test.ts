import { describe, expect, it } from 'vitest'
import { Rng } from '../../util/rng'
import { initialWeights } from './initialise'
import { parameterTable, weightViews } from './parameters'
import type { T5Shape } from './shape'

const shape: T5Shape = {
  vocabulary: 30,
  features: { count: 50, width: 12 },
  dModel: 16,
  dKv: 8,
  heads: 2,
  dFf: 32,
  encoderLayers: 2,
  decoderLayers: 3,
  relativeBuckets: 32,
  relativeMaxDistance: 128,
  gatedGelu: true,
  tiedOutput: false,
}

describe('the flat parameter vector', () => {
  const table = parameterTable(shape)

  it('is covered by parameters, and by weight views, once and in order', () => {
    for (const pieces of [table.entries, weightViews(table)]) {
      let end = 0
      for (const { offset, size, shape: dims } of pieces) {
        expect(offset).toBe(end)
        expect(size).toBe(dims.reduce((a, b) => a * b, 1))
        end += size
      }
      expect(end).toBe(table.size)
    }
  })

  it('joins query, key and value of self-attention, key and value of cross-attention', () => {
    const views = new Map(weightViews(table).map((view) => [view.name, view.shape]))
    expect(views.get('encoder.block.1.layer.0.SelfAttention.qkv.weight')).toEqual([48, 16])
    expect(views.get('decoder.block.2.layer.1.EncDecAttention.q.weight')).toEqual([16, 16])
    expect(views.get('decoder.block.2.layer.1.EncDecAttention.kv.weight')).toEqual([32, 16])
    expect(views.get('decoder.block.0.layer.2.DenseReluDense.wi_1.weight')).toEqual([32, 16])
  })

  it('has each name once, the position bias in first blocks only', () => {
    const names = table.entries.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => name.includes('relative_attention_bias'))).toEqual([
      'encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight',
      'decoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight',
    ])
    expect(names).toContain('encoder.features.weight')
    expect(names.at(-1)).toBe('lm_head.weight')
  })

  it('starts from the seed alone, with norms at one', () => {
    const weights = initialWeights(shape, Rng.fromSeed(3))
    expect(initialWeights(shape, Rng.fromSeed(3))).toEqual(weights)
    expect(initialWeights(shape, Rng.fromSeed(4))).not.toEqual(weights)
    for (const { name, offset, size } of table.entries) {
      const piece = weights.subarray(offset, offset + size)
      if (name.endsWith('layer_norm.weight')) expect(piece.every((w) => w === 1)).toBe(true)
      else expect(piece.some((w) => w !== 0)).toBe(true)
    }
  })
})
