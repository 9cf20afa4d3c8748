import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../../core/dsl/eval/interpreter'
import { DEFAULT_BUDGET } from '../../core/dsl/meter'
import { parseProgram } from '../../core/dsl/syntax/parser'
import { Grid } from '../../core/grid/grid'
import { executeProgram } from '../../core/loop/executeProgram'
import type { Task } from '../../core/task/task'
import { buildEntries, removeEntries } from './buildEntries.testSupport'
import { TaskSearcher } from './taskSearcher'

const INPUTS = [
  [[1, 2, 0], [3, 4, 0]], // prettier-ignore
  [[5, 0], [6, 7]], // prettier-ignore
  [[0, 1, 1, 2]],
]
const taskOf = (id: string, rule: (rows: number[][]) => number[][]): Task => {
  const pairs = INPUTS.map((rows) => ({ input: Grid.fromRows(rows), output: Grid.fromRows(rule(rows)) }))
  return { id, train: pairs.slice(0, 2), test: pairs.slice(2) }
}
const tasks = [
  taskOf('mirror', (rows) => rows.map((row) => [...row].reverse())),
  taskOf('stack', (rows) => [...rows, ...[...rows].reverse()]),
  taskOf('never', () => [[7]]),
]
/** Four lines that a search of so few calls does not come upon, and one more. */
const BLOCK = 'x1 = cmirror(I)\nx2 = replace(x1, THREE, SEVEN)\nx3 = vupscale(x2, FIVE)\nx4 = hupscale(x3, FOUR)'
const { program: solution } = parseProgram(`${BLOCK}\nO = hmirror(x4)`)
const deep = taskOf('deep', (rows) => {
  const outcome = runProgram(solution, Grid.fromRows(rows), DEFAULT_BUDGET)
  return outcome.kind === 'value' && outcome.value instanceof Grid ? outcome.value.toRows() : []
})
tasks.push(deep)
const CALLS = 3000

let built: string
beforeAll(async () => {
  built = await buildEntries('taskSearcher', { searchWorker: 'node/jobs/searchWorker.entry.ts' })
})
afterAll(() => removeEntries(built))

const searchers: TaskSearcher[] = []
afterEach(() => Promise.all(searchers.splice(0).map((searcher) => searcher.close())))
function searcherOf(workers: number): TaskSearcher {
  const entry = pathToFileURL(join(built, 'searchWorker.js'))
  const searcher = new TaskSearcher({ entry, workers, tasks, budget: DEFAULT_BUDGET, seedTexts: ['O = hmirror(I)'] })
  searchers.push(searcher)
  return searcher
}

describe('TaskSearcher', () => {
  it('matches what the interpreter says reproduces a demonstration, by place, at any number of workers', async () => {
    const programs = ['O = hmirror(I)', 'O = identity(I)', 'O = vmirror(I)', 'O = I', 'O = nonsense(I)', 'O = trim(I)']
    const programsOfAll = [...programs, ...programs.map((text) => text.replace('O = ', 'x1 = ') + '\nO = vmirror(x1)')]
    const taskIds = ['stack', 'mirror', 'never']
    const expected = taskIds.map((taskId) => {
      const task = tasks.find(({ id }) => id === taskId) as Task
      return programsOfAll.flatMap((text, place) =>
        executeProgram(task, text, DEFAULT_BUDGET).demosRight > 0 ? [place] : [],
      )
    })
    expect(expected[1]?.length).toBeGreaterThan(1)
    for (const workers of [1, 2]) {
      const searcher = searcherOf(workers)
      expect(await searcher.match(taskIds, programsOfAll)).toEqual(expected)
      expect(await searcher.match(['mirror'], programs)).toEqual([
        expected[1]?.filter((place) => place < programs.length),
      ])
    }
  })

  it('answers in the order asked, the same at any number of workers and every time', async () => {
    const orders = ['never', 'stack', 'mirror'].map((taskId) => ({ taskId, fragments: [] }))
    const searcher = searcherOf(1)
    const found = await searcher.search(orders, CALLS)
    const right = (taskId: string, program: string): number =>
      executeProgram(tasks.find(({ id }) => id === taskId) as Task, program, DEFAULT_BUDGET).demosRight
    orders.forEach(({ taskId }, k) => {
      if (taskId !== 'never') expect(right(taskId, found[k]?.[0] ?? '')).toBe(2)
    })
    expect(await searcher.search(orders, CALLS)).toEqual(found)
    expect(await searcherOf(3).search(orders, CALLS)).toEqual(found)
  })

  it('builds upon the programs that it is given', async () => {
    const fits = async (fragments: string[]): Promise<boolean> => {
      const [found] = await searcherOf(1).search([{ taskId: 'deep', fragments }], 10 * CALLS)
      return (found ?? []).some((text) => executeProgram(deep, text, DEFAULT_BUDGET).demosRight === 2)
    }
    expect(await fits([])).toBe(false)
    expect(await fits([`${BLOCK}\nO = trim(x4)`])).toBe(true)
  })

  it('refuses a task that it does not know', async () => {
    await expect(searcherOf(1).search([{ taskId: 'x', fragments: [] }], CALLS)).rejects.toThrow('no task x')
  })
})
