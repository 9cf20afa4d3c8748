/**
 * Runs arc-dsl's programs on the inputs that record.py wrote and compares with what CPython gave. See README.md.
 *
 *     npx tsx tools/cpythonComparison/compare.ts RECORDED SOLVERS_PY
 */
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { checkProgram, isRunnable } from '../../src/core/dsl/check/checkProgram'
import { compileProgram, runCompiled } from '../../src/core/dsl/eval/compile'
import { runProgram } from '../../src/core/dsl/eval/interpreter'
import type { Outcome } from '../../src/core/dsl/eval/outcome'
import { DEFAULT_BUDGET, type Budget } from '../../src/core/dsl/meter'
import { primitiveValue } from '../../src/core/dsl/primitives'
import type { Program } from '../../src/core/dsl/syntax/ast'
import { valueFromJson, valuesEqual, valueToJson } from '../../src/core/dsl/value'
import { Grid } from '../../src/core/grid/grid'
import { programsOf } from '../../src/node/data/readPrograms'

/** What CPython gave under one order of sets; none of these where it raised. */
interface Recorded {
  readonly output?: unknown
  readonly error?: string
  readonly timeout?: number
}

interface Line extends Recorded {
  readonly task: string
  readonly input: number[][]
  readonly orderDependent: boolean
  /** no order made a difference, but under one the time was up: it may matter */
  readonly orderUnknown?: boolean
  /** under ascending order, where the order matters */
  readonly ascending?: Recorded
}

/** What the reference can build: here it is about values. What DEFAULT_BUDGET stops is counted apart. */
const WIDE_BUDGET: Budget = { ...DEFAULT_BUDGET, steps: 100_000_000, cells: 1_000_000 }

type Verdict = 'equal' | 'bothFail' | 'different'

function verdictOf(outcome: Outcome, recorded: Recorded): Verdict {
  if (recorded.error !== undefined) return outcome.kind === 'failed' ? 'bothFail' : 'different'
  if (outcome.kind === 'failed') return 'different'
  const wanted = valueFromJson(recorded.output, primitiveValue)
  return wanted.ok && valuesEqual(outcome.value, wanted.value) ? 'equal' : 'different'
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'failed') return `line ${outcome.line}: ${outcome.message}`
  return JSON.stringify(valueToJson(outcome.value)).slice(0, 120)
}

function describeRecorded({ output, error }: Recorded): string {
  return error === undefined ? JSON.stringify(output).slice(0, 120) : `failure (${error})`
}

function readSolvers(path: string): Map<string, Program> {
  const programs = new Map<string, Program>()
  for (const { taskName, text, where } of programsOf(readFileSync(path, 'utf8'), path)) {
    const { program, diagnostics } = checkProgram(text)
    if (!isRunnable(diagnostics)) console.log(`${where}: ${diagnostics[0]?.message ?? ''}`)
    programs.set(taskName, program)
  }
  return programs
}

const { positionals } = parseArgs({ allowPositionals: true })
const [recordedPath = '', solversPath = ''] = positionals
const programs = readSolvers(solversPath)
const counts = { grids: 0, equal: 0, bothFail: 0, different: 0, timeouts: 0, unlike: 0, stopped: 0, unknown: 0 }
const ordered = { grids: 0, asCPython: 0, asAscending: 0, neither: 0 }
const tasks = new Set<string>()
const orderedTasks = new Map<string, number>()
const differences: string[] = []
let compiledMs = 0
let mostSteps = { steps: 0, task: '' }

for await (const text of createInterface({ input: createReadStream(recordedPath), crlfDelay: Infinity })) {
  const line = JSON.parse(text) as Line
  const program = programs.get(line.task)
  if (!program) continue
  counts.grids++
  tasks.add(line.task)
  if (line.timeout !== undefined) {
    counts.timeouts++
    continue
  }
  const input = Grid.fromRows(line.input)
  const outcome = runProgram(program, input, WIDE_BUDGET)
  const compiled = compileProgram(program)
  const start = performance.now()
  const fast = runCompiled(compiled, input, WIDE_BUDGET)
  compiledMs += performance.now() - start
  if (fast.kind === 'value' && runCompiled(compiled, input, DEFAULT_BUDGET).kind === 'failed') counts.stopped++
  if (outcome.steps > mostSteps.steps) mostSteps = { steps: outcome.steps, task: line.task }
  if (describe(fast) !== describe(outcome) || fast.steps !== outcome.steps) {
    counts.unlike++
    differences.push(`${line.task} compiled ${describe(fast)}, interpreted ${describe(outcome)}`)
  }
  const verdict = verdictOf(outcome, line)
  if (line.orderDependent) {
    ordered.grids++
    orderedTasks.set(line.task, (orderedTasks.get(line.task) ?? 0) + 1)
    if (verdict !== 'different') ordered.asCPython++
    else if (line.ascending && verdictOf(outcome, line.ascending) !== 'different') ordered.asAscending++
    else ordered.neither++
    continue
  }
  if (line.orderUnknown) {
    counts.unknown++
    continue
  }
  counts[verdict]++
  if (verdict !== 'different') continue
  differences.push(
    `${line.task} on ${JSON.stringify(line.input)}\n  CPython ${describeRecorded(line)}\n  ours    ${describe(outcome)}`,
  )
}

const independent = counts.equal + counts.bothFail + counts.different
console.log(`${counts.grids} grids of ${tasks.size} tasks, ${counts.timeouts} of them beyond CPython's time limit`)
console.log(`whatever the order of sets: ${independent}`)
console.log(`  equal      ${counts.equal}`)
console.log(`  both fail  ${counts.bothFail}`)
console.log(`  different  ${counts.different}`)
console.log(`dependent on the order of sets: ${ordered.grids}`)
console.log(`  as CPython         ${ordered.asCPython}`)
console.log(`  as ascending order ${ordered.asAscending}`)
console.log(`  as neither         ${ordered.neither}`)
console.log(`  tasks: ${[...orderedTasks].map(([task, count]) => `${task} (${count})`).join(' ')}`)
console.log(`order unknown, for lack of time: ${counts.unknown}`)
console.log(`stopped by the default budget: ${counts.stopped}`)
console.log(`compiled unlike interpreted: ${counts.unlike}`)
console.log(`compiled runs: ${compiledMs.toFixed(0)} ms in all; most steps ${mostSteps.steps} (${mostSteps.task})`)
for (const difference of differences.slice(0, 40)) console.log(difference)
if (differences.length > 40) console.log(`and ${differences.length - 40} more`)
process.exitCode = differences.length === 0 ? 0 : 1
