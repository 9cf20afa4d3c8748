import { isRunnable } from '../../../core/dsl/check/checkProgram'
import { checkSource } from '../../../core/dsl/check/checkSource'
import { withDeadline } from '../../../core/dsl/eval/deadline'
import { DEFAULT_BUDGET } from '../../../core/dsl/meter'
import { printProgram } from '../../../core/dsl/syntax/printer'
import { Grid } from '../../../core/grid/grid'
import { DEFAULT_SIMPLIFY_BUDGET, simplifyProgram } from '../../../core/search/simplify/simplifyProgram'
import type { SimplifyReply, SimplifyRequest } from './messages'

/** A person waits for it: what was found by then must do. */
const TIMEOUT_MS = 8000

const NOTHING: SimplifyReply = { text: null, linesSaved: 0, found: [], isComplete: true }

/** A shorter text with the same outputs on all inputs; the comments above the first line stay. */
export function simplifyText({ text, inputs }: SimplifyRequest, now: () => number): SimplifyReply {
  const { program, diagnostics } = checkSource(text)
  if (!isRunnable(diagnostics)) return NOTHING
  const run = withDeadline(DEFAULT_BUDGET, TIMEOUT_MS, now)
  const budget = { ...DEFAULT_SIMPLIFY_BUDGET, deadline: run.deadline }
  const simplified = simplifyProgram(program, inputs.map(Grid.fromRows), budget, { run })
  const { steps, isComplete } = simplified
  if (steps.length === 0) return { ...NOTHING, isComplete }
  return {
    text: `${commentsAbove(text)}${printProgram(simplified.program)}\n`,
    linesSaved: program.statements.length - simplified.program.statements.length,
    found: [...new Set(steps.map(({ summary }) => summary))],
    isComplete,
  }
}

const commentsAbove = (text: string): string => /^(?:[ \t]*(?:#.*)?\r?\n)*/.exec(text)?.[0] ?? ''
