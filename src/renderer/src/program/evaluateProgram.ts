import { isRunnable } from '../../../core/dsl/check/checkProgram'
import { checkSource } from '../../../core/dsl/check/checkSource'
import { withDeadline } from '../../../core/dsl/eval/deadline'
import type { Outcome } from '../../../core/dsl/eval/outcome'
import { runOnPairs } from '../../../core/dsl/eval/runOnPairs'
import { traceProgram, type TraceLine } from '../../../core/dsl/eval/trace'
import { DEFAULT_BUDGET, type Budget } from '../../../core/dsl/meter'
import { Grid } from '../../../core/grid/grid'
import type { EvaluationReply, EvaluationRequest, Failure, GridPair, LineValue, PairView } from './messages'

/** Longest run on one pair: a program that needs more is stopped and says so. */
const PAIR_TIMEOUT_MS = 1500

/** Answers a request in parts, the quickest first, so that a slow pair does not hold back the diagnostics. */
export function evaluateProgram(
  { id, text, pairs, tracePair }: EvaluationRequest,
  now: () => number,
  reply: (part: EvaluationReply) => void,
): void {
  const startedAt = now()
  const { program, diagnostics, types, written } = checkSource(text)
  const isComplete = isRunnable(diagnostics)
  reply({ id, kind: 'checked', diagnostics, isRunnable: isComplete, lines: program.statements.length })
  const budget = (): Budget => withDeadline(DEFAULT_BUDGET, PAIR_TIMEOUT_MS, now)

  const traced = pairs[tracePair]
  if (traced) {
    const lines = traceProgram(program, Grid.fromRows(traced.input), budget(), types, now)
    reply({ id, kind: 'trace', values: lineValues(lines, written) })
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
  return { output: output?.toRows() ?? null, right, wrongCells, failure: failureOf(outcome) }
}

function failureOf(outcome: Outcome): Failure | null {
  if (outcome.kind === 'value') return null
  const { code, message, line, primitive } = outcome
  return { code, message, line, primitive }
}

/** One value a line of the text: that of its target. What is written inside its call comes as parts. */
function lineValues(lines: readonly TraceLine[], written: ReadonlyMap<string, string>): LineValue[] {
  const values: LineValue[] = []
  let inner: TraceLine[] = []
  for (const traced of lines) {
    if (written.has(traced.target)) {
      inner.push(traced)
      continue
    }
    const all = [...inner, traced]
    const failed = all.find(({ outcome }) => outcome?.kind === 'failed')?.outcome
    const { line, target, view, size } = traced
    values.push({
      line,
      target,
      view,
      size,
      steps: all.reduce((sum, { outcome }) => sum + (outcome?.steps ?? 0), 0),
      timeMs: all.reduce((sum, { timeMs }) => sum + (timeMs ?? 0), 0),
      parts: inner.map((part) => ({
        text: written.get(part.target) ?? part.text,
        label: part.view?.label ?? (part.outcome?.kind === 'failed' ? part.outcome.message : 'not run'),
      })),
      failure: view ? null : failed?.kind === 'failed' ? failed.message : 'needs a line that failed',
    })
    inner = []
  }
  return values
}
