import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyGrid } from '../../../test/arbitraries/anyGrid'
import { checkProgram, isRunnable } from '../dsl/check/checkProgram'
import { runProgram } from '../dsl/eval/interpreter'
import { runOnPairs } from '../dsl/eval/runOnPairs'
import { DEFAULT_BUDGET } from '../dsl/meter'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { parseProgram } from '../dsl/syntax/parser'
import { printProgram } from '../dsl/syntax/printer'
import { Grid } from '../grid/grid'
import type { Task } from '../task/task'
import { Rng } from '../util/rng'
import { acceptMutant } from './accept'
import { mutateProgram, mutationContext } from './mutateProgram'
import { mutateSeeds, mutateSeedsSteps, type MutateSeedsOptions, type Seed } from './mutateSeeds'

const BUDGET = { ...DEFAULT_BUDGET, steps: 100_000 }

const SEEDS = [
  'x1 = hmirror(I)\nO = hconcat(I, x1)',
  'x1 = objects(I, T, F, T)\nx2 = argmax(x1, size)\nO = subgrid(x2, I)',
  'x1 = ofcolor(I, ONE)\nx2 = shift(x1, DOWN)\nO = fill(I, TWO, x2)',
  'x1 = lbind(recolor, FIVE)\nx2 = partition(I)\nx3 = compose(x1, first)\nx4 = first(x2)\nx5 = x1(x4)\nO = paint(I, x5)',
  'x1 = height(I)\nx2 = astuple(x1, TWO)\nO = canvas(THREE, x2)',
]

const INPUTS = [
  [
    [1, 1, 0, 0],
    [0, 0, 0, 2],
    [0, 3, 0, 2],
  ],
  [
    [0, 1, 0],
    [4, 0, 1],
    [0, 0, 0],
    [2, 2, 1],
  ],
]

function seedOf(text: string, inputs: readonly Grid[] = INPUTS.map(Grid.fromRows)): Seed {
  const { program } = parseProgram(text)
  const wanted = inputs.map((input) => ({ input, output: input }))
  const train = runOnPairs(program, wanted, BUDGET).map(({ output }, k) => ({
    input: inputs[k] as Grid,
    output: output ?? (inputs[k] as Grid),
  }))
  return { task: { id: `of ${text.slice(0, 12)}`, train, test: train }, program }
}

const seeds = SEEDS.map((text) => seedOf(text))
const options = (fields: Partial<MutateSeedsOptions> = {}): MutateSeedsOptions => ({
  seeds,
  count: 60,
  mode: 'd1',
  rng: Rng.fromSeed(5),
  budget: BUDGET,
  ...fields,
})

