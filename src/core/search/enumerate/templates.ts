import { findPrimitive, primitiveValue } from '../../dsl/primitives'
import { takenTypes } from '../../dsl/check/slots'
import { DEPTH_STOP } from '../../dsl/meter'
import type { Program, Statement } from '../../dsl/syntax/ast'
import { lookup } from '../../dsl/primitives'
import type { DslFunction, Value } from '../../dsl/value'
import type { Expression } from './expression'
import { tellsTrueFromFalse } from './fragments'
import { KIND, KINDS_OF_TYPE, type Kind } from './kinds'
import { FUNCTION_MAKERS, type Operation } from './operations'

const MOST_CALLS = 4
const LEAST_PROGRAMS = 2
/** The place in an expression where a template takes its argument. */
const HOLE: Expression = { name: '#' }
/** Kinds tried where the annotated type says little. */
const USUAL_KINDS: readonly Kind[] = [
  KIND.objects,
  KIND.indices,
  KIND.object,
  KIND.grid,
  KIND.gridTuple,
  KIND.patchTuple,
]

interface Found {
  readonly text: string
  readonly expression: Expression
  readonly calls: number
  /** the one variable that is left open; null for none yet */
  readonly hole: string | null
}

/**
 * Calls inside each other, with one value left open, that at least two of these programs have: each is an operation of
 * its own, as cheap as it is frequent among the calls of its outermost primitive.
 */
export function mineTemplates(programs: readonly Program[]): Operation[] {
  const found = new Map<string, { expression: Expression; programs: number }>()
  const heads = new Map<string, number>()
  for (const { statements } of programs) {
    const lines = new Map(statements.map((statement) => [statement.target.text, statement]))
    const seen = new Set<string>()
    for (const statement of statements) {
      if (!statement.callee || !findPrimitive(statement.callee.text)) continue
      heads.set(statement.callee.text, (heads.get(statement.callee.text) ?? 0) + 1)
      for (const { text, expression, calls, hole } of waysToOpen(statement, lines, MOST_CALLS)) {
        if (calls < 2 || hole === null || hole === 'I' || seen.has(text)) continue
        seen.add(text)
        const known = found.get(text)
        if (known) known.programs++
        else found.set(text, { expression, programs: 1 })
      }
    }
  }
  return [...found].flatMap(([text, { expression, programs: support }]) => {
    if (support < LEAST_PROGRAMS || 'name' in expression || typeof expression.callee !== 'string') return []
    const share = support / (heads.get(expression.callee) ?? 1)
    return operationsOf(text, expression.callee, expression, Math.max(1, Math.round(-Math.log2(share))))
  })
}

/** The expressions of a line that have at most one open variable, the lines above written out or left open. */
function waysToOpen({ callee, args }: Statement, lines: ReadonlyMap<string, Statement>, most: number): Found[] {
  let all: { texts: string[]; parts: Expression[]; calls: number; hole: string | null }[] = [
    { texts: [], parts: [], calls: 1, hole: null },
  ]
  for (const { text } of args) {
    all = all.flatMap((start) =>
      waysToWrite(text, lines, most - start.calls).flatMap((arg) => {
        if (start.hole !== null && arg.hole !== null && start.hole !== arg.hole) return []
        if (start.calls + arg.calls > most) return []
        return [
          {
            texts: [...start.texts, arg.text],
            parts: [...start.parts, arg.expression],
            calls: start.calls + arg.calls,
            hole: start.hole ?? arg.hole,
          },
        ]
      }),
    )
  }
  const name = callee?.text ?? ''
  return all.map(({ texts, parts, calls, hole }) => ({
    text: `${name}(${texts.join()})`,
    expression: { callee: name, args: parts },
    calls,
    hole,
  }))
}

function waysToWrite(name: string, lines: ReadonlyMap<string, Statement>, most: number): Found[] {
  const line = lines.get(name)
  if (!line && name !== 'I') return [{ text: name, expression: { name }, calls: 0, hole: null }]
  const open: Found = { text: '#', expression: HOLE, calls: 0, hole: name }
  const isCall = line?.callee && findPrimitive(line.callee.text)
  return isCall && most > 0 ? [open, ...waysToOpen(line, lines, most)] : [open]
}

function operationsOf(name: string, head: string, expression: Expression, base: number): Operation[] {
  const places = placesOf(expression)
  const first = places[0]
  if (!first) return []
  const kinds = places
    .map(([operation, position]) => kindsAt(operation, position))
    .reduce((shared, next) => shared.filter((kind) => next.includes(kind)))
  const run = evaluator(expression)
  return kinds.map((kind) => ({
    name,
    head,
    slots: [kind],
    places: [first],
    base,
    run,
    givesBoolean: findPrimitive(head)?.returns === 'Boolean',
    givesFunction: FUNCTION_MAKERS.has(head),
    isTemplate: true,
    isPredicate: tellsTrueFromFalse(expression),
    isCommutative: false,
    express: ([value]) => filledWith(expression, value as Expression),
  }))
}

/** Where the hole stands: primitives and positions. */
function placesOf(expression: Expression): [string, number][] {
  if ('name' in expression) return []
  return expression.args.flatMap((arg, k): [string, number][] =>
    arg === HOLE ? [[expression.callee as string, k]] : placesOf(arg),
  )
}

function kindsAt(operation: string, position: number): readonly Kind[] {
  const spec = findPrimitive(operation)
  const type = spec && takenTypes(spec)[position]
  if (!type) return []
  if (type === 'Callable') return [KIND.fn1]
  const kinds = KINDS_OF_TYPE[type]
  return kinds.length > 4 ? USUAL_KINDS : kinds
}

function filledWith(expression: Expression, value: Expression): Expression {
  if (expression === HOLE) return value
  if ('name' in expression) return expression
  return { callee: expression.callee, args: expression.args.map((arg) => filledWith(arg, value)) }
}

/** The template as a function of its open value. */
function evaluator(expression: Expression): (hole: Value) => Value {
  if (expression === HOLE) return (hole) => hole
  if ('name' in expression) {
    const value = lookup(expression.name)?.value ?? null
    return () => value
  }
  const callee = primitiveValue(expression.callee as string) as DslFunction
  const args = expression.args.map(evaluator)
  if (args.length !== callee.arity) {
    return () => {
      throw DEPTH_STOP
    }
  }
  const [a, b, c, d] = args
  return (hole) => callee.run(a ? a(hole) : null, b ? b(hole) : null, c ? c(hole) : null, d ? d(hole) : null)
}
