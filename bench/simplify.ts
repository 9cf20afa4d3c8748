/**
 * How much shorter programs become: `npx tsx bench/simplify.ts SOLVERS TASKDIR [evaluations] [--list] [--rules=a,b]`,
 * with the programs at SOLVERS (a solvers.py, a folder of program files or one such file) and the folder or zip of their
 * tasks.
 *
 * Each program is simplified on the inputs of its task's demonstration pairs; no output and no test input is looked at.
 * Then it is held against the original on those inputs (a difference is our bug: exit code 1) and, only to report it, on
 * the test inputs. `--list` prints the programs that became shorter, `--rules` uses some rules only.
 */
import { readSeedPrograms } from '../src/cli/readSeedPrograms'
import { checkProgram, isRunnable } from '../src/core/dsl/check/checkProgram'
import { runProgram } from '../src/core/dsl/eval/interpreter'
import { DEFAULT_BUDGET } from '../src/core/dsl/meter'
import type { Program } from '../src/core/dsl/syntax/ast'
import { printProgram } from '../src/core/dsl/syntax/printer'
import { valuesEqual } from '../src/core/dsl/value'
import type { Grid } from '../src/core/grid/grid'
import { DEFAULT_SIMPLIFY_BUDGET, simplifyProgram } from '../src/core/search/simplify/simplifyProgram'

const [solversPath, tasksPath, evaluationsText] = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
if (!solversPath || !tasksPath) refuse('usage: npx tsx bench/simplify.ts SOLVERS TASKDIR [evaluations]')
const evaluations = Number(evaluationsText ?? DEFAULT_SIMPLIFY_BUDGET.evaluations)
const isListing = process.argv.includes('--list')
const rules = process.argv
  .find((arg) => arg.startsWith('--rules='))
  ?.slice('--rules='.length)
  .split(',')
const read = await readSeedPrograms(solversPath, tasksPath)
if (!read.ok) refuse(`${read.error.where ?? solversPath}: ${read.error.message}`)

const results = read.value.seeds.map(({ task, program }) => {
  const demonstrations = task.train.map(({ input }) => input)
  const tests = task.test.map(({ input }) => input)
  const start = performance.now()
  const simplified = simplifyProgram(program, demonstrations, { evaluations }, { rules })
  const elapsedMs = performance.now() - start
  const shorter = simplified.program
  if (isListing && simplified.steps.length > 0) {
    console.log(`\n${task.id}`)
    for (const { rule, before, after } of simplified.steps) {
      console.log(`  ${rule}:\n    ${before.join('\n    ')}\n  ->\n    ${after.join('\n    ')}`)
    }
    console.log(`  tests equal: ${tests.every((input) => sameOn(program, shorter, input))}`)
  }
  return {
    steps: simplified.steps,
    isComplete: simplified.isComplete,
    elapsedMs,
    linesBefore: program.statements.length,
    linesAfter: shorter.statements.length,
    isEqual: demonstrations.every((input) => sameOn(program, shorter, input)),
    isEqualOnTests: tests.every((input) => sameOn(program, shorter, input)),
    isRefused: !isRunnable(checkProgram(printProgram(shorter)).diagnostics),
  }
})

const times = results.map(({ elapsedMs }) => elapsedMs).sort((a, b) => a - b)
const quantile = (share: number): number => Number((times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1))
const sum = (of: (one: (typeof results)[number]) => number): number =>
  results.reduce((total, one) => total + of(one), 0)
const changed = results.filter(({ steps }) => steps.length > 0)
const byRule: Record<string, number> = {}
for (const { rule } of results.flatMap(({ steps }) => steps)) byRule[rule] = (byRule[rule] ?? 0) + 1
const different = results.filter(({ isEqual }) => !isEqual).length
const report = {
  programs: results.length,
  refused: read.value.refused.length,
  evaluations,
  shortened: changed.length,
  shortenedEqualOnTests: changed.filter(({ isEqualOnTests }) => isEqualOnTests).length,
  linesBefore: sum(({ linesBefore }) => linesBefore),
  linesAfter: sum(({ linesAfter }) => linesAfter),
  differentOnDemonstrations: different,
  refusedByChecker: results.filter(({ isRefused }) => isRefused).length,
  complete: results.filter(({ isComplete }) => isComplete).length,
  byRule,
  ms: { median: quantile(0.5), p90: quantile(0.9), max: quantile(1) },
}
console.log(JSON.stringify(report, null, 2))
if (different > 0) process.exitCode = 1

function sameOn(a: Program, b: Program, input: Grid): boolean {
  const [one, other] = [runProgram(a, input, DEFAULT_BUDGET), runProgram(b, input, DEFAULT_BUDGET)]
  if (one.kind === 'failed' || other.kind === 'failed') return one.kind === other.kind
  return valuesEqual(one.value, other.value)
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}