describe('mutateSeeds', () => {
  it('gives as many as are wanted, by every operator', () => {
    const { mutants, tried } = mutateSeeds(options({ count: 150 }))
    expect(mutants).toHaveLength(150)
    expect(tried).toBeGreaterThanOrEqual(150)
    expect(new Set(mutants.map((m) => m.operator))).toEqual(
      new Set(['replaceArgument', 'replaceFunction', 'redefineVariable']),
    )
    expect(mutants.some((m) => m.after.includes('\n'))).toBe(true) // a variable made for an argument
  })

  it('gives mutants that parse, check, run, are new and are not the identity', () => {
    const anySeed = fc.tuple(fc.constantFrom(...SEEDS), fc.array(anyGrid(), { minLength: 1, maxLength: 3 }))
    fc.assert(
      fc.property(anySeed, fc.nat(), ([text, inputs], seed) => {
        const parent = seedOf(text, inputs)
        const { mutants } = mutateSeeds(options({ seeds: [parent], count: 5, maxTries: 60, rng: Rng.fromSeed(seed) }))
        const texts = new Set([printProgram(canonicalProgram(parent.program))])
        for (const mutant of mutants) {
          expect(texts.has(mutant.text)).toBe(false)
          texts.add(mutant.text)
          const { program, diagnostics } = checkProgram(mutant.text)
          expect(isRunnable(diagnostics)).toBe(true)
          expect(program).toEqual(mutant.program)
          const outputs = mutant.pairs.map(({ input, output }) => {
            const outcome = runProgram(program, input, BUDGET)
            expect(outcome).toMatchObject({ kind: 'value', value: output })
            return output.isValidArc() && !output.equals(input)
          })
          expect(outputs).toContain(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('leaves no dead line that the parent did not have', () => {
    for (const { text } of mutateSeeds(options()).mutants) {
      expect(checkProgram(text).diagnostics).toEqual([])
    }
  })

  it('is the same for the same seed, and other for another', () => {
    const texts = (seed: number) => mutateSeeds(options({ rng: Rng.fromSeed(seed) })).mutants.map((m) => m.text)
    expect(texts(1)).toEqual(texts(1))
    expect(texts(1)).not.toEqual(texts(2))
  })

  it('knows where each mutant comes from', () => {
    const canonicalSeeds = SEEDS.map((text) => printProgram(canonicalProgram(parseProgram(text).program)))
    const d1 = mutateSeeds(options()).mutants
    expect(d1.every((m) => m.generation === 1 && canonicalSeeds.includes(m.parent))).toBe(true)
    for (const { parent, before } of d1) expect(parent.split('\n')).toContain(before)

    const dInf = mutateSeeds(options({ mode: 'dInf', count: 120 })).mutants
    expect(Math.max(...dInf.map((m) => m.generation))).toBeGreaterThan(2)
    const known = new Set(canonicalSeeds)
    for (const { parent, text } of dInf) {
      expect(known.has(parent)).toBe(true)
      known.add(text)
    }
  })

  it('counts the demonstrations that a mutant reproduces', () => {
    for (const { task, pairs, demosRight } of mutateSeeds(options()).mutants) {
      expect(demosRight).toBe(task.train.filter(({ output }, k) => pairs[k]?.output.equals(output)).length)
    }
  })

  it('stops when nothing new comes', () => {
    const { mutants, tried } = mutateSeeds(options({ seeds: [seedOf('O = I')], count: 1000, maxTries: 300 }))
    expect(tried).toBe(300)
    expect(mutants.length).toBeLessThan(300)
    expect(mutateSeeds(options({ seeds: [] }))).toEqual({ mutants: [], tried: 0 })
  })

  it('can be taken step by step', () => {
    const found: string[] = []
    const steps = mutateSeedsSteps(options({ count: 3, onMutant: (mutant) => found.push(mutant.text) }))
    let stepCount = 0
    let step = steps.next()
    for (; !step.done; step = steps.next()) stepCount++
    expect(step.value.tried).toBe(stepCount)
    expect(step.value.mutants.map((m) => m.text)).toEqual(found)
  })

  it('draws operators by their weights', () => {
    const settings = { weights: { replaceArgument: 0, redefineVariable: 0 } }
    const { mutants } = mutateSeeds(options({ count: 20, settings }))
    expect(new Set(mutants.map((m) => m.operator))).toEqual(new Set(['replaceFunction']))
    const never = mutateSeeds(options({ settings: { freshVariable: 0 } })).mutants
    expect(never.some((m) => m.after.includes('\n'))).toBe(false)
  })
})

describe('mutateProgram', () => {
  it('keeps O a grid and the names in order, before anything is run', () => {
    const seed = seeds[3] as Seed
    const input = (seed.task.train[0] as Task['train'][number]).input
    const context = mutationContext(seed.program, input, BUDGET)
    for (let k = 0; k < 200; k++) {
      const mutation = mutateProgram(seed.program, context, Rng.fromSeed(k))
      if (!mutation) continue
      const codes = checkProgram(printProgram(mutation.program)).diagnostics.map((d) => d.code)
      expect(codes.filter((code) => !code.startsWith('type/'))).toEqual([])
    }
  })
})

describe('acceptMutant', () => {
  const task = (seeds[0] as Seed).task
  const accepted = (text: string) => acceptMutant(parseProgram(text).program, task, BUDGET)

  it.each([
    ['the identity', 'O = I'],
    ['the identity in two steps', 'x1 = hmirror(I)\nO = hmirror(x1)'],
    ['a failure on one input', 'x1 = ofcolor(I, FOUR)\nO = subgrid(x1, I)'],
    ['a grid that is too large', 'x1 = upscale(I, TEN)\nO = upscale(x1, TWO)'],
    ['a number', 'O = height(I)'],
    ['an unknown name', 'O = hmiror(I)'],
  ])('refuses %s', (_, text) => {
    expect(accepted(text)).toBeNull()
  })

  it('keeps the pairs that it really gave', () => {
    const result = accepted('O = vmirror(I)')
    expect(result?.pairs[0]?.output.toRows()[0]).toEqual([0, 0, 1, 1])
    expect(result?.demosRight).toBe(0)
    expect(accepted(SEEDS[0] as string)?.demosRight).toBe(2)
  })
})
