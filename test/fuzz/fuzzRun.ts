import { DEFAULT_BUDGET, type Budget } from '../../src/core/dsl/meter'
import type { Program } from '../../src/core/dsl/syntax/ast'
import { buildProgram, partsOf } from '../../src/core/dsl/syntax/build'
import { printProgram } from '../../src/core/dsl/syntax/printer'
import type { Grid } from '../../src/core/grid/grid'
import type { Rng } from '../../src/core/util/rng'
import { checkText, type TextFault } from './checkText'
import { codeOf, compareRuns, type Compared } from './compareRuns'
import { cpuMs } from './cpuMs'
import { drawGrid, drawLargeGrid } from './drawGrid'
import { drawProgram, type Parent } from './drawProgram'
import { drawText } from './drawText'

/** One run of a drawn program. */
export interface Case {
  readonly program: Program
  readonly input: Grid
  readonly budget: Budget
}

export interface ProgramFinding extends Case {
  readonly what: string
}

export interface CaseReport extends Case {
  readonly kind: string
  readonly code: string
  /** of the slower of the two ways */
  readonly ms: number
  readonly steps: number
  readonly finding: ProgramFinding | null
}

/** Draws the program with this number and runs it both ways: on a small grid, on a large one, and within small budgets. */
export function fuzzProgram(rng: Rng, parents: readonly Parent[], report: (done: CaseReport) => void): void {
  const { kind, program } = drawProgram(rng, parents)
  const small = drawGrid(rng, 6)
  const inputs = [small, rng.next() < 0.5 ? drawLargeGrid(rng) : drawGrid(rng, 30)]
  const cases: Case[] = inputs.map((input) => ({ program, input, budget: DEFAULT_BUDGET }))
  cases.push({ program, input: rng.pick(inputs), budget: drawBudget(rng) })
  for (const one of cases) report({ ...one, kind, ...runCase(one) })
}

/** Small enough that runs end in the middle of a primitive. */
function drawBudget(rng: Rng): Budget {
  return {
    steps: Math.floor(2 ** (rng.next() * 14)),
    cells: rng.pick([4, 30, 100, 900, 10_000]),
    depth: rng.pick([2, 3, 8, 200]),
  }
}

function runCase(one: Case): Pick<CaseReport, 'code' | 'ms' | 'steps' | 'finding'> {
  const compared = compare(one)
  if (typeof compared === 'string') return { code: 'thrown', ms: 0, steps: 0, finding: shrunk(one, compared) }
  const { outcome, difference, interpretedMs, compiledMs } = compared
  return {
    code: codeOf(outcome),
    ms: Math.max(interpretedMs, compiledMs),
    steps: outcome.steps,
    finding: difference === null ? null : shrunk(one, difference),
  }
}

/** What came of it, or the text of what was thrown. */
function compare({ program, input, budget }: Case): Compared | string {
  try {
    return compareRuns(program, input, budget)
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message).slice(0, 400) : String(error)}`
  }
}

/** The same finding with as few lines as leaving out one after the other can get. */
function shrunk(one: Case, what: string): ProgramFinding {
  let lines = one.program.statements.map(partsOf)
  for (let k = lines.length - 1; k >= 0; k--) {
    const fewer = lines.filter((_, at) => at !== k)
    const found = compare({ ...one, program: buildProgram(fewer) })
    if (typeof found === 'string' || found.difference !== null) lines = fewer
  }
  return { ...one, program: buildProgram(lines), what }
}

/** A finding as text that lets it be repeated. */
export function describeCase({ program, input, budget }: Case): string {
  return `${printProgram(program)}\non ${JSON.stringify(input.toRows())}\nwithin ${JSON.stringify(budget)}`
}

export interface TextReport {
  readonly kind: string
  readonly text: string
  readonly ms: number
  readonly fault: TextFault | null
}

/** Draws a text and reads it. */
export function fuzzText(rng: Rng, seeds: readonly string[]): TextReport {
  const { kind, text } = drawText(rng, seeds)
  const start = cpuMs()
  const fault = checkText(text)
  return { kind, text, ms: cpuMs() - start, fault }
}
