import { findPrimitive } from '../../dsl/primitives'
import type { Program } from '../../dsl/syntax/ast'
import type { Expression } from './expression'

/** An expression that programs have in common, as a building block. */
export interface Fragment {
  readonly expression: Expression
  /** what it calls, see `countUses` */
  readonly head: string
  /** programs that have it */
  readonly programs: number
  /** share of the calls of the same head that are this one */
  readonly share: number
}

const MOST_CALLS = 6
const LEAST_PROGRAMS = 2
const MOST_FRAGMENTS = 1500
const COST_AT_HAND = 9

/**
 * The expressions of I, constants and primitives alone that at least two (or `leastPrograms`) of these programs have, of two calls or more:
 * functions put together from functions, values computed from the input. Most shared first.
 */
export function mineFragments(programs: readonly Program[], leastPrograms = LEAST_PROGRAMS): Fragment[] {
  const found = new Map<string, { expression: Expression; head: string; calls: number; programs: number }>()
  const heads = new Map<string, number>()
  for (const { statements } of programs) {
    const lines = new Map<string, { expression: Expression; text: string; calls: number }>()
    const seen = new Set<string>()
    for (const { target, callee, args } of statements) {
      if (!callee || !findPrimitive(callee.text)) continue
      heads.set(callee.text, (heads.get(callee.text) ?? 0) + 1)
      const parts = args.map(
        ({ text }) => lines.get(text) ?? (isVariable(text) ? null : { expression: { name: text }, text, calls: 0 }),
      )
      const whole = parts.filter((part) => part !== null)
      const calls = whole.reduce((sum, part) => sum + part.calls, 1)
      if (whole.length < parts.length || calls > MOST_CALLS) continue
      const line = {
        expression: { callee: callee.text, args: whole.map(({ expression }) => expression) },
        text: `${callee.text}(${whole.map(({ text }) => text).join()})`,
        calls,
      }
      lines.set(target.text, line)
      if (seen.has(line.text)) continue
      seen.add(line.text)
      const known = found.get(line.text)
      if (known) known.programs++
      else found.set(line.text, { expression: line.expression, head: callee.text, calls, programs: 1 })
    }
  }
  return [...found.values()]
    .filter(({ calls, programs: support }) => calls >= 2 && support >= leastPrograms)
    .map(({ expression, head, programs: support }) => ({
      expression,
      head,
      programs: support,
      share: support / (heads.get(head) ?? 1),
    }))
    .sort((a, b) => b.programs - a.programs)
    .slice(0, MOST_FRAGMENTS)
}

const isVariable = (name: string): boolean => /^x\d+$/.test(name)

/** A fragment with its cost in whole units, to be found among the calls of that cost. */
export interface PricedFragment {
  readonly expression: Expression
  readonly head: string
  readonly cost: number
}

/** What it costs to choose each fragment among the calls of its head. */
export function priceFragments(fragments: readonly Fragment[]): PricedFragment[] {
  return fragments.map(({ expression, head, share }) => ({
    expression,
    head,
    cost: Math.max(1, Math.round(-Math.log2(share))),
  }))
}

/** The lines of programs at hand, such as those that nearly solve a task, all at one cost. */
export function fragmentsOf(programs: readonly Program[]): PricedFragment[] {
  return mineFragments(programs, 1).map(({ expression, head }) => ({ expression, head, cost: COST_AT_HAND }))
}

/** Whether a function's results are true or false, by how it is put together. */
export function tellsTrueFromFalse(expression: Expression): boolean {
  if ('name' in expression) return findPrimitive(expression.name)?.returns === 'Boolean'
  if (expression.callee === 'matcher') return true
  const [first] = expression.args
  return expression.callee !== 'power' && first !== undefined && tellsTrueFromFalse(first)
}
