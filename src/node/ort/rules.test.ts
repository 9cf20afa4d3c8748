import type * as Ort from 'onnxruntime-node'
import { beforeAll, describe, expect, it } from 'vitest'
import { RULES, Tape } from '../../core/onnx/autodiff'
import { GraphBuilder, type Value } from '../../core/onnx/graphBuilder'
import type { DifferentiableOp, InputsOf } from '../../core/onnx/rule'
import { Rng } from '../../core/util/rng'
import { loadOrt, openSession, type Feeds, type OrtModule } from './ortRuntime'

// Every rule against central differences of its own forward pass, run by the runtime. Lives here because core may not
// import a runtime.

const STEP = 1e-2

interface Constants {
  floats(name: string, shape: number[], values?: readonly number[]): Value
  ints(name: string, shape: number[], values: readonly number[]): Value
}

interface Case<Op extends DifferentiableOp> {
  /** shapes of the differentiated inputs */
  readonly shapes: { readonly [Name in keyof InputsOf<Op>]: readonly number[] }
  /** values of one that random normals do not suit */
  readonly values?: { readonly [Name in keyof InputsOf<Op>]?: readonly number[] }
  apply(tape: Tape, inputs: InputsOf<Op>, constants: Constants): Value
}

const MASK = [0, 0, -1e9, 0, 0, 0]

/** [B, 1, 1, S] mask of two rows of three keys, the last key of the first row hidden */
const mask = (constants: Constants): Value => constants.floats('mask', [2, 1, 1, 3], MASK)

const CASES: { readonly [Op in DifferentiableOp]: Case<Op> } = {
  add: { shapes: { a: [3, 4], b: [3, 4] }, apply: (tape, inputs) => tape.apply('add', inputs, {}) },
  multiply: { shapes: { a: [3, 4], b: [3, 4] }, apply: (tape, inputs) => tape.apply('multiply', inputs, {}) },
  scale: { shapes: { a: [3, 4] }, apply: (tape, inputs) => tape.apply('scale', inputs, { factor: -1.7 }) },
  relu: {
    shapes: { a: [2, 3] },
    values: { a: [-2, -0.5, -0.1, 0.1, 0.5, 2] }, // away from the kink
    apply: (tape, inputs) => tape.apply('relu', inputs, {}),
  },
  geluNew: { shapes: { a: [4, 5] }, apply: (tape, inputs) => tape.apply('geluNew', inputs, {}) },
  linear: { shapes: { x: [5, 3], w: [4, 3] }, apply: (tape, inputs) => tape.apply('linear', inputs, {}) },
  bag: {
    shapes: { table: [6, 4] },
    apply: (tape, inputs, constants) => tape.apply('bag', inputs, { weights: constants.floats('counts', [5, 6]) }),
  },
  embed: {
    shapes: { table: [6, 4] },
    apply: (tape, inputs, constants) =>
      tape.apply('embed', inputs, { ids: constants.ints('ids', [4, 3], [0, 5, 5, 5, 5, 5, 1, 0, 3, 3, 3, 2]) }),
  },
  rmsNorm: {
    shapes: { x: [3, 8], w: [8] },
    apply: (tape, inputs) => tape.apply('rmsNorm', inputs, { epsilon: 1e-6 }),
  },
  positionBias: {
    shapes: { table: [4, 2] },
    apply: (tape, inputs, constants) =>
      tape.apply('positionBias', inputs, { buckets: constants.ints('buckets', [2, 3], [0, 1, 3, 3, 0, 1]) }),
  },
  selfAttention: {
    shapes: { qkv: [6, 12], bias: [1, 2, 3, 3] },
    apply: (tape, inputs, constants) => {
      const offset = tape.graph.add(inputs.bias, mask(constants))
      return tape.apply('selfAttention', inputs, { offset, batch: 2, length: 3, heads: 2, dKv: 2 })
    },
  },
  crossAttention: {
    shapes: { q: [4, 4], kv: [6, 8] },
    apply: (tape, inputs, constants) => {
      const attributes = { mask: mask(constants), batch: 2, queries: 2, keys: 3, heads: 2, dKv: 2 }
      return tape.apply('crossAttention', inputs, attributes)
    },
  },
  crossEntropy: {
    shapes: { logits: [4, 5] },
    apply: (tape, inputs, constants) =>
      tape.apply('crossEntropy', inputs, {
        labels: constants.ints('labels', [4], [1, 0, 4, 0]),
        weights: constants.floats('weights', [4], [0.5, 0.25, 0.25, 0]),
      }),
  },
}

