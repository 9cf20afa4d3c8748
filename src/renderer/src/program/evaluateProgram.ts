import { checkProgram, isRunnable } from '../../../core/dsl/check/checkProgram'
import { withDeadline } from '../../../core/dsl/eval/deadline'
import { runOnPairs } from '../../../core/dsl/eval/runOnPairs'
import { traceProgram, type TraceLine } from '../../../core/dsl/eval/trace'
import { DEFAULT_BUDGET, type Budget } from '../../../core/dsl/meter'
import { Grid } from '../../../core/grid/grid'
import type { EvaluationReply, EvaluationRequest, GridPair, LineValue, PairView } from './messages'

/** Longest run on one pair: a program that needs more is stopped and says so. */
const PAIR_TIMEOUT_MS = 1500

/** Answers a request in parts, the quickest first, so that a slow pair does not hold back the diagnostics. */
export function evaluateProgram(
  { id, text, pairs, tracePair }: EvaluationRequest,
  now: () => number,
  reply: (part: EvaluationReply) => void,
): void {
  const startedAt = now()
  const { program, diagnostics, types } = checkProgram(text)
  const isComplete = isRunnable(diagnostics)
  reply({ id, kind: 'checked', diagnostics, isRunnable: isComplete, lines: program.statements.length })
  const budget = (): Budget => withDeadline(DEFAULT_BUDGET, PAIR_TIMEOUT_MS, now)

  const traced = pairs[tracePair]
  if (traced) {
    const lines = traceProgram(program, Grid.fromRows(traced.input), budget(), types)
    reply({ id, kind: 'trace', values: lines.map(lineValue) })
  }
  if (isComplete) {
    pairs.forEach((pair, index) => {
      const result = runPair(pair, (grids) => runOnPairs(program, [grids], budget()))
      reply({ id, kind: 'pair', index, result })
    })
  }
  reply({ id, kind: 'done', elapsedMs: now() - startedAt })
}

function runPair(
  pair: GridPair,
  run: (grids: { input: Grid; output: Grid }) => ReturnType<typeof runOnPairs>,
): PairView {
  const [result] = run({ input: Grid.fromRows(pair.input), output: Grid.fromRows(pair.output) })
  if (!result) return { output: null, right: false, wrongCells: null, failure: null }
  const { outcome, output, right, wrongCells } = result
  const failure =
    outcome.kind === 'failed' ? { code: outcome.code, message: outcome.message, line: outcome.line } : null
  return { output: output?.toRows() ?? null, right, wrongCells, failure }
}

function lineValue({ line, target, outcome, view }: TraceLine): LineValue {
  const failure = outcome === null ? 'needs a line that failed' : outcome.kind === 'failed' ? outcome.message : null
  return { line, target, view, steps: outcome?.steps ?? 0, failure }
}
