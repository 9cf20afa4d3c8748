/**
 * Training and sampling speed of small policies: `npx tsx bench/trainStep.ts [dModel] [batch] [threads] [maxTokens]`.
 * Numbers hold for this machine at this moment; compare two of one run, not two machines.
 */
import type { PolicyShape, TrainExample } from '../src/core/policy/policyPort'
import { Rng } from '../src/core/util/rng'
import { spawnPolicy } from '../src/node/ort/policyProcess'
import { buildPolicyEntry } from '../src/node/ort/testing/buildPolicyEntry'

const [dModel = 64, batch = 32, threads = 2, maxTokens = 2048] = process.argv.slice(2).map(Number)
const heads = Number(process.env.HEADS ?? 4)
const shape: PolicyShape = {
  vocabulary: 230,
  features: { count: 256, width: 12 },
  dModel,
  dKv: dModel / heads,
  heads,
  dFf: 4 * dModel,
  encoderLayers: 2,
  decoderLayers: 2,
  relativeBuckets: 32,
  relativeMaxDistance: 128,
  gatedGelu: false,
  tiedOutput: false,
}
const [length, targetLength] = [120, 24]
const rng = Rng.fromSeed(1)
const task = () => ({
  features: Int32Array.from({ length: length * 12 }, () => rng.int(256)),
  length,
  width: 12,
})
const example = (): TrainExample => ({
  input: task(),
  target: Int32Array.from({ length: targetLength }, () => 2 + rng.int(228)),
})
const entry = await buildPolicyEntry()
const policy = await spawnPolicy(entry.path, shape, { seed: 1, threads, maxTokens, endToken: -1 })
const options = { learningRate: 1e-3, weightDecay: 0.01, clipNorm: 1 }
const examples = Array.from({ length: batch }, example)
for (let i = 0; i < 3; i++) await policy.learn(examples, options)
const steps = Number(process.env.STEPS ?? 20)
let start = performance.now()
for (let i = 0; i < steps; i++) await policy.learn(examples, options)
const stepMs = (performance.now() - start) / steps
const tokens = batch * (length + targetLength)
const requests = Array.from({ length: 32 }, (_, seed) => ({ input: task(), count: 24, seed }))
await policy.sample(requests, { temperature: 1, maxTokens: targetLength })
start = performance.now()
for (let i = 0; i < 3; i++) await policy.sample(requests, { temperature: 1, maxTokens: targetLength })
const sampleMs = (performance.now() - start) / 3
console.log(
  `d${dModel} 2+2 heads ${heads}, ${policy.parameters} parameters, batch ${batch}, ${threads} threads: ` +
    `step ${stepMs.toFixed(1)} ms, train ${((tokens / stepMs) * 1000).toFixed(0)} tokens/s; ` +
    `sample ${((32 * 24 * targetLength * 1000) / sampleMs).toFixed(0)} tokens/s (${sampleMs.toFixed(0)} ms)`,
)
await policy.close()
await entry.remove()
