/**
 * What the enumeration solves: `npx tsx bench/enumerate.ts TASKDIR --seeds SOLVERS [--every 4 --from 0] [--seconds 2]
 * [--evaluations N] [--out f.json] [--list]`, with a folder of tasks and the programs (solvers.py, folder or file) that
 * costs are learnt from. Of a task's own program nothing is learnt. `--hide` prints no task ids: for held-out parts.
 */
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkProgram } from '../src/core/dsl/check/checkProgram'
import type { Program } from '../src/core/dsl/syntax/ast'
import { enumerateTask, type TaskEnumeration } from '../src/core/search/enumerate/enumerateTask'
import { learnCosts } from '../src/core/search/enumerate/learnCosts'
import { parseTaskText } from '../src/core/task/parseTask'
import type { Task } from '../src/core/task/task'
import { readPrograms } from '../src/node/data/readPrograms'

const { values: args, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string' },
    every: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    seconds: { type: 'string', default: '2' },
    evaluations: { type: 'string', default: '1000000000' },
    out: { type: 'string' },
    list: { type: 'boolean', default: false },
    hide: { type: 'boolean', default: false },
  },
})
const folder = positionals[0]
if (!folder || !args.seeds) refuse('usage: npx tsx bench/enumerate.ts TASKDIR --seeds SOLVERS')

const [every, from, seconds, evaluations] = [args.every, args.from, args.seconds, args.evaluations].map(Number) as [
  number,
  number,
  number,
  number,
]
const seeds = await readSeeds(args.seeds)
const only = args.only?.split(',')
const tasks = readTasks(folder).filter(({ id }, k) => (only ? only.includes(id) : k % every === from))

interface Row {
  readonly id: string
  readonly kind: string
  readonly isFit: boolean
  readonly rank: number
  readonly firstRightMs: number
  readonly elapsedMs: number
  readonly result: TaskEnumeration
}

const rows: Row[] = tasks.map((task) => {
  const others = seeds.filter(({ taskName }) => taskName !== task.id).map(({ program }) => program)
  const costs = learnCosts(others)
  const start = performance.now()
  const deadline = (): boolean => performance.now() - start > seconds * 1000
  const testInputs = task.test.map(({ input }) => input)
  const search = enumerateTask({ train: task.train, testInputs }, { costs, evaluations, deadline })
  let fits = 0
  let lastFitMs = 0
  for (;;) {
    const step = search.next()
    const now = performance.now() - start
    if (step.done) {
      const rank = step.value.fits.findIndex(({ predictions }) =>
        task.test.every(({ output }, k) => predictions[k]?.equals(output)),
      )
      const row = {
        id: task.id,
        kind: kindOf(task),
        isFit: step.value.fits.length > 0,
        rank,
        firstRightMs: lastFitMs,
        elapsedMs: now,
        result: step.value,
      }
      if (args.list) show(row)
      return row
    }
    if (step.value.fits !== fits && fits === 0) lastFitMs = now
    fits = step.value.fits
  }
})

const solved = (k: number, of: readonly Row[] = rows): number => of.filter(({ rank }) => rank >= 0 && rank < k).length
const total = (of: (row: Row) => number): number => rows.reduce((sum, row) => sum + of(row), 0)
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0
console.log(
  `tasks ${rows.length}, pass@1 ${solved(1)}, pass@3 ${solved(3)}, any ${solved(1e9)}, with a fit ${rows.filter(({ isFit }) => isFit).length}`,
)
for (const kind of ['same shape', 'smaller', 'larger or mixed']) {
  const of = rows.filter((row) => row.kind === kind)
  console.log(`  ${kind}: ${solved(3, of)} of ${of.length}`)
}
const steps = new Map<string, number>()
for (const { rank, result } of rows) {
  const step = rank >= 0 && rank < 3 ? result.fits[rank]?.step : undefined
  if (step) steps.set(step, (steps.get(step) ?? 0) + 1)
}
console.log(
  `  by step: ${[...steps]
    .sort((a, b) => b[1] - a[1])
    .map(([step, n]) => `${step} ${n}`)
    .join(', ')}`,
)
const seconds_ = total(({ elapsedMs }) => elapsedMs) / 1000
console.log(
  `first fit of solved, median ms ${median(rows.filter(({ rank }) => rank >= 0).map(({ firstRightMs }) => firstRightMs)).toFixed(0)}; ` +
    `${(total(({ result }) => result.evaluated) / seconds_ / 1000).toFixed(0)}k evaluations/s; ` +
    `values ${(total(({ result }) => result.values) / rows.length).toFixed(0)} a task, level ${(total(({ result }) => result.level) / rows.length).toFixed(1)}, ` +
    `${seconds_.toFixed(0)} s in all, memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
)
if (args.out) {
  const report = rows.map(({ result, ...row }) => ({
    ...row,
    evaluated: result.evaluated,
    values: result.values,
    level: result.level,
    fits: result.fits.map(({ text, cost, step }) => ({ text, cost, step })),
  }))
  writeFileSync(args.out, JSON.stringify(report, null, 1))
}

function show({ id, rank, elapsedMs, result }: Row): void {
  const verdict = rank >= 0 ? `right at ${rank + 1}` : result.fits.length > 0 ? 'wrong' : '-'
  const programs = result.fits
    .slice(0, Math.max(3, rank + 1))
    .map(({ text, cost, step }) => `\n    [${cost} ${step}] ${text.replaceAll('\n', '; ')}`)
  console.log(
    `${id} ${verdict} level ${result.level} values ${result.values} evaluated ${result.evaluated} ${elapsedMs.toFixed(0)} ms${args.hide ? '' : programs.join('')}`,
  )
}

function kindOf({ train }: Task): string {
  const is = (holds: (input: number, output: number) => boolean): boolean =>
    train.every(({ input, output }) => holds(input.rows, output.rows) && holds(input.cols, output.cols))
  return is((a, b) => a === b) ? 'same shape' : is((a, b) => b <= a) ? 'smaller' : 'larger or mixed'
}

async function readSeeds(path: string): Promise<{ taskName: string; program: Program }[]> {
  const read = await readPrograms(path)
  if (!read.ok) refuse(read.error.message)
  return read.value.flatMap(({ taskName, text, problem }) => {
    const { program, diagnostics } = checkProgram(text)
    return problem || diagnostics.some(({ severity }) => severity === 'error') ? [] : [{ taskName, program }]
  })
}

function readTasks(path: string): Task[] {
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.json') && statSync(join(path, file)).isFile(),
  )
  return files
    .map((file) => parseTaskText(basename(file, '.json'), readFileSync(join(path, file), 'utf8')))
    .flatMap((task) => (task.ok ? [task.value] : []))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}
