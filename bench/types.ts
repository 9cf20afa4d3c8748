/**
 * How well types are inferred: `npx tsx bench/types.ts SOLVERS TASKDIR [--json]`, with the programs at SOLVERS (a
 * solvers.py, a folder of program files or one such file) and the folder or zip of their tasks.
 *
 * Every program runs on all pairs of its task. A line counts once, whatever the number of pairs:
 * - admitted: the inferred type admits the line's value on every pair (see `admits`; `elements` the same for what is
 *   inferred about elements);
 * - concrete: the inferred type is one of Boolean, Integer, IntegerTuple, IntegerSet, Grid, Cell, Object, Objects,
 *   Indices, IndicesSet, Callable. A union (Any, Numerical, Patch, Piece, Element, Container, ContainerContainer,
 *   FrozenSet, Tuple, TupleTuple) is not, even where its elements are known;
 * - precise: concrete, or a tuple or set without a type name of its own whose elements' type is known and precise, such
 *   as a Tuple of Grids: one type, but not in the DSL's list of names.
 *
 * A program that the checker calls wrong although somebody runs it is a false error. Exits with 1 where a line is not
 * admitted or a program refused.
 */
import { existsSync } from 'node:fs'
import { readSeedPrograms, type SeedProgram } from '../src/cli/readSeedPrograms'
import { admits, termAdmits } from '../src/core/dsl/check/admits'
import { inferTerms, inferTypes } from '../src/core/dsl/check/infer'
import { isConcrete, isPrecise, type Term } from '../src/core/dsl/check/term'
import { traceValues } from '../src/core/dsl/eval/trace'
import { DEFAULT_BUDGET } from '../src/core/dsl/meter'
import { printStatement } from '../src/core/dsl/syntax/printer'
import { runtimeType } from '../src/core/dsl/value'

interface LineResult {
  readonly task: string
  readonly line: number
  readonly callee: string
  readonly text: string
  readonly inferred: string
  /** types of its values on the task's pairs */
  readonly seen: readonly string[]
  readonly isAdmitted: boolean
  readonly areElementsAdmitted: boolean
  readonly isConcrete: boolean
  readonly isPrecise: boolean
  /** has a value on at least one pair */
  readonly ran: boolean
}

const paths = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const [solversPath, tasksPath] = paths
if (!solversPath || !tasksPath) refuse('usage: npx tsx bench/types.ts SOLVERS TASKDIR [--json]')
for (const path of paths) if (!existsSync(path)) refuse(`${path}: no such file or folder`)

const read = await readSeedPrograms(solversPath, tasksPath)
if (!read.ok) refuse(`${read.error.where ?? solversPath}: ${read.error.message}`)
const { seeds, refused } = read.value
const falseErrors = refused.filter(({ code }) => /^(syntax|name|type)\//.test(code))
const lines = seeds.flatMap(linesOf)
const microseconds = inferenceCost(seeds)
const share = (wanted: (line: LineResult) => boolean): number => lines.filter(wanted).length / lines.length
const report = {
  programs: seeds.length,
  falseErrors: falseErrors.map(({ taskName, message }) => ({ task: taskName, message })),
  lines: lines.length,
  linesRun: lines.filter((line) => line.ran).length,
  admitted: share((line) => line.isAdmitted),
  elementsAdmitted: share((line) => line.areElementsAdmitted),
  concrete: share((line) => line.isConcrete),
  precise: share((line) => line.isPrecise),
  inferenceUsPerProgram: microseconds,
  notAdmitted: byCallee((line) => !line.isAdmitted || !line.areElementsAdmitted),
  notConcrete: byCallee((line) => !line.isConcrete),
}
if (process.argv.includes('--json')) console.log(JSON.stringify(report, null, 2))
else print()
process.exitCode = report.admitted < 1 || falseErrors.length > 0 ? 1 : 0

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}

function linesOf({ task, program }: SeedProgram): LineResult[] {
  const terms = inferTerms(program)
  const runs = [...task.train, ...task.test].map(({ input }) => traceValues(program, input, DEFAULT_BUDGET))
  return program.statements.map((statement, k) => {
    const term = terms[k] as Term
    const values = runs.map((run) => run[k]).filter((value) => value !== undefined)
    return {
      task: task.id,
      line: statement.span.line,
      callee: statement.callee?.text ?? '',
      text: printStatement(statement),
      inferred: termText(term),
      seen: [...new Set(values.map(runtimeType))],
      isAdmitted: values.every((value) => admits(term.type, value)),
      areElementsAdmitted: values.every((value) => termAdmits(term, value)),
      isConcrete: isConcrete(term.type),
      isPrecise: isPrecise(term),
      ran: values.length > 0,
    }
  })
}

/** The type with its elements' type where the name alone does not tell it. */
function termText({ type, element }: Term): string {
  return element && !isConcrete(type) ? `${type} of ${termText(element)}` : type
}

function byCallee(wanted: (line: LineResult) => boolean): { callee: string; lines: LineResult[] }[] {
  const groups = new Map<string, LineResult[]>()
  for (const line of lines.filter(wanted)) {
    const callee = /^x\d+$/.test(line.callee) ? 'a variable' : line.callee
    groups.set(callee, [...(groups.get(callee) ?? []), line])
  }
  return [...groups]
    .map(([callee, group]) => ({ callee, lines: group }))
    .sort((a, b) => b.lines.length - a.lines.length)
}

/** Microseconds to infer one program, the mean over all programs in the fastest of some rounds. */
function inferenceCost(programs: readonly SeedProgram[]): number {
  let fastest = Infinity
  for (let round = 0; round < 40; round++) {
    const start = performance.now()
    for (const { program } of programs) inferTypes(program)
    fastest = Math.min(fastest, performance.now() - start)
  }
  return (fastest * 1000) / programs.length
}

function print(): void {
  const percent = (part: number): string => `${(part * 100).toFixed(2)} %`
  console.log(`${report.programs} programs, ${report.lines} lines, ${report.linesRun} of them with a value`)
  console.log(`admitted ${percent(report.admitted)} (with elements ${percent(report.elementsAdmitted)})`)
  console.log(`concrete ${percent(report.concrete)}, precise ${percent(report.precise)}`)
  console.log(`false errors ${falseErrors.length}; inference ${microseconds.toFixed(1)} µs a program`)
  for (const { task, message } of report.falseErrors) console.log(`  ${task}: ${message}`)
  const lists = [
    ['not admitted', report.notAdmitted],
    ['not concrete', report.notConcrete],
  ] as const
  for (const [title, groups] of lists) {
    for (const { callee, lines: group } of groups) {
      console.log(`\n${title}: ${callee}, ${group.length}`)
      for (const { task, line, text, inferred, seen } of group) {
        console.log(`  ${task}:${line}  ${text}  inferred ${inferred}, seen ${seen.join(', ')}`)
      }
    }
  }
}
