import { inferTerms } from '../dsl/check/infer'
import type { Term } from '../dsl/check/term'
import { refinedTerm } from '../dsl/check/valueTerm'
import { traceValues } from '../dsl/eval/trace'
import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { buildProgram, partsOf, type StatementParts } from '../dsl/syntax/build'
import { removeDeadLines } from '../dsl/syntax/deadLines'
import { printStatement } from '../dsl/syntax/printer'
import type { Grid } from '../grid/grid'
import type { Rng } from '../util/rng'
import { DEFAULT_MUTATION_OPTIONS, MUTATION_OPERATORS } from './operators'
import type { MutationOperator, MutationOptions, OperatorName } from './operators/mutationOperator'
import { Scope } from './scope'

/** What mutation needs to know of a parent program, worked out once. */
export interface MutationContext {
  /** what each line's value is: read off the text where that tells, off a run where not */
  readonly terms: readonly Term[]
  readonly operators: readonly MutationOperator[]
  readonly options: MutationOptions
}

export interface MutationSettings extends Partial<MutationOptions> {
  /** relative frequencies of the operators; METHOD.md's where left out */
  readonly weights?: Partial<Record<OperatorName, number>>
}

export interface Mutation {
  /** the changed program without the lines that nothing needs any more */
  readonly program: Program
  readonly operator: OperatorName
  /** the line that was changed */
  readonly before: string
  /** what stands in its place: one line, or the new line and it */
  readonly after: string
}

/** Reads types off the program's text and off its run on `input`, the parent's first demonstration input. */
export function mutationContext(
  program: Program,
  input: Grid,
  budget: Budget,
  settings: MutationSettings = {},
): MutationContext {
  const values = traceValues(program, input, budget)
  const terms = inferTerms(program).map((term, k) => {
    const value = values[k]
    return value === undefined ? term : refinedTerm(term, value)
  })
  const { weights = {}, ...options } = settings
  return {
    terms,
    operators: MUTATION_OPERATORS.map((operator) => ({
      ...operator,
      weight: weights[operator.name] ?? operator.weight,
    })),
    options: { ...DEFAULT_MUTATION_OPTIONS, ...options },
  }
}

/** Draws of line and operator before giving up: some lines have nothing that some operator could change. */
const ATTEMPTS = 16

/** One random change of one line; null when none of the draws gave one. The result is well-formed, not yet run. */
export function mutateProgram(program: Program, context: MutationContext, rng: Rng): Mutation | null {
  const { statements } = program
  if (statements.length === 0) return null
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const index = rng.int(statements.length)
    const statement = statements[index]
    if (!statement) continue
    const operator = drawOperator(context.operators, rng)
    const site = {
      statement: partsOf(statement),
      term: context.terms[index] as Term,
      scope: new Scope(program, context.terms, index),
      freshName: freshName(program),
    }
    const replacement = operator.apply(site, rng, context.options)
    if (!replacement) continue
    const lines: StatementParts[] = statements.map(partsOf)
    lines.splice(index, 1, ...replacement)
    return {
      program: removeDeadLines(buildProgram(lines)),
      operator: operator.name,
      before: printStatement(statement),
      after: buildProgram(replacement).statements.map(printStatement).join('\n'),
    }
  }
  return null
}

function drawOperator(operators: readonly MutationOperator[], rng: Rng): MutationOperator {
  const total = operators.reduce((sum, operator) => sum + operator.weight, 0)
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
