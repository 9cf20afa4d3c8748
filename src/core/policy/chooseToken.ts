/** How a token is taken from the distribution over those that may follow. */
export interface ChoiceOptions {
  /** 0 = the likeliest */
  readonly temperature: number
  /** 0: all */
  readonly topK: number
  /** 1: all */
  readonly topP: number
}

export interface Choice {
  readonly token: number
  /** at temperature 1, among all tokens that may follow */
  readonly logProbability: number
}

/**
 * Takes a token by its log-probability, only where `mask` is 1 (null: any); `u` in [0, 1) decides. First the temperature
 * sharpens the distribution, then topK cuts it, then topP what is left. Of equally likely tokens the lower id counts as
 * the likelier.
 */
export function chooseToken(
  logProbabilities: Float32Array,
  mask: Uint8Array | null,
  { temperature, topK, topP }: ChoiceOptions,
  u: number,
): Choice {
  const tokens: number[] = []
  let best = -1
  for (let token = 0; token < logProbabilities.length; token++) {
    if (mask && mask[token] !== 1) continue
    tokens.push(token)
    if (best < 0 || at(logProbabilities, token) > at(logProbabilities, best)) best = token
  }
  if (best < 0) throw new RangeError('no token may follow')
  const token =
    temperature > 0 ? draw(logProbabilities, tokens, at(logProbabilities, best), { temperature, topK, topP }, u) : best
  const total = mask ? logSum(logProbabilities, tokens, at(logProbabilities, best)) : 0
  return { token, logProbability: at(logProbabilities, token) - total }
}

/** log of the sum of the probabilities of the tokens that `mask` lets through. */
export function logSumOf(logProbabilities: Float32Array, mask: Uint8Array): number {
  const tokens: number[] = []
  let highest = -Infinity
  mask.forEach((bit, token) => {
    if (bit !== 1) return
    tokens.push(token)
    highest = Math.max(highest, at(logProbabilities, token))
  })
  return logSum(logProbabilities, tokens, highest)
}

function draw(
  logProbabilities: Float32Array,
  tokens: readonly number[],
  highest: number,
  { temperature, topK, topP }: ChoiceOptions,
  u: number,
): number {
  // against the highest: the likeliest weighs 1, however unlikely all that may follow are
  const weightOf = (token: number): number => Math.exp((at(logProbabilities, token) - highest) / temperature)
  const kept = topK > 0 || topP < 1 ? likeliest(tokens, weightOf, topK, topP) : tokens
  const sums = new Float64Array(kept.length)
  let sum = 0
  for (let k = 0; k < kept.length; k++) sums[k] = sum += weightOf(kept[k] ?? 0)
  const wanted = u * sum
  let k = 0
  while (k < kept.length - 1 && wanted >= (sums[k] ?? 0)) k++
  // rounding left over goes to the last possible token
  while (k > 0 && sums[k] === sums[k - 1]) k--
  return kept[k] ?? 0
}

/** In the order of their ids. */
function likeliest(
  tokens: readonly number[],
  weightOf: (token: number) => number,
  topK: number,
  topP: number,
): readonly number[] {
  const ranked = tokens
    .map((token) => ({ token, weight: weightOf(token) }))
    .sort((a, b) => b.weight - a.weight || a.token - b.token)
  if (topK > 0) ranked.splice(topK)
  if (topP < 1) {
    const wanted = topP * ranked.reduce((sum, { weight }) => sum + weight, 0)
    let sum = 0
    const crossing = ranked.findIndex(({ weight }) => (sum += weight) >= wanted)
    if (crossing >= 0) ranked.splice(crossing + 1)
  }
  return ranked.map(({ token }) => token).sort((a, b) => a - b)
}

function logSum(logProbabilities: Float32Array, tokens: readonly number[], highest: number): number {
  let sum = 0
  for (const token of tokens) sum += Math.exp(at(logProbabilities, token) - highest)
  return highest + Math.log(sum)
}

const at = (logProbabilities: Float32Array, token: number): number => logProbabilities[token] ?? -Infinity
