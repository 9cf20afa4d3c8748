/**
 * Trains the policy that ships and writes `resources/policy`: `npx tsx tools/defaultPolicy/train.ts [FOLDER]`.
 *
 * It learns the starter pack's seeds and d1 mutants on the training split; the evaluation split is never read. A
 * twentieth of the mutants is held out to be able to say how well it learnt. Same sources and same kind of machine, same
 * bytes: everything random derives from SEED, and the number of threads does not matter.
 */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_CONFIG } from '../../src/core/loop/config'
import { parameterTable } from '../../src/core/onnx/t5/parameters'
import { policyShape } from '../../src/core/policy/policyShape'
import { Rng } from '../../src/core/util/rng'
import {
  DEFAULT_POLICY,
  smallVocabularyHashes,
  type DefaultPolicyManifest,
} from '../../src/node/huggingface/defaultPolicy'
import { namedTensors } from '../../src/node/huggingface/policyFolder'
import { safetensorsParts } from '../../src/node/huggingface/safetensors'
import { decodeCheckpoint } from '../../src/node/ort/checkpoint'
import { spawnPolicy } from '../../src/node/ort/policyProcess'
import { buildPolicyEntry } from '../../src/node/ort/testing/buildPolicyEntry'
import { EPOCHS, FINAL_LEARNING_RATE, HELD_OUT, MUTANTS, SEED } from './settings'
import { lossOf, teach, writeGreedily } from './teach'
import { readStarterSeeds, splitTextbook, textbookOf } from './textbook'

const resources = join(import.meta.dirname, '../../resources')
const folder = process.argv[2] ?? join(resources, DEFAULT_POLICY.folder)
const shape = policyShape(DEFAULT_CONFIG)
const { batchSize, learningRate, warmupSteps, weightDecay, clipNorm, maxTokens, threads } = DEFAULT_CONFIG

const seeds = await readStarterSeeds(resources)
const lessons = textbookOf(seeds, { mutants: MUTANTS, seed: SEED, maxTokens })
const { taught, heldOut } = splitTextbook(lessons, { share: HELD_OUT, seed: SEED })
console.log(`${seeds.length} seeds, ${lessons.length} lessons, ${heldOut.length} held out`)

const entry = await buildPolicyEntry()
const policy = await spawnPolicy(entry.path, shape, { seed: SEED, threads })
let [steps, loss] = [0, Number.NaN]
for await (const epoch of teach(policy, taught, {
  epochs: EPOCHS,
  batchSize,
  learningRate,
  finalLearningRate: FINAL_LEARNING_RATE,
  warmupSteps,
  weightDecay,
  clipNorm,
  rng: Rng.fromSeed(SEED, 'teach'),
})) {
  ;({ steps, loss } = epoch)
  const unseen = (await lossOf(policy, heldOut)).toFixed(3)
  console.log(`epoch ${epoch.epoch}, ${steps} steps: loss ${loss.toFixed(3)}, held-out ${unseen}`)
}
const heldOutLoss = await lossOf(policy, heldOut)
const { exact, sameOutputs } = await writeGreedily(policy, heldOut, { grammar: false, maxTokens })

const table = parameterTable(shape)
const { weights } = decodeCheckpoint(await policy.save(), shape, table)
await policy.close()
await entry.remove()
const byName = new Map(
  table.entries.map(({ name, offset, size }) => [name, weights.subarray(offset, offset + size)] as const),
)
const file = Buffer.concat(safetensorsParts(namedTensors(shape, byName)))

const round = (value: number): number => Number(value.toFixed(4))
const manifest: DefaultPolicyManifest = {
  format: 1,
  shape,
  weightsSha256: createHash('sha256').update(file).digest('hex'),
  ...smallVocabularyHashes(),
  training: {
    command: 'npx tsx tools/defaultPolicy/train.ts',
    tasks: 'starter/training',
    seed: SEED,
    seedPrograms: seeds.length,
    mutants: MUTANTS,
    taught: taught.length,
    heldOut: heldOut.length,
    epochs: EPOCHS,
    steps,
    batchSize,
    learningRate,
    finalLearningRate: FINAL_LEARNING_RATE,
    loss: round(loss),
    heldOutLoss: round(heldOutLoss),
    heldOutExact: round(exact),
    heldOutSameOutputs: round(sameOutputs),
  },
}
await mkdir(folder, { recursive: true })
await writeFile(join(folder, DEFAULT_POLICY.weights), file)
await writeFile(join(folder, DEFAULT_POLICY.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
console.log(`${file.length} bytes, held-out loss ${heldOutLoss.toFixed(3)}, exact ${exact.toFixed(3)}`)
