import { checkParsed, isRunnable } from '../../dsl/check/checkProgram'
import { compileProgram, runCompiled } from '../../dsl/eval/compile'
import type { Outcome } from '../../dsl/eval/outcome'
import { DEFAULT_BUDGET, type Budget } from '../../dsl/meter'
import type { Program } from '../../dsl/syntax/ast'
import { canonicalProgram } from '../../dsl/syntax/canonical'
import { printProgram } from '../../dsl/syntax/printer'
import { valuesEqual } from '../../dsl/value'
import { lookup } from '../../dsl/primitives'
import type { Grid } from '../../grid/grid'
import { Columns } from './columns'
import { draftOf, lengthOf, printLine, programOf, withoutDeadLines, type Draft } from './draft'
import { Effort, EffortSpent } from './effort'
import { SIMPLIFY_RULES } from './rules'
import type { SimplifyContext } from './simplifyRule'

/** What simplifying may cost. */
export interface SimplifyBudget {
  /** Calls on one input, all told: the limit to prefer, as the result then depends on nothing else. */
  readonly evaluations: number
  /** Asked now and then; true ends the search. The caller brings the clock. */
  readonly deadline?: () => boolean
}

export const DEFAULT_SIMPLIFY_BUDGET: SimplifyBudget = { evaluations: 200_000 }

export interface SimplifyOptions {
  /** what one run of the program on one input may use */
  readonly run?: Budget
  /** names of the rules to use, all by default; their order is that of the table */
  readonly rules?: readonly string[]
}

/** One rule applied once. */
export interface SimplifyStep {
  readonly rule: string
  /** what was there, in a few words */
  readonly summary: string
  /** the lines that went or changed, as they were ... */
  readonly before: readonly string[]
  /** ... and what stands for them */
  readonly after: readonly string[]
}

export interface Simplified {
  readonly program: Program
  readonly steps: readonly SimplifyStep[]
  /** nothing was left untried for lack of budget */
  readonly isComplete: boolean
}

/**
 * A shorter program with the same outcomes on all inputs: the same value where the program gives one, a failure where it
 * fails. Never longer; as it is where it fails on every input or nothing shorter is found. When the budget ends, the best
 * so far. Equal on these inputs only: on others the result may differ.
 */
export function simplifyProgram(
  program: Program,
  inputs: readonly Grid[],
  { evaluations, deadline }: SimplifyBudget = DEFAULT_SIMPLIFY_BUDGET,
  { run = DEFAULT_BUDGET, rules }: SimplifyOptions = {},
): Simplified {
  const effort = new Effort(evaluations, deadline)
  const hasPlainNames = printProgram(canonicalProgram(program)) === printProgram(program)
  let draft = draftOf(hasOwnNames(program) ? program : canonicalProgram(program))
  const steps: SimplifyStep[] = []
  try {
    const context = contextOf(program, inputs, run, effort)
    for (;;) {
      const next = context && nextDraft(draft, context, rules)
      if (!next) break
      steps.push(next.step)
      draft = next.draft
    }
  } catch (error) {
    if (!(error instanceof EffortSpent)) throw error
  }
  const isComplete = !effort.isCutShort
  if (steps.length === 0) return { program, steps, isComplete }
  const shorter = programOf(draft)
  return { program: hasPlainNames ? canonicalProgram(shorter) : shorter, steps, isComplete }
}

/** Whether every line's name is its alone and no builtin's. */
function hasOwnNames({ statements }: Program): boolean {
  const names = new Set(statements.map(({ target }) => target.text))
  return names.size === statements.length && ![...names].some((name) => name === 'I' || lookup(name) !== null)
}

/** null where there is nothing to hold a shorter program to. */
function contextOf(program: Program, inputs: readonly Grid[], run: Budget, effort: Effort): SimplifyContext | null {
  const runAll = (one: Program): Outcome[] => {
    const compiled = compileProgram(one)
    effort.spend(one.statements.length * inputs.length)
    return inputs.map((input) => runCompiled(compiled, input, run))
  }
  const outcomes = runAll(program)
  const given = inputs.filter((_, k) => outcomes[k]?.kind === 'value')
  if (given.length === 0) return null
  // no replacement may cost more than the whole program did
  const budgets = outcomes.flatMap((outcome) =>
    outcome.kind === 'value' ? [{ ...run, steps: Math.min(run.steps, Math.max(MIN_CALL_STEPS, outcome.steps)) }] : [],
  )
  const known = new Map<string, number | null>()
  const isRefusedAnyway = !isRunnable(checkParsed(program).diagnostics)
  return {
    columns: new Columns(given, budgets, effort),
    effort,
    verifiedSteps(draft) {
      const candidate = programOf(draft)
      const text = printProgram(candidate)
      let steps = known.get(text)
      if (steps === undefined) {
        const found = runAll(candidate)
        const isSame = found.every((outcome, k) => sameOutcome(outcome, outcomes[k]))
        // what runs here only by luck of these inputs is refused in an editor
        const isAccepted = isSame && (isRefusedAnyway || isRunnable(checkParsed(candidate).diagnostics))
        steps = isAccepted ? found.reduce((sum, outcome) => sum + outcome.steps, 0) : null
        known.set(text, steps)
      }
      return steps
    },
  }
}

/** Even where the program is cheap, a call may cost this much. */
const MIN_CALL_STEPS = 2000

function sameOutcome(a: Outcome, b: Outcome | undefined): boolean {
  if (a.kind === 'failed' || b?.kind !== 'value') return a.kind === b?.kind
  return valuesEqual(a.value, b.value)
}

function nextDraft(
  draft: Draft,
  context: SimplifyContext,
  rules: readonly string[] | undefined,
): { draft: Draft; step: SimplifyStep } | null {
  for (const { name, summary, propose } of SIMPLIFY_RULES) {
    if (rules && !rules.includes(name)) continue
    for (const proposed of propose(draft, context)) {
      const next = withoutDeadLines(proposed)
      if (lengthOf(next) >= lengthOf(draft) || context.verifiedSteps(next) === null) continue
      return { draft: next, step: { rule: name, summary, ...changedLines(draft, next) } }
    }
  }
  return null
}

function changedLines(draft: Draft, next: Draft): { before: string[]; after: string[] } {
  const [before, after] = [draft, next].map(({ lines }) => lines.map(printLine)) as [string[], string[]]
  return {
    before: before.filter((line) => !after.includes(line)),
    after: after.filter((line) => !before.includes(line)),
  }
}
