import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { parseProgram } from '../../core/dsl/syntax/parser'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { Grid } from '../../core/grid/grid'
import { predictsTests } from '../../core/search/rankFits'
import { solves } from '../../core/task/solves'
import type { Task } from '../../core/task/task'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { SearchCancelled, SearchPool, type ProgramFit } from './searchPool'

const pair = (rows: number[][], turned: number[][]) => ({ input: Grid.fromRows(rows), output: Grid.fromRows(turned) })
const flip: Task = {
  id: 'flip',
  train: [
    pair([[1, 2], [3, 4]], [[3, 4], [1, 2]]), // prettier-ignore
    pair([[5, 5], [6, 7], [8, 8]], [[8, 8], [6, 7], [5, 5]]), // prettier-ignore
  ],
  test: [pair([[1], [2]], [[2], [1]])],
}
const turn: Task = { id: 'turn', train: [pair([[1, 2]], [[2, 1]])], test: [pair([[3, 4]], [[4, 3]])] }
const tasks = [flip, turn]

let built: string
beforeAll(async () => {
  built = await buildEntries('searchPool', { searchWorker: 'node/jobs/searchWorker.entry.ts' })
})
afterAll(() => removeEntries(built))

const pools: SearchPool[] = []
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))
function poolOf(workers: number): SearchPool {
  const entry = pathToFileURL(join(built, 'searchWorker.js'))
  const pool = new SearchPool({ entry, workers, tasks, budget: DEFAULT_BUDGET })
  pools.push(pool)
  return pool
}

const PROGRAMS = [
  'O = vmirror(I)',
  'x1 = rot90(I)\nx2 = rot90(x1)\nO = vmirror(x2)',
  'O = hmirror(I)',
  'O = = I',
  'O = nothing(I)',
  'O = rot180(I)',
  'x1 = identity(I)\nO = hmirror(x1)',
]

interface Found extends ProgramFit {
  readonly task: string
}

async function fitsOf(workers: number): Promise<Found[]> {
  const found: Found[] = []
  await poolOf(workers).evaluate(PROGRAMS, ({ task, fits }) =>
    found.push(...fits.map((fit) => ({ ...fit, task: task.id }))),
  )
  return found.sort((a, b) => (a.task === b.task ? a.order - b.order : a.task < b.task ? -1 : 1))
}

it('finds what fits, with the same programs and predictions at any number of workers', async () => {
  const found = await fitsOf(1)
  expect(found.map(({ task, order }) => [task, order])).toEqual([
    ['flip', 1],
    ['flip', 2],
    ['flip', 6],
    ['turn', 0],
    ['turn', 5],
  ])
  for (const { task, program, predictions, lines } of found) {
    const whole = tasks.find(({ id }) => id === task) as Task
    expect(predictsTests(predictions, whole)).toBe(solves(parseProgram(program).program, whole, DEFAULT_BUDGET))
    expect(lines).toBe(parseProgram(program).program.statements.length)
  }
  expect(await fitsOf(3)).toEqual(found)
})

it('ends when it is closed', async () => {
  const pool = poolOf(2)
  let units = 0
  const done = pool.evaluate(
    Array.from({ length: 200_000 }, (_, k) => `x1 = hmirror(I)\nx2 = upscale(x1, TWO)\nO = add(x2, x${k})`),
    () => {
      units++
      void pool.close()
    },
  )
  await expect(done).rejects.toThrow(SearchCancelled)
  expect(units).toBeLessThan(16)
})

it('says so when the worker cannot start', async () => {
  const pool = new SearchPool({ entry: pathToFileURL('/nowhere.js'), workers: 1, tasks, budget: DEFAULT_BUDGET })
  await expect(pool.evaluate(PROGRAMS, () => undefined)).rejects.toThrow('internal: ')
})
