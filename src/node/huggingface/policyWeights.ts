import { parameterTable } from '../../core/onnx/t5/parameters'
import type { PolicyShape } from '../../core/policy/policyPort'
import type { Result } from '../../core/util/result'
import { Refusal, refusable } from './refusal'
import type { NamedTensor, StoredTensor } from './storedTensor'

export interface PolicyWeights {
  /** every parameter of the architecture by Hugging Face name, in the table's order */
  readonly weights: ReadonlyMap<string, NamedTensor>
  readonly parameters: number
  /** further names for the shared table that the file has */
  readonly aliases: readonly string[]
}

const SHARED = 'shared.weight'
const LEAST_BYTES = 2

/**
 * The published T5 checkpoints carry this bias, which no T5 computes with: cross-attention has no relative positions.
 * transformers leaves it out as well.
 */
const UNUSED = 'decoder.block.0.layer.1.EncDecAttention.relative_attention_bias.weight'

/**
 * Picks an architecture's parameters out of a file's tensors: each there, of the right shape and finite, and nothing
 * else. Names and shapes are checked before any value is read; `fileBytes` bounds what a made-up config may ask for.
 */
export function pickWeights(
  shape: PolicyShape,
  tensors: ReadonlyMap<string, StoredTensor>,
  fileBytes: number,
  where: string,
): Result<PolicyWeights> {
  return refusable(where, () => {
    const table = parameterTable(shape)
    if (table.size * LEAST_BYTES > fileBytes) {
      throw wrong(`config.json asks for ${table.size} parameters, more than ${fileBytes} bytes can hold`)
    }
    const aliasNames = ['encoder.embed_tokens.weight', 'decoder.embed_tokens.weight']
    if (shape.tiedOutput) aliasNames.push('lm_head.weight')
    const aliases = aliasNames.filter((name) => tensors.has(name))
    const found = new Map(tensors)
    const [firstAlias] = aliases
    const shared = tensors.get(SHARED) ?? (firstAlias === undefined ? undefined : tensors.get(firstAlias))
    if (shared) found.set(SHARED, shared)

    const wanted = new Set(table.entries.map(({ name }) => name))
    const missing = table.entries.filter(({ name }) => !found.has(name)).map(({ name }) => name)
    if (missing.length > 0) throw wrong(`the weight ${list(missing)} is missing`)
    const known = new Set([...wanted, ...aliases, UNUSED])
    const surplus = [...tensors.keys()].filter((name) => !known.has(name))
    if (surplus.length > 0) throw wrong(`the weight ${list(surplus)} belongs to no part of this architecture`)
    const compared = [...table.entries, ...aliases.map((name) => ({ name, shape: shared?.shape ?? [] }))]
    const misshapen = compared.flatMap(({ name, shape: dims }) => {
      const own = found.get(name)?.shape ?? []
      return own.join() === dims.join() ? [] : [`${name} is [${own.join(', ')}], not [${dims.join(', ')}]`]
    })
    if (misshapen.length > 0) throw wrong(`the weight ${list(misshapen)}`)

    const weights = new Map<string, NamedTensor>()
    for (const { name, shape: dims } of table.entries) {
      const data = found.get(name)?.read() ?? new Float32Array()
      if (!data.every(Number.isFinite)) throw wrong(`the weight ${name} has values that are no finite numbers`)
      weights.set(name, { shape: dims, data })
    }
    const table0 = weights.get(SHARED)?.data ?? new Float32Array()
    for (const name of aliases) {
      const values = tensors.get(name)?.read()
      if (!values?.every((value, i) => value === table0[i])) {
        throw wrong(`the weight ${name} differs from ${SHARED}, to which config.json ties it`)
      }
    }
    return { weights, parameters: table.size, aliases }
  })
}

const list = ([first = '', ...rest]: readonly string[]): string =>
  rest.length === 0 ? first : `${first} (and ${rest.length} more)`

const wrong = (reason: string): Refusal => new Refusal('policy/weight', { reason })
