import { InternalError } from '../../util/internalError'
import type { T5Shape } from './shape'

/** One parameter: a piece of the flat vector that holds them all. */
export interface Parameter {
  /** Hugging Face's name */
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

export interface ParameterTable {
  readonly entries: readonly Parameter[]
  readonly size: number
}

/**
 * A weight as a graph reads it: one parameter, or neighbours that share their columns and so form one matrix (query,
 * key and value of self-attention; key and value of cross-attention), which makes one large product of several.
 */
export interface WeightView {
  readonly name: string
  readonly shape: readonly number[]
  readonly offset: number
  readonly size: number
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

/**
 * All parameters in their order within the flat vector: the shared table, the feature table if any, the encoder's
 * blocks and final norm, the decoder's, an untied output.
 */
export function parameterTable(shape: T5Shape): ParameterTable {
  const { dModel, dFf, heads, dKv, relativeBuckets } = shape
  const inner = heads * dKv
  const list: [string, number[]][] = [['shared.weight', [shape.vocabulary, dModel]]]
  if (shape.features) list.push(['encoder.features.weight', [shape.features.count, dModel]])
  const attention = (layer: string, kind: 'SelfAttention' | 'EncDecAttention', hasBias: boolean): void => {
    for (const part of ['q', 'k', 'v']) list.push([`${layer}.${kind}.${part}.weight`, [inner, dModel]])
    list.push([`${layer}.${kind}.o.weight`, [dModel, inner]])
    if (hasBias) list.push([`${layer}.${kind}.relative_attention_bias.weight`, [relativeBuckets, heads]])
    list.push([`${layer}.layer_norm.weight`, [dModel]])
  }
  const feedForward = (layer: string): void => {
    const inputs = shape.gatedGelu ? ['wi_0', 'wi_1'] : ['wi']
    for (const part of inputs) list.push([`${layer}.DenseReluDense.${part}.weight`, [dFf, dModel]])
    list.push([`${layer}.DenseReluDense.wo.weight`, [dModel, dFf]])
    list.push([`${layer}.layer_norm.weight`, [dModel]])
  }
  for (let i = 0; i < shape.encoderLayers; i++) {
    attention(`encoder.block.${i}.layer.0`, 'SelfAttention', i === 0)
    feedForward(`encoder.block.${i}.layer.1`)
  }
  list.push(['encoder.final_layer_norm.weight', [dModel]])
  for (let i = 0; i < shape.decoderLayers; i++) {
    attention(`decoder.block.${i}.layer.0`, 'SelfAttention', i === 0)
    attention(`decoder.block.${i}.layer.1`, 'EncDecAttention', false)
    feedForward(`decoder.block.${i}.layer.2`)
  }
  list.push(['decoder.final_layer_norm.weight', [dModel]])
  if (!shape.tiedOutput) list.push(['lm_head.weight', [shape.vocabulary, dModel]])

  let offset = 0
  const entries = list.map(([name, dims]): Parameter => {
    const entry = { name, shape: dims, offset, size: product(dims) }
    offset += entry.size
    return entry
  })
  return { entries, size: offset }
}

/** The weights as graphs read them, in the table's order; together they cover it exactly once. */
export function weightViews(table: ParameterTable): WeightView[] {
  const views: WeightView[] = []
  for (const entry of table.entries) {
    const group = groupOf(entry.name)
    const last = views.at(-1)
    if (group === null || last?.name !== group) {
      views.push({ name: group ?? entry.name, shape: entry.shape, offset: entry.offset, size: entry.size })
      continue
    }
    const [rows, columns] = last.shape
    const [more, same] = entry.shape
    if (rows === undefined || more === undefined || columns === undefined || columns !== same) {
      throw new InternalError(`${entry.name} does not join ${group}`)
    }
    views[views.length - 1] = { ...last, shape: [rows + more, columns], size: last.size + entry.size }
  }
  return views
}

function groupOf(name: string): string | null {
  const match = /^(.*\.)(SelfAttention\.[qkv]|EncDecAttention\.[kv])\.weight$/.exec(name)
  if (!match) return null
  const [, layer = '', part = ''] = match
  return part.startsWith('Self') ? `${layer}SelfAttention.qkv.weight` : `${layer}EncDecAttention.kv.weight`
}
