import type { ParameterTable } from './parameters'

/** How many parameters each part of a T5 has. */
export interface ParameterParts {
  /** the token table and, if any, the feature table */
  readonly embeddings: number
  readonly encoder: number
  readonly decoder: number
  /** 0 when the output shares the token table */
  readonly output: number
  readonly total: number
}

export function parameterParts(table: ParameterTable): ParameterParts {
  const parts = { embeddings: 0, encoder: 0, decoder: 0, output: 0 }
  for (const { name, size } of table.entries) parts[partOf(name)] += size
  return { ...parts, total: table.size }
}

function partOf(name: string): Exclude<keyof ParameterParts, 'total'> {
  if (name === 'shared.weight' || name === 'encoder.features.weight') return 'embeddings'
  if (name === 'lm_head.weight') return 'output'
  return name.startsWith('encoder.') ? 'encoder' : 'decoder'
}
