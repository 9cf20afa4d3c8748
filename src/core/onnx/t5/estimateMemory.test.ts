import { describe, expect, it } from 'vitest'
import { estimateMemory, microBatchOf } from './estimateMemory'
import { parameterParts } from './parameterParts'
import { parameterTable } from './parameters'
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
  gatedGelu: false,
  tiedOutput: false,
}

describe('parameterParts', () => {
  it('counts each parameter in one part', () => {
    const parts = parameterParts(parameterTable(shape))
    expect(parts.embeddings).toBe((30 + 50) * 16)
    expect(parts.output).toBe(30 * 16)
    const attention = 4 * 16 * 16 + 16
    const feedForward = 2 * 16 * 32 + 16
    expect(parts.encoder).toBe(2 * (attention + feedForward) + 32 * 2 + 16)
    expect(parts.decoder).toBe(3 * (2 * attention + feedForward) + 32 * 2 + 16)
    expect(parts.total).toBe(parts.embeddings + parts.encoder + parts.decoder + parts.output)
  })

  it('has no output of its own when it is tied', () => {
    expect(parameterParts(parameterTable({ ...shape, tiedOutput: true })).output).toBe(0)
  })
})

describe('estimateMemory', () => {
  const batch = { rows: 4, positions: 24, targets: 8 }

  it('is four float32 vectors of all parameters, and activations', () => {
    const { weights, gradients, moments, activations, total } = estimateMemory(shape, batch)
    expect(weights).toBe(4 * parameterTable(shape).size)
    expect([gradients, moments]).toEqual([weights, 2 * weights])
    expect(total).toBe(weights + gradients + moments + activations)
  })

  it('grows with the rows evenly, with the positions faster: attention looks at each from each', () => {
    const one = estimateMemory(shape, { ...batch, rows: 1 }).activations
    expect(estimateMemory(shape, batch).activations).toBe(4 * one)
    const long = estimateMemory(shape, { ...batch, positions: 240 }).activations
    const longer = estimateMemory(shape, { ...batch, positions: 2400 }).activations
    expect(longer).toBeGreaterThan(20 * long)
  })

  it('cuts micro-batches to the limit, never to nothing', () => {
    expect(microBatchOf(256, 48, 2048)).toEqual({ rows: 6, positions: 256, targets: 48 })
    expect(microBatchOf(256, 512, 100)).toEqual({ rows: 1, positions: 256, targets: 512 })
  })
})
