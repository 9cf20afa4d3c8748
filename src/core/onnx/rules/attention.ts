import { InternalError } from '../../util/internalError'
import { dimAt, type GraphBuilder, type Value } from '../graphBuilder'
import type { Dim } from '../onnxModel'
import type { AttentionSaved, Rule } from '../rule'

/** packed [B*S, P*H*E] -> P tensors [B, H, S, E] */
export function splitHeads(
  g: GraphBuilder,
  packed: Value,
  dims: { parts: number; batch: Dim; length: Dim; heads: number; dKv: number },
): Value[] {
  const { parts, batch, length, heads, dKv } = dims
  if (parts === 1) return [g.transpose(g.reshape(packed, [batch, length, heads, dKv]), [0, 2, 1, 3])]
  const five = g.reshape(packed, [batch, length, parts, heads, dKv])
  return g.split(g.transpose(five, [2, 0, 3, 1, 4]), 0, parts).map((part) => g.squeeze(part, 0))
}

const FROM_HEADS = [0, 2, 1, 3] // [B, H, S, E] -> [B, S, H, E]
const FROM_TRANSPOSED_HEADS = [0, 3, 1, 2] // [B, H, E, S] -> [B, S, H, E]

function mergeHeads(g: GraphBuilder, part: Value, perm: readonly number[], rows: Dim, width: number): Value {
  return g.reshape(g.transpose(part, perm), [rows, width])
}

function attend(g: GraphBuilder, q: Value, k: Value, v: Value, offset: Value): AttentionSaved {
  const scores = g.matMul(q, g.transpose(k, [0, 1, 3, 2])) // [B, H, T, S]
  const probabilities = g.softmax(g.add(scores, offset))
  return { q, k, v, probabilities, context: g.matMul(probabilities, v) }
}

/** Gradients of q, k, v and of the scores, given that of the context (all [B, H, ., .]). */
function attendBackward(g: GraphBuilder, saved: AttentionSaved, dContext: Value) {
  const { q, k, v, probabilities, context } = saved
  const dProbabilities = g.matMul(dContext, g.transpose(v, [0, 1, 3, 2])) // [B, H, T, S]
  // rowsum(dP * P) equals rowsum(dO * O), which is E wide instead of S
  const row = g.reduceSum(g.mul(dContext, context), [3], true) // [B, H, T, 1]
  const dScores = g.mul(probabilities, g.sub(dProbabilities, row)) // [B, H, T, S]
  return {
    dScores,
    dq: g.matMul(dScores, k),
    // Q^T dS instead of dS^T Q: nothing S x S is transposed, and a transposed left operand is slow in small products
    dkTransposed: g.matMul(g.transpose(q, [0, 1, 3, 2]), dScores), // [B, H, E, S]
    dvTransposed: g.matMul(g.transpose(dContext, [0, 1, 3, 2]), probabilities),
  }
}

/** [B, H, Q, S] -> [1, H, Q, S], as a product with ones: faster than a reduction over the outermost axis. */
function sumOverBatch(g: GraphBuilder, value: Value): Value {
  const [batch, heads, queries, keys] = value.shape
  if (batch === undefined || heads === undefined || queries === undefined || keys === undefined) {
    throw new InternalError('scores have four axes')
  }
  const ones = g.expand(g.scalar(1), [1, batch])
  const rest = `${heads}*${queries}*${keys}`
  const flat = g.node('Flatten', [value], [batch, rest], { axis: 1 })
  return g.reshape(g.matMul(ones, flat), [1, heads, queries, keys])
}

export const selfAttention: Rule<'selfAttention'> = {
  forward: (g, { qkv }, { offset, batch, length, heads, dKv }) => {
    const [q, k, v] = splitHeads(g, qkv, { parts: 3, batch, length, heads, dKv })
    if (!q || !k || !v) throw new InternalError('three parts')
    const saved = attend(g, q, k, v, offset)
    return { output: mergeHeads(g, saved.context, FROM_HEADS, dimAt(qkv, 0), heads * dKv), saved }
  },
  backward: (g, { inputs: { qkv, bias }, attributes: { batch, length, heads, dKv }, saved }, dy, gradients) => {
    const [dContext] = splitHeads(g, dy, { parts: 1, batch, length, heads, dKv })
    if (!dContext) throw new InternalError('one part')
    const { dq, dkTransposed, dvTransposed, dScores } = attendBackward(g, saved, dContext)
    const [rows, width] = [dimAt(qkv, 0), heads * dKv]
    const parts = [
      mergeHeads(g, dq, FROM_HEADS, rows, width),
      mergeHeads(g, dkTransposed, FROM_TRANSPOSED_HEADS, rows, width),
      mergeHeads(g, dvTransposed, FROM_TRANSPOSED_HEADS, rows, width),
    ]
    gradients.add(qkv, g.concat(parts, 1, 3 * width))
    if (gradients.wants(bias)) gradients.add(bias, sumOverBatch(g, dScores))
  },
}

export const crossAttention: Rule<'crossAttention'> = {
  forward: (g, { q: query, kv }, { mask, batch, queries, keys, heads, dKv }) => {
    const [q] = splitHeads(g, query, { parts: 1, batch, length: queries, heads, dKv })
    const [k, v] = splitHeads(g, kv, { parts: 2, batch, length: keys, heads, dKv })
    if (!q || !k || !v) throw new InternalError('two parts')
    const saved = attend(g, q, k, v, mask)
    return { output: mergeHeads(g, saved.context, FROM_HEADS, dimAt(query, 0), heads * dKv), saved }
  },
  backward: (g, { inputs: { q: query, kv }, attributes: { batch, queries, heads, dKv }, saved }, dy, gradients) => {
    const [dContext] = splitHeads(g, dy, { parts: 1, batch, length: queries, heads, dKv })
    if (!dContext) throw new InternalError('one part')
    const { dq, dkTransposed, dvTransposed } = attendBackward(g, saved, dContext)
    const width = heads * dKv
    gradients.add(query, mergeHeads(g, dq, FROM_HEADS, dimAt(query, 0), width))
    const parts = [dkTransposed, dvTransposed].map((part) =>
      mergeHeads(g, part, FROM_TRANSPOSED_HEADS, dimAt(kv, 0), width),
    )
    gradients.add(kv, g.concat(parts, 1, 2 * width))
  },
}
