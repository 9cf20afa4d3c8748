import type { Checked } from '../../core/dsl/check/checkProgram'
import { withDeadline } from '../../core/dsl/eval/deadline'
import { runOnPairs, type PairResult } from '../../core/dsl/eval/runOnPairs'
import { traceProgram, type TraceLine } from '../../core/dsl/eval/trace'
import { DEFAULT_BUDGET, type Budget } from '../../core/dsl/meter'
import type { Grid } from '../../core/grid/grid'
import type { Pair } from '../../core/task/task'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, refused, succeeded, type Finished } from '../finished'
import { compareLines } from '../gridText'
import { readProgramFile, readTaskFile } from '../readInput'

export interface ExecOptions extends CommonOptions {
  readonly trace?: boolean
}

/** A net below the step budget, for one run of the program on one grid. */
const RUN_TIMEOUT_MS = 2000

/** `codeit exec`: runs a program on every pair of a task and says what is right, wrong, or failed, and where. */
export async function exec(
  { output }: CliContext,
  programFile: string,
  taskFile: string,
  { trace = false }: ExecOptions,
): Promise<Finished> {
  const checked = await readProgramFile(programFile)
  if (!checked.ok) return refused(checked.error)
  const task = await readTaskFile(taskFile)
  if (!task.ok) return refused(task.error)

  const named = [
    ...task.value.train.map((pair, k) => ({ pair, name: `train ${k + 1}` })),
    ...task.value.test.map((pair, k) => ({ pair, name: `test ${k + 1}` })),
  ]
  const results = named.map(({ pair, name }) => {
    const [result] = runOnPairs(checked.value.program, [pair], newBudget()) as [PairResult]
    output.line(`${name}: ${verdict(result, pair.output)}`)
    const lines = trace ? traceOf(checked.value, pair) : []
    for (const line of traceTable(lines)) output.line(line)
    if (result.output && !result.right) for (const line of compareLines(pair.output, result.output)) output.line(line)
    return { pair: name, ...figuresOf(result), ...(trace ? { trace: lines.map(traceFigures) } : {}) }
  })
  const right = results.filter((result) => result.status === 'right').length
  output.line(`${right} of ${results.length} pairs right`)
  const json = { task: task.value.id, right, pairs: results.length, results }
  return right === results.length ? succeeded(json) : fellShort(json)
}

const newBudget = (): Budget => withDeadline(DEFAULT_BUDGET, RUN_TIMEOUT_MS, () => performance.now())
const sizeOf = ({ rows, cols }: Grid): string => `${rows}x${cols}`

function verdict({ outcome, output, right, wrongCells }: PairResult, wanted: Grid): string {
  if (outcome.kind === 'failed') return `failed in line ${outcome.line}: ${outcome.code} ${outcome.message}`
  if (!output) return 'failed: run/not-a-grid the result is not a valid grid (1 to 30 rows and columns, colours 0-9)'
  if (right) return `right, ${sizeOf(output)}`
  if (!wrongCells) return `wrong, ${sizeOf(output)} where ${sizeOf(wanted)} is wanted`
  const [first] = wrongCells
  const place = first ? `, the first in row ${first[0]} column ${first[1]}` : ''
  return `wrong, ${wrongCells.length} of ${output.rows * output.cols} cells of ${sizeOf(output)}${place}`
}

function figuresOf({ outcome, output, right, wrongCells }: PairResult) {
  const { steps } = outcome
  if (outcome.kind === 'failed') {
    return { status: 'failed', code: outcome.code, message: outcome.message, line: outcome.line, steps } as const
  }
  if (!output) return { status: 'failed', code: 'run/not-a-grid', steps } as const
  const rows = output.toRows()
  return { status: right ? 'right' : 'wrong', output: rows, wrongCells: wrongCells?.length ?? null, steps } as const
}

function traceOf({ program, types }: Checked, { input }: Pair): TraceLine[] {
  return traceProgram(program, input, newBudget(), types, () => performance.now())
}

/** Columns: line, text, value or failure; then size and time, numbers to the right. */
function traceTable(lines: readonly TraceLine[]): string[] {
  const rows = lines.map(({ line, text, outcome, view, size, timeMs }) => [
    `    ${String(line).padStart(2)}  ${text}`,
    view ? view.label : outcome?.kind === 'failed' ? `${outcome.code} ${outcome.message}` : 'not run',
    size === null ? '' : `${size} ${size === 1 ? 'element ' : 'elements'}`,
    timeMs === null ? '' : `${timeMs.toFixed(2)} ms`,
  ])
  const widths = [0, 1, 2, 3].map((k) => Math.max(...rows.map((row) => row[k]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, k) => (k < 2 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join('   ')
      .trimEnd(),
  )
}

function traceFigures({ line, column, text, outcome, view, size, timeMs }: TraceLine) {
  return {
    line,
    column,
    text,
    status: outcome?.kind ?? 'not run',
    value: view?.label ?? null,
    ...(outcome?.kind === 'failed' ? { code: outcome.code, message: outcome.message } : {}),
    steps: outcome?.steps ?? 0,
    size,
    timeMs,
  }
}
