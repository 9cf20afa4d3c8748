import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { parseProgram } from '../../core/dsl/syntax/parser'
import { Grid } from '../../core/grid/grid'
import { mutateSeeds } from '../../core/mutate/mutateSeeds'
import type { Seed } from '../../core/mutate/mutationTries'
import { Rng } from '../../core/util/rng'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { MutatePool, type MutantRecord, type MutateOrder, type MutatePoolOptions } from './mutatePool'

const BUDGET = { ...DEFAULT_BUDGET, steps: 100_000 }
const INPUTS = [
  [
    [1, 1, 0, 0],
    [0, 3, 0, 2],
  ],
  [
    [0, 1, 0],
    [4, 0, 1],
  ],
].map(Grid.fromRows)
const seeds: Seed[] = [
  'x1 = hmirror(I)\nO = hconcat(I, x1)',
  'x1 = objects(I, T, F, T)\nx2 = argmax(x1, size)\nO = subgrid(x2, I)',
  'x1 = ofcolor(I, ONE)\nx2 = shift(x1, DOWN)\nO = fill(I, TWO, x2)',
].map((text, k) => {
  const pairs = INPUTS.map((input) => ({ input, output: input }))
  return { task: { id: `t${k}`, train: pairs, test: pairs }, program: parseProgram(text).program }
})

let built: string
beforeAll(async () => {
  built = await buildEntries('mutatePool', { mutateWorker: 'node/jobs/mutateWorker.entry.ts' })
})
afterAll(() => removeEntries(built))

const pools: MutatePool[] = []
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))

function poolOf(workers: number, more: Partial<MutatePoolOptions> = {}): MutatePool {
  const entry = pathToFileURL(join(built, 'mutateWorker.js'))
  const pool = new MutatePool({ entry, workers, seeds, rngSeed: 7, budget: BUDGET, ...more })
  pools.push(pool)
  return pool
}

async function made(pool: MutatePool, order: MutateOrder): Promise<{ mutants: MutantRecord[]; tried: number }> {
  const mutants: MutantRecord[] = []
  let tried = 0
  for await (const batch of pool.mutate(order)) {
    mutants.push(...batch.mutants)
    tried = batch.tried
    expect(batch.accepted).toBe(mutants.length)
  }
  return { mutants, tried }
}

describe('MutatePool', () => {
  it.each([
    ['d1', 500],
    ['dInf', 700],
  ] as const)('makes under %s what mutateSeeds makes, with one, two and three workers', async (mode, count) => {
    const here = mutateSeeds({ seeds, count, mode, rng: Rng.fromSeed(7, 'mutate'), budget: BUDGET })
    const records = here.mutants.map(({ program: _, pairs: __, ...record }) => record)
    expect(records).toHaveLength(count)
    for (const workers of [1, 2, 3]) {
      const { mutants, tried } = await made(poolOf(workers), { count, mode })
      expect(tried).toBe(here.tried)
      expect(mutants).toEqual(records)
    }
    if (mode === 'dInf') expect(Math.max(...records.map(({ generation }) => generation))).toBeGreaterThan(3)
  })

  it('draws operators by their weights', async () => {
    const settings = { weights: { replaceArgument: 0, redefineVariable: 0 } }
    const { mutants } = await made(poolOf(2, { settings }), { count: 15, mode: 'd1' })
    expect(new Set(mutants.map(({ operator }) => operator))).toEqual(new Set(['replaceFunction']))
  })

  it('stops when nothing new comes', async () => {
    const { mutants, tried } = await made(poolOf(2), { count: 1_000_000, mode: 'd1', maxTries: 3000 })
    expect(tried).toBe(3000)
    expect(mutants.length).toBeLessThan(3000)
    expect(await made(poolOf(2, { seeds: [] }), { count: 5, mode: 'd1' })).toEqual({ mutants: [], tried: 0 })
  })

  it('ends when it is closed', async () => {
    const pool = poolOf(2)
    let batches = 0
    const all = async () => {
      for await (const _ of pool.mutate({ count: 1_000_000, mode: 'dInf' })) if (++batches === 2) void pool.close()
    }
    await expect(all()).rejects.toThrow('the mutation pool was closed')
    expect(batches).toBeLessThan(20)
  })

  it('starts no thread again once it is closed', async () => {
    const threads = (): number => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length
    for (let k = 0; k < 5; k++) {
      const pool = poolOf(2, { rngSeed: k })
      for await (const { accepted } of pool.mutate({ count: 100, mode: 'd1' })) if (accepted > 0) break
      await pool.close()
    }
    await expect.poll(threads).toBe(0)
  })

  it('says so when the worker cannot start', async () => {
    const pool = poolOf(1, { entry: pathToFileURL('/nowhere.js') })
    await expect(made(pool, { count: 5, mode: 'd1' })).rejects.toThrow('a mutation worker failed')
  })
})