describe('every differentiation rule agrees with central differences', () => {
  let ort: OrtModule
  beforeAll(async () => {
    ort = await loadOrt()
  })

  it('has a case for each rule', () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(RULES).sort())
  })

  const check = async <Op extends DifferentiableOp>(op: Op): Promise<void> => {
    const testCase: Case<Op> = CASES[op]
    const rng = Rng.fromSeed(7, op)
    const normals = (size: number): number[] => Array.from({ length: size }, () => rng.normal())
    const g = new GraphBuilder(op)
    const tape = new Tape(g)
    const feeds: Feeds = {}
    const data = new Map<string, Float32Array>()
    const feed = (name: string, shape: readonly number[], values?: readonly number[]): Value => {
      const floats = Float32Array.from(values ?? normals(shape.reduce((a, b) => a * b, 1)))
      data.set(name, floats)
      feeds[name] = new ort.Tensor('float32', floats, shape)
      return g.input(name, shape)
    }
    const shapes: [string, readonly number[]][] = Object.entries(testCase.shapes)
    const values = new Map<string, readonly number[]>(Object.entries(testCase.values ?? {}))
    const inputs = shapes.map(([name, shape]): [string, Value] => [name, feed(name, shape, values.get(name))])
    for (const [, value] of inputs) tape.watch(value)
    const output = testCase.apply(tape, Object.fromEntries(inputs) as InputsOf<Op>, {
      floats: feed,
      ints: (name, shape, ids) => {
        feeds[name] = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), shape)
        return g.input(name, shape, 'int64')
      },
    })
    g.output('y', output)
    const seed = feed('seed', output.shape.map(Number))
    tape.backward(output, seed)
    for (const [name, value] of inputs) g.output(`d_${name}`, tape.gradientOf(value))
    const session = await openSession(g.build(), { threads: 1, provider: 'cpu' })

    const seeds = data.get('seed') ?? new Float32Array()
    const objective = (y: Ort.Tensor | undefined): number =>
      Array.from(y?.data ?? [], Number).reduce((sum, x, i) => sum + x * (seeds[i] ?? 0), 0)
    const analytic = await session.run(feeds)
    for (const [name] of inputs) {
      const values = data.get(name) ?? new Float32Array()
      const gradient = Array.from(analytic[`d_${name}`]?.data ?? [], Number)
      expect(gradient.length).toBe(values.length)
      expect(gradient.some((x) => x !== 0)).toBe(true)
      for (let i = 0; i < values.length; i++) {
        const x = values[i] ?? 0
        values[i] = x + STEP
        const high = objective((await session.run(feeds, ['y'])).y)
        values[i] = x - STEP
        const low = objective((await session.run(feeds, ['y'])).y)
        values[i] = x
        expect(Math.abs((high - low) / (2 * STEP) - (gradient[i] ?? Number.NaN)), `${name}[${i}]`).toBeLessThan(2e-3)
      }
    }
    await session.release()
  }

  it.each(Object.keys(CASES) as DifferentiableOp[])('%s', check)
})

it('an embedding gradient with very many duplicates, on two threads, loses nothing', async () => {
  const ort = await loadOrt()
  const [positions, width, rows] = [4096, 8, 3]
  const g = new GraphBuilder('duplicates')
  const tape = new Tape(g)
  const table = g.input('table', [rows, width])
  tape.watch(table)
  const ids = g.input('ids', ['N', 2], 'int64')
  tape.backward(tape.apply('embed', { table }, { ids }), g.input('dy', ['N', width]))
  g.output('gradient', tape.gradientOf(table))
  const session = await openSession(g.build(), { threads: 2, provider: 'cpu' })
  const rng = Rng.fromSeed(3)
  const idData = BigInt64Array.from({ length: positions * 2 }, () => BigInt(rng.int(rows)))
  // whole numbers, so that any order of adding gives the same sum
  const dy = Float32Array.from({ length: positions * width }, () => rng.int(9) - 4)
  const expected = new Float32Array(rows * width)
  idData.forEach((id, at) => {
    const [position, row] = [at >> 1, Number(id)]
    for (let d = 0; d < width; d++) {
      expected[row * width + d] = (expected[row * width + d] ?? 0) + (dy[position * width + d] ?? 0)
    }
  })
  for (let i = 0; i < 20; i++) {
    const { gradient } = await session.run({
      table: new ort.Tensor('float32', new Float32Array(rows * width), [rows, width]),
      ids: new ort.Tensor('int64', idData, [positions, 2]),
      dy: new ort.Tensor('float32', dy, [positions, width]),
    })
    expect(gradient?.data).toEqual(expected)
  }
  await session.release()
})
