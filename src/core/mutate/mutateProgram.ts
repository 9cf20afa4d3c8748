import { inferTerms } from '../dsl/check/infer'
import type { Term } from '../dsl/check/term'
import { refinedTerm } from '../dsl/check/valueTerm'
import { traceValues } from '../dsl/eval/trace'
import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { buildProgram, partsOf, type StatementParts } from '../dsl/syntax/build'
import { liveLines } from '../dsl/syntax/deadLines'
import { printProgram, printStatement } from '../dsl/syntax/printer'
import type { Value } from '../dsl/value'
import type { Grid } from '../grid/grid'
import type { Rng } from '../util/rng'
import { DEFAULT_MUTATION_OPTIONS, MUTATION_OPERATORS } from './operators'
import type { MutationOperator, MutationOptions, OperatorName, Replacement } from './operators/mutationOperator'
import { Scope } from './scope'

/** What mutation needs to know of a parent program, worked out once. */
export interface MutationContext {
  /** what each line's value is: read off the text where that tells, off a run where not */
  readonly terms: readonly Term[]
  readonly operators: readonly MutationOperator[]
  readonly options: MutationOptions
  /** the operators' weights together */
  readonly weight: number
  readonly lines: readonly StatementParts[]
  /** a variable name that the program does not use */
  readonly freshName: string
  /** by line, made when first drawn */
  readonly scopes: (Scope | undefined)[]
}

export interface MutationSettings extends Partial<MutationOptions> {
  /** relative frequencies of the operators; METHOD.md's where left out */
  readonly weights?: Partial<Record<OperatorName, number>>
}

/** A change of one line. */
export interface Edit {
  readonly operator: OperatorName
  /** the line that is changed, from 0 */
  readonly index: number
  /** what stands in its place: one line, or a new line and it */
  readonly replacement: Replacement
}

export interface Mutation {
  /** the changed program without the lines that nothing needs any more */
  readonly program: Program
  /** by line of `program`: the parent's line that it is, -1 for a line that the change brought */
  readonly origins: readonly number[]
}

/** Reads types off the program's text and off its run on `input`, the parent's first demonstration input. */
export function mutationContext(
  program: Program,
  input: Grid,
  budget: Budget,
  settings: MutationSettings = {},
): MutationContext {
  return contextOfValues(program, traceValues(program, input, budget), settings)
}

/** As `mutationContext`, for a program that has been run: the value of each line, undefined where there is none. */
export function contextOfValues(
  program: Program,
  values: readonly (Value | undefined)[],
  settings: MutationSettings = {},
): MutationContext {
  const terms = inferTerms(program).map((term, k) => {
    const value = values[k]
    return value === undefined ? term : refinedTerm(term, value)
  })
  const { weights = {}, ...options } = settings
  const operators = MUTATION_OPERATORS.map((operator) => ({
    ...operator,
    weight: weights[operator.name] ?? operator.weight,
  }))
  return {
    terms,
    operators,
    options: { ...DEFAULT_MUTATION_OPTIONS, ...options },
    weight: operators.reduce((sum, { weight }) => sum + weight, 0),
    lines: program.statements.map(partsOf),
    freshName: freshName(program),
    scopes: [],
  }
}

/** One random change of one line; null when none of the draws gave one. The result is well-formed, not yet run. */
export function mutateProgram(program: Program, context: MutationContext, rng: Rng): Mutation | null {
  const edit = drawEdit(program, context, rng)
  return edit && applyEdit(context.lines, edit)
}

/** Draws of line and operator before giving up: some lines have nothing that some operator could change. */
const ATTEMPTS = 16

export function drawEdit(program: Program, context: MutationContext, rng: Rng): Edit | null {
  const { lines, operators, weight, freshName, terms, scopes, options } = context
  if (lines.length === 0) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const index = rng.int(lines.length)
    const operator = drawOperator(operators, weight, rng)
    const scope = (scopes[index] ??= new Scope(program, terms, index))
    const site = { statement: lines[index] as StatementParts, term: terms[index] as Term, scope, freshName }
    const replacement = operator.apply(site, rng, options)
    if (replacement) return { operator: operator.name, index, replacement }
  }
  return null
}

export function applyEdit(parent: readonly StatementParts[], { index, replacement }: Edit): Mutation {
  const lines = parent.slice()
  const origins = lines.map((_, k) => k)
  lines.splice(index, 1, ...replacement)
  origins.splice(index, 1, ...replacement.map(() => -1))
  const program = buildProgram(lines)
  const live = liveLines(program)
  if (live.every((isLive) => isLive)) return { program, origins }
  return {
    program: buildProgram(lines.filter((_, k) => live[k])),
    origins: origins.filter((_, k) => live[k]),
  }
}

/** The line that an edit changes, and the line or two that stand in its place. */
export function describeEdit({ statements }: Program, { index, replacement }: Edit): { before: string; after: string } {
  return {
    before: printStatement(statements[index] as Program['statements'][number]),
    after: printProgram(buildProgram(replacement)),
  }
}

function drawOperator(operators: readonly MutationOperator[], total: number, rng: Rng): MutationOperator {
  let rest = rng.next() * total
  for (const operator of operators) {
    rest -= operator.weight
    if (rest < 0) return operator
  }
  return operators[operators.length - 1] as MutationOperator
}

/** The first of x1, x2 ... that no line assigns. */
function freshName({ statements }: Program): string {
  const taken = new Set(statements.map((statement) => statement.target.text))
  let n = 1
  while (taken.has(`x${n}`)) n++
  return `x${n}`
}
