/**
 * What the grammar costs a sampled token, in microseconds of one core: `npx tsx bench/grammar.ts [walks]`. Walks draw
 * uniformly among the tokens that may follow and end only where they must, within limits of several sizes. `mask`: which
 * tokens may follow; `choose`: softmax over them and the draw; `next`: the state after it; `worst`: the slowest mask.
 * Numbers hold for this machine at this moment.
 */
import { chooseToken } from '../src/core/policy/chooseToken'
import { GrammarState } from '../src/core/policy/grammar'
import { END_TOKEN, VOCABULARY_SIZE } from '../src/core/policy/programTokens'
import { Rng } from '../src/core/util/rng'

const walks = Number(process.argv[2] ?? 1000)
const reluctant = new Float32Array(VOCABULARY_SIZE).fill(-Math.log(VOCABULARY_SIZE))
reluctant[END_TOKEN] = -50
const mask = new Uint8Array(VOCABULARY_SIZE)

function walk(
  rng: Rng,
  maxTokens: number,
  times: { mask: number; choose: number; next: number; worst: number },
): number {
  let tokens = 0
  for (let state = GrammarState.start(maxTokens); ;) {
    const start = performance.now()
    state.writeMask(mask)
    const masked = performance.now()
    const { token } = chooseToken(reluctant, mask, { temperature: 1, topK: 0, topP: 1 }, rng.next())
    const chosen = performance.now()
    tokens++
    times.mask += masked - start
    times.choose += chosen - masked
    times.worst = Math.max(times.worst, masked - start)
    if (token === END_TOKEN) return tokens
    state = state.next(token)
    times.next += performance.now() - chosen
  }
}

for (const maxTokens of [8, 24, 48, 96]) {
  const rng = Rng.fromSeed(maxTokens)
  walk(rng, maxTokens, { mask: 0, choose: 0, next: 0, worst: 0 }) // warms up
  const times = { mask: 0, choose: 0, next: 0, worst: 0 }
  let tokens = 0
  for (let k = 0; k < walks; k++) tokens += walk(rng, maxTokens, times)
  const each = (ms: number): string => ((1000 * ms) / tokens).toFixed(1)
  console.log(
    `limit ${String(maxTokens).padStart(3)}: ${tokens} tokens, mask ${each(times.mask)}, choose ${each(times.choose)}, ` +
      `next ${each(times.next)}, worst ${(1000 * times.worst).toFixed(0)}`,
  )
}
