import { initialWeights } from '/work/main/src/core/onnx/t5/initialise'
import { parameterTable } from '/work/main/src/core/onnx/t5/parameters'
import { Rng } from '/work/main/src/core/util/rng'
import { OrtPolicy } from '/work/main/src/node/ort/ortPolicy'
const D = 64
const shape = { vocabulary: 230, features: { count: 256, width: 12 }, dModel: D, dKv: 32, heads: 2, dFf: 128, encoderLayers: 2, decoderLayers: 2, relativeBuckets: 32, relativeMaxDistance: 128, gatedGelu: false, tiedOutput: false }
const L = 48
// target: [marker, then for 8 steps: '=' , f(feature), g(step, feature)] copy features of positions that carry flag
function example(rng: Rng) {
  const f = new Int32Array(L * 12)
  for (let i = 0; i < L; i++) for (let w = 0; w < 12; w++) f[i * 12 + w] = w === 0 ? i : w === 1 ? 60 + rng.int(10) : w === 2 ? 80 + rng.int(20) : 100 + 10 * w + rng.int(3)
  const t: number[] = []
  const kind = rng.int(4); for (let i = 0; i < L; i++) f[i * 12 + 3] = 130 + kind
  for (let k = 0; k < 7; k++) { const p = (k * 5 + kind * 2) % L; t.push(2 + kind, 10 + (f[p * 12 + 1]! - 60), 30 + (f[p * 12 + 2]! - 80)) }
  t.push(1)
  return { input: { features: f, length: L, width: 12 }, target: Int32Array.from(t) }
}
const table = parameterTable(shape)
const variants: Record<string, (n: string) => number> = {
  base: () => 1,
  'emb.3': (n) => (/shared|features/.test(n) ? 0.3 : 1),
  'res/2': (n) => (/\.o\.weight|\.wo\.weight/.test(n) ? 0.5 : 1),
  'emb.3 res/2': (n) => (/shared|features/.test(n) ? 0.3 : /\.o\.weight|\.wo\.weight/.test(n) ? 0.5 : 1),
  'emb.1': (n) => (/shared|features/.test(n) ? 0.1 : 1),
  'h10 emb.3': (n) => (/lm_head/.test(n) ? 10 : /shared|features/.test(n) ? 0.3 : 1),
  'h10 res/2': (n) => (/lm_head/.test(n) ? 10 : /\.o\.weight|\.wo\.weight/.test(n) ? 0.5 : 1),
  'h10 e.3 r/2': (n) => (/lm_head/.test(n) ? 10 : /shared|features/.test(n) ? 0.3 : /\.o\.weight|\.wo\.weight/.test(n) ? 0.5 : 1),
  'h10 q*3': (n) => (/lm_head/.test(n) ? 10 : /\.q\.weight/.test(n) ? 3 : 1),
  'h5': (n) => (/lm_head/.test(n) ? 5 : 1),
  'q*4': (n) => (/\.q\.weight/.test(n) ? 4 : 1),
  'head*10': (n) => (/lm_head/.test(n) ? 10 : 1),
}
const lr = Number(process.argv[2] ?? 1e-3), steps = Number(process.argv[3] ?? 150)
const pick = process.argv[4]?.split(',')
for (const [name, f] of Object.entries(variants)) {
  if (pick && !pick.includes(name)) continue
  const flat = initialWeights(shape, Rng.fromSeed(1))
  const weights = new Map(table.entries.map((e) => [e.name, flat.slice(e.offset, e.offset + e.size).map((x) => x * f(e.name))]))
  const p = await OrtPolicy.create(shape, { seed: 1, threads: 1, weights })
  const rng = Rng.fromSeed(5); const out: string[] = []; let avg = 0
  for (let s = 1; s <= steps; s++) {
    const r = await p.learn(Array.from({ length: 32 }, () => example(rng)), { learningRate: lr * Math.min(1, s / 20), weightDecay: 0.01, clipNorm: 1 })
    avg += r.loss; if (s % 150 === 0) { out.push((avg / 150).toFixed(3)); avg = 0 }
  }
  console.log(name.padEnd(14), 'lr', lr, out.join(' '))
  await p.close()
}
