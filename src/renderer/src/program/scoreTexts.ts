import { isRunnable } from '../../../core/dsl/check/checkProgram'
import { checkSource } from '../../../core/dsl/check/checkSource'
import { withDeadline } from '../../../core/dsl/eval/deadline'
import { runOnPairs } from '../../../core/dsl/eval/runOnPairs'
import { DEFAULT_BUDGET } from '../../../core/dsl/meter'
import { Grid } from '../../../core/grid/grid'
import type { ScoreReply, ScoreRequest } from './messages'

/** Longest run of one text on all pairs, and of all texts. */
const TEXT_TIMEOUT_MS = 1500
const TIMEOUT_MS = 10_000

/** On how many pairs each text is right. */
export function scoreTexts({ texts, pairs }: ScoreRequest, now: () => number): ScoreReply {
  const grids = pairs.map(({ input, output }) => ({ input: Grid.fromRows(input), output: Grid.fromRows(output) }))
  const endsAt = now() + TIMEOUT_MS
  const right = texts.map((text) => {
    const { program, diagnostics } = checkSource(text)
    if (!isRunnable(diagnostics) || now() >= endsAt) return null
    const budget = withDeadline(DEFAULT_BUDGET, TEXT_TIMEOUT_MS, now)
    return runOnPairs(program, grids, budget).filter((result) => result.right).length
  })
  return { right }
}
