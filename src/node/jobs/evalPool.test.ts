import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { Grid } from '../../core/grid/grid'
import { executeProgram } from '../../core/loop/executeProgram'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import type { Task } from '../../core/task/task'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { EvalPool, type EvalPoolOptions } from './evalPool'

const pair = (rows: number[][]) => {
  const input = Grid.fromRows(rows)
  return { input, output: Grid.fromRows([...rows].reverse()) }
}
const tasks: Task[] = ['a', 'b'].map((id, k) => ({
  id,
  train: [
    pair([
      [1, k],
      [2, 3],
    ]),
    pair([
      [4, 5],
      [k, 6],
    ]),
  ],
  test: [
    pair([
      [7, 8, k],
      [0, 0, 1],
    ]),
  ],
}))
const budget = { steps: 20_000, cells: 5_000, depth: DEFAULT_BUDGET.depth }

let built: string
beforeAll(async () => {
  built = await buildEntries('evalPool', {
    evalWorker: 'node/jobs/evalWorker.entry.ts',
    hangingWorker: 'node/jobs/hangingWorker.testEntry.ts',
  })
})
afterAll(() => removeEntries(built))

const pools: EvalPool[] = []
const entryOf = (name: string): { entry: URL } => ({ entry: pathToFileURL(join(built, name)) })

function poolOf(workers: number, more: Partial<EvalPoolOptions> = {}): EvalPool {
  const limits = { stepBudget: budget.steps, sizeBudget: budget.cells }
  const pool = new EvalPool({ ...entryOf('evalWorker.js'), workers, tasks, ...limits, ...more })
  pools.push(pool)
  return pool
}
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())))

const PROGRAMS = [
  'O = hmirror(I)',
  'O = vmirror(I)',
  'y = rot90(I)\nO = rot270(y)',
  'O = nonsense(I)',
  'O = = I',
  'O = height(I)',
  'x1 = compose(hmirror, vmirror)\nO = x1(I)',
  'x1 = upscale(I, TEN)\nx2 = upscale(x1, TEN)\nO = upscale(x2, TEN)',
]
const requests = Array.from({ length: 330 }, (_, k) => ({
  taskId: k % 3 === 0 ? 'a' : 'b',
  program: PROGRAMS[k % PROGRAMS.length] as string,
}))

it('gives what executing here gives, in order, with one worker and with three', async () => {
  const here = requests.map(({ taskId, program }) =>
    executeProgram(tasks[taskId === 'a' ? 0 : 1] as Task, program, budget),
  )
  expect(new Set(here.map(({ failure }) => failure)).size).toBeGreaterThan(3)
  const [one, three] = await Promise.all([poolOf(1).execute(requests), poolOf(3).execute(requests)])
  expect(one).toEqual(here)
  expect(three).toEqual(here)
  expect(three[0]?.demoOutputs[0]).toBeInstanceOf(Grid)
})

it('answers calls that overlap, each with its own', async () => {
  const pool = poolOf(2)
  const [first, second] = await Promise.all([
    pool.execute(requests.slice(0, 120)),
    pool.execute(requests.slice(120, 130)),
  ])
  expect(first.map(({ taskId }) => taskId)).toEqual(requests.slice(0, 120).map(({ taskId }) => taskId))
  expect(second).toHaveLength(10)
  expect(await pool.execute([])).toEqual([])
})

it.each([
  ['hangs its worker', 'hang', { wallLimitMs: 1500 }, 'run/time'],
  ['fills its memory', 'fill', { wallLimitMs: 600_000, memoryLimitMiB: 64 }, 'run/size'],
])('ends a program that %s, and runs the rest of the chunk', async (_, bad, limits, failure) => {
  const pool = poolOf(2, { ...entryOf('hangingWorker.js'), ...limits })
  const programs = Array.from({ length: 120 }, (_, k) => (k === 7 || k === 60 ? bad : `p${k}`))
  const executions = await pool.execute(programs.map((program) => ({ taskId: 'a', program })))
  expect(executions.map(({ program }) => program)).toEqual(programs)
  expect(executions.flatMap((execution, k) => (execution.failure === null ? [] : [[k, execution.failure]]))).toEqual([
    [7, failure],
    [60, failure],
  ])
  expect(executions[7]).toMatchObject({ executed: false, demoOutputs: [null, null], testRight: [false] })
})

it('rejects on our own bug, and after it is closed', async () => {
  const pool = poolOf(2)
  await expect(pool.execute([{ taskId: 'nowhere', program: 'O = I' }])).rejects.toThrow('internal: ')
  expect((await pool.execute([{ taskId: 'a', program: 'O = hmirror(I)' }]))[0]?.demosRight).toBe(2)
  await pool.close()
  await expect(pool.execute(requests)).rejects.toThrow('closed')
})

it('rejects when the worker cannot start', async () => {
  const pool = poolOf(1, entryOf('noSuchWorker.js'))
  await expect(pool.execute(requests)).rejects.toThrow('internal: ')
})
