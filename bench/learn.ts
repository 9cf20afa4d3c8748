/**
 * Does the small policy learn to write programs for what they give? `npx tsx bench/learn.ts OUT.json [--mutants 4000]
 * [--epochs 12] [--seeds 1,2,3]`
 *
 * The policy of the default settings learns the starter pack's seeds and d1 mutants; a tenth of the mutants, picked by a
 * seeded hash of their text, is held out. After every epoch: the training loss, the held-out loss, and what the policy
 * writes greedily for held-out experiences, with and without the grammar: `exact` is the share where it is the very
 * program (canonical), `same` the share where it gives the experience's outputs on all of its inputs. Held-out mutants
 * have relatives among those taught: this measures learning, not solving of new tasks. A seed draws mutants, split,
 * weights and order. Figures do not depend on the machine, times do.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DEFAULT_CONFIG } from '../src/core/loop/config'
import { policyShape } from '../src/core/policy/policyShape'
import { Rng } from '../src/core/util/rng'
import { spawnPolicy } from '../src/node/ort/policyProcess'
import { buildPolicyEntry } from '../src/node/ort/testing/buildPolicyEntry'
import { lossOf, teach, writeGreedily, type Epoch, type Written } from '../tools/defaultPolicy/teach'
import { readStarterSeeds, splitTextbook, textbookOf } from '../tools/defaultPolicy/textbook'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'string', default: '4000' },
    epochs: { type: 'string', default: '12' },
    seeds: { type: 'string', default: '1,2,3' },
  },
})
const [outFile] = positionals
if (outFile === undefined) throw new Error('name the JSON file to write')
const [mutants, epochs] = [Number(values.mutants), Number(values.epochs)]
const HELD_OUT = 0.1

interface Row extends Epoch {
  readonly heldOutLoss: number
  readonly free: Written
  readonly grammar: Written
}

const entry = await buildPolicyEntry()
const { batchSize, learningRate, finalLearningRate, warmupSteps, weightDecay, clipNorm, maxTokens } = DEFAULT_CONFIG
const starterSeeds = await readStarterSeeds(join(import.meta.dirname, '../resources'))

async function learn(seed: number): Promise<{ seed: number; taught: number; heldOut: number; rows: Row[] }> {
  const lessons = textbookOf(starterSeeds, { mutants, seed, maxTokens })
  const { taught, heldOut } = splitTextbook(lessons, { share: HELD_OUT, seed })
  const policy = await spawnPolicy(entry.path, policyShape(DEFAULT_CONFIG), { seed, threads: DEFAULT_CONFIG.threads })
  const measure = async (epoch: Epoch): Promise<Row> => ({
    ...epoch,
    heldOutLoss: await lossOf(policy, heldOut),
    free: await writeGreedily(policy, heldOut, { grammar: false, maxTokens }),
    grammar: await writeGreedily(policy, heldOut, { grammar: true, maxTokens }),
  })
  const rows: Row[] = []
  const rng = Rng.fromSeed(seed, 'learn')
  const options = { epochs, batchSize, learningRate, finalLearningRate, warmupSteps, weightDecay, clipNorm, rng }
  for await (const epoch of teach(policy, taught, options)) {
    const row = await measure(epoch)
    rows.push(row)
    console.log(
      `seed ${seed} epoch ${epoch.epoch}: loss ${row.loss.toFixed(3)}, held-out ${row.heldOutLoss.toFixed(3)}, ` +
        `exact ${percent(row.free.exact)} (grammar ${percent(row.grammar.exact)}), ` +
        `same ${percent(row.free.sameOutputs)} (grammar ${percent(row.grammar.sameOutputs)})`,
    )
  }
  await policy.close()
  return { seed, taught: taught.length, heldOut: heldOut.length, rows }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

/** Mean and, over several seeds, the sample deviation. */
function spread(numbers: readonly number[], digits: number): string {
  const mean = numbers.reduce((sum, n) => sum + n, 0) / numbers.length
  if (numbers.length < 2) return mean.toFixed(digits)
  const variance = numbers.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (numbers.length - 1)
  return `${mean.toFixed(digits)} ± ${Math.sqrt(variance).toFixed(digits)}`
}

const runs = []
for (const seed of values.seeds.split(',').map(Number)) runs.push(await learn(seed))
await entry.remove()
writeFileSync(outFile, `${JSON.stringify({ mutants, epochs, heldOutShare: HELD_OUT, runs }, null, 2)}\n`)

const columns: readonly (readonly [string, (row: Row) => number, number])[] = [
  ['loss', (row) => row.loss, 3],
  ['held-out loss', (row) => row.heldOutLoss, 3],
  ['exact %', (row) => 100 * row.free.exact, 1],
  ['exact %, grammar', (row) => 100 * row.grammar.exact, 1],
  ['same %', (row) => 100 * row.free.sameOutputs, 1],
  ['same %, grammar', (row) => 100 * row.grammar.sameOutputs, 1],
]
console.log(`\n| epoch | ${columns.map(([name]) => name).join(' | ')} |\n|${' --- |'.repeat(columns.length + 1)}`)
for (let k = 0; k < epochs; k++) {
  const rows = runs.flatMap((run) => run.rows[k] ?? [])
  console.log(`| ${k + 1} | ${columns.map(([, of, digits]) => spread(rows.map(of), digits)).join(' | ')} |`)
}
