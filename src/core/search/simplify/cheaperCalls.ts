import { inferTerms } from '../../dsl/check/infer'
import { takenTypes } from '../../dsl/check/slots'
import { ANY, termOf } from '../../dsl/check/term'
import { refinedTerm } from '../../dsl/check/valueTerm'
import { mayAccept, unionOf, type DslType } from '../../dsl/dslType'
import { PRIMITIVE_NAMES, PRIMITIVES } from '../../dsl/primitives'
import { printProgram } from '../../dsl/syntax/printer'
import type { StatementParts } from '../../dsl/syntax/build'
import { isFunction, runtimeType } from '../../dsl/value'
import { builtinOperand, CallScope, constantOperands, fits, primitiveOperands, type Operand } from './callScope'
import { NO_COLUMN, type ColumnId, type Columns } from './columns'
import { freshName, namesNeededFor, programOf, withLines, withoutDeadLines, type Draft } from './draft'
import type { SimplifyContext, SimplifyRule } from './simplifyRule'

/** A function that could be called in more ways is left out. */
const MAX_CALLS = 5000
/** First calls of two that are kept, and replacements of a line that are compared by their steps. */
const MAX_INNER_CALLS = 4000
const MAX_COMPARED = 8

/** One call in the place of a line and all lines that only it needs. */
export const ONE_CALL: SimplifyRule = {
  name: 'oneCall',
  summary: 'one call that gives the same as several',
  *propose(draft, context) {
    const places = placesOf(draft, context, 1)
    // what a line is computed from most likely also serves a shorter way to compute it
    for (const place of places) yield* shortestFirst(place, context, oneCalls(place, place.near, context))
    for (const place of places) yield* shortestFirst(place, context, oneCalls(place, place.wide, context))
  },
}

/** Two calls in the place of a line and two or more lines that only it needs. */
export const TWO_CALLS: SimplifyRule = {
  name: 'twoCalls',
  summary: 'two calls that give the same as several',
  *propose(draft, context) {
    const places = placesOf(draft, context, 2)
    for (const [k, place] of places.entries()) {
      context.effort.startPart(context.effort.left / (places.length - k))
      yield* shortestFirst(place, context, twoCalls(place, context))
    }
  },
}

/** A line to be replaced, with what its replacement may use. */
interface Place {
  readonly draft: Draft
  readonly index: number
  readonly line: StatementParts
  readonly wanted: ColumnId
  readonly wantedType: DslType
  /** functions that may be called: primitives and lines above */
  readonly callees: readonly Callee[]
  /** all values that are there above the line */
  readonly wide: CallScope
  /** what the line and those it alone needs are computed from */
  readonly near: CallScope
}

interface Callee {
  readonly name: string
  readonly column: ColumnId
  readonly slots: readonly DslType[]
  readonly returns: DslType
}

/** Lines, the lowest first, that alone need at least so many lines: fewer calls for them make the program shorter. */
function placesOf(original: Draft, { columns }: SimplifyContext, atLeast: number): Place[] {
  const draft = withoutDeadLines(original)
  const values = columns.ofDraft(draft)
  if (!values) return []
  const terms = inferTerms(programOf(draft))
  const operands = draft.lines.map(({ target }, k): Operand => {
    const column = values.get(target) ?? NO_COLUMN
    return { name: target, column, term: refinedTerm(terms[k] ?? ANY, columns.firstOf(column)) }
  })
  const places: Place[] = []
  for (let index = draft.lines.length - 1; index >= 0; index--) {
    const line = draft.lines[index]
    const wanted = operands[index]?.column
    if (!line || wanted === undefined || isFunction(columns.firstOf(wanted))) continue
    const own = linesOnlyFor(draft, index)
    if (own.size < atLeast) continue
    places.push({
      draft,
      index,
      line,
      wanted,
      ...surroundings(draft, index, own, operands, columns),
      wantedType: typeOf(wanted, columns),
    })
  }
  return places
}

const typeOf = (column: ColumnId, columns: Columns): DslType =>
  columns.valuesOf(column).map(runtimeType).reduce(unionOf)

/** The lines that would be dead if the one at `index` needed nothing. */
function linesOnlyFor(draft: Draft, index: number): ReadonlySet<string> {
  const line = draft.lines[index] as StatementParts
  const free = withLines(draft, index, [{ target: line.target, callee: null, args: ['I'] }])
  const left = new Set(withoutDeadLines(free).lines.map(({ target }) => target))
  return new Set(draft.lines.filter(({ target }) => !left.has(target)).map(({ target }) => target))
}

