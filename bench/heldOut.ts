/**
 * What the default policy writes for mutants that were held out of its training: `npx tsx bench/heldOut.ts [lessons 300]`.
 *
 * Greedily, and with 24 samples at the default temperature. `exact`: the very program is among them; `same`: one gives the
 * experience's outputs on all of its inputs. `taught`, `seed`: shares of all programs written that are the text of one it
 * was taught, or of a seed.
 */
import { join } from 'node:path'
import { DEFAULT_CONFIG } from '../src/core/loop/config'
import { executeProgram } from '../src/core/loop/executeProgram'
import { policyShape } from '../src/core/policy/policyShape'
import { decodeProgram } from '../src/core/policy/programTokens'
import { readDefaultPolicy } from '../src/node/huggingface/defaultPolicy'
import { OrtPolicy } from '../src/node/ort/ortPolicy'
import { HELD_OUT, MUTANTS, SEED } from '../tools/defaultPolicy/settings'
import { BUDGET, readStarterSeeds, splitTextbook, textbookOf } from '../tools/defaultPolicy/textbook'

const { maxTokens, samplesPerTask, temperature, seed, threads } = DEFAULT_CONFIG
const resources = join(import.meta.dirname, '../resources')
const lessons = textbookOf(await readStarterSeeds(resources), { mutants: MUTANTS, seed: SEED, maxTokens })
const { taught, heldOut } = splitTextbook(lessons, { share: HELD_OUT, seed: SEED })
const asked = heldOut.slice(0, Number(process.argv[2] ?? 300))
const taughtTexts = new Set(taught.map(({ program }) => program))
const seedTexts = new Set(taught.filter(({ source }) => source === 'seed').map(({ program }) => program))

const shape = policyShape(DEFAULT_CONFIG)
const weights = await readDefaultPolicy(resources, shape)
if (!weights.ok) throw new Error(weights.error.message)
const policy = await OrtPolicy.create(shape, { seed, threads, weights: weights.value })
for (const options of [
  { count: 1, temperature: 0 },
  { count: samplesPerTask, temperature },
]) {
  const requests = asked.map(({ example }, k) => ({ input: example.input, count: options.count, seed: k }))
  const samples = await policy.sample(requests, { temperature: options.temperature, maxTokens })
  const times = { exact: 0, same: 0, taught: 0, seed: 0 }
  for (const [k, { taskId, program, pairs }] of asked.entries()) {
    const written = (samples[k] ?? []).map(({ tokens }) =>
      executeProgram({ id: taskId, train: pairs, test: [] }, decodeProgram(tokens), BUDGET),
    )
    if (written.some((one) => one.program === program)) times.exact++
    if (written.some(({ demosRight }) => demosRight === pairs.length)) times.same++
    times.taught += written.filter((one) => taughtTexts.has(one.program)).length / options.count
    times.seed += written.filter((one) => seedTexts.has(one.program)).length / options.count
  }
  const shares = Object.entries(times).map(([name, n]) => `${name} ${((100 * n) / asked.length).toFixed(1)} %`)
  console.log(`${options.count} at temperature ${options.temperature}: ${shares.join(', ')}`)
}
await policy.close()