function surroundings(
  draft: Draft,
  index: number,
  own: ReadonlySet<string>,
  operands: readonly Operand[],
  columns: Columns,
) {
  const above = operands.slice(0, index).filter(({ name }) => {
    if (!own.has(name)) return true
    const needed = namesNeededFor(draft.lines, [name])
    return [...own].some((one) => !needed.has(one)) // with it as an argument some line still becomes dead
  })
  const input = builtinOperand('I', columns)
  const given = [...(input ? [input] : []), ...above]
  const written = new Set<string>()
  for (const { target, callee, args } of draft.lines) {
    if (target !== draft.lines[index]?.target && !own.has(target)) continue
    for (const name of [...(callee === null ? [] : [callee]), ...args]) if (!own.has(name)) written.add(name)
  }
  const constants = constantOperands(columns)
  const primitives = primitiveOperands(columns)
  return {
    callees: [...primitiveCallees(primitives), ...lineCallees(above)],
    wide: new CallScope([...given, ...constants, ...primitives]),
    near: new CallScope([
      ...given.filter(({ name }) => name === 'I' || written.has(name)),
      ...constants.filter(({ name, term }) => written.has(name) || term.type === 'Boolean'),
      ...primitives.filter(({ name }) => written.has(name)),
    ]),
  }
}

const primitiveCallees = (primitives: readonly Operand[]): Callee[] =>
  PRIMITIVE_NAMES.filter((name) => name !== 'identity').map((name) => ({
    name,
    column: primitives.find((one) => one.name === name)?.column ?? NO_COLUMN,
    slots: takenTypes(PRIMITIVES[name]),
    returns: PRIMITIVES[name].returns,
  }))

const lineCallees = (above: readonly Operand[]): Callee[] =>
  above.flatMap(({ name, column, term }) =>
    term.signature ? [{ name, column, slots: term.signature.args, returns: 'Any' as const }] : [],
  )

/** Lines to stand in the place of one. */
type Replacement = readonly StatementParts[]

function* oneCalls(place: Place, scope: CallScope, { columns }: SimplifyContext): Generator<Replacement> {
  const { line, wanted, wantedType, callees } = place
  for (const { name, column, slots, returns } of callees) {
    if (!mayAccept(wantedType, returns) || countCalls(scope, slots) > MAX_CALLS) continue
    for (const args of scope.argumentsFor(slots)) {
      if (columns.gives(column, args.map(columnOf), wanted))
        yield [{ target: line.target, callee: name, args: args.map(nameOf) }]
    }
  }
}

function* twoCalls(place: Place, context: SimplifyContext): Generator<Replacement> {
  const { draft, line, wanted, wantedType, callees, near } = place
  const { columns, effort } = context
  const inner = innerCalls(place, context, freshName(draft))
  const outers = callees.filter(({ returns }) => mayAccept(wantedType, returns))
  for (let others = 0; others <= 2; others++) {
    for (const { operand, call } of inner) {
      for (const { name, column, slots } of outers) {
        if (slots.length !== others + 1) continue
        for (const [index, slot] of slots.entries()) {
          if (!fits(slot, operand.term)) continue
          for (const args of near.argumentsFor(slots, { index, operand })) {
            if (effort.isPartSpent()) return
            if (!columns.gives(column, args.map(columnOf), wanted)) continue
            yield [call, { target: line.target, callee: name, args: args.map(nameOf) }]
          }
        }
      }
    }
  }
}

interface InnerCall {
  readonly operand: Operand
  readonly call: StatementParts
}

/** What one call can give that is not there yet, each value once. */
function innerCalls({ callees, near }: Place, { columns, effort }: SimplifyContext, target: string): InnerCall[] {
  const found: InnerCall[] = []
  const seen = new Set<ColumnId>([NO_COLUMN, ...near.operands.map(columnOf)])
  for (const { name, column, slots, returns } of callees) {
    for (const args of near.argumentsFor(slots)) {
      if (effort.isPartSpent() || found.length >= MAX_INNER_CALLS) return found
      const value = columns.call(column, args.map(columnOf))
      if (seen.has(value)) continue
      seen.add(value)
      const term = refinedTerm(termOf(returns), columns.firstOf(value))
      found.push({
        operand: { name: target, column: value, term },
        call: { target, callee: name, args: args.map(nameOf) },
      })
    }
  }
  return found
}

const columnOf = ({ column }: Operand): ColumnId => column
const nameOf = ({ name }: Operand): string => name

const countCalls = (scope: CallScope, slots: readonly DslType[]): number =>
  slots.reduce((count, slot) => count * scope.fitting(slot).length, 1)

/** The shortest first; of equally long ones that with the fewest steps, then the first in the order of their texts. */
function* shortestFirst(
  { draft, index }: Place,
  { verifiedSteps }: SimplifyContext,
  replacements: Iterable<Replacement>,
): Generator<Draft> {
  let best: { draft: Draft; text: string }[] = []
  let length = draft.lines.length
  for (const lines of replacements) {
    const shorter = withoutDeadLines(withLines(draft, index, lines))
    if (shorter.lines.length > length || shorter.lines.length >= draft.lines.length) continue
    if (shorter.lines.length < length) best = []
    length = shorter.lines.length
    best.push({ draft: shorter, text: printProgram(programOf(shorter)) })
  }
  best.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const right = best.slice(0, MAX_COMPARED).flatMap((one) => {
    const steps = verifiedSteps(one.draft)
    return steps === null ? [] : [{ ...one, steps }]
  })
  right.sort((a, b) => a.steps - b.steps)
  for (const one of right) yield one.draft
}
