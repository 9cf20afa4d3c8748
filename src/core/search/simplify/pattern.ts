import type { StatementParts } from '../../dsl/syntax/build'
import { InternalError } from '../../util/internalError'

/** A nested call with places to fill: single small letters are places, all other names constants or primitives. */
export type Pattern =
  | { readonly kind: 'place'; readonly name: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly callee: string; readonly args: readonly Pattern[] }

/** Reads `hmirror(hmirror(x))`; our own tables only, so a fault in the text is our bug. */
export function patternOf(text: string): Pattern {
  const tokens = text.match(/\w+|[(),]|\S/g) ?? []
  let at = 0
  const pattern = readPattern()
  if (at !== tokens.length) throw new InternalError(`the pattern '${text}' ends early`)
  return pattern

  function readPattern(): Pattern {
    const name = tokens[at++]
    if (name === undefined || !/^\w+$/.test(name)) throw new InternalError(`the pattern '${text}' lacks a name`)
    if (tokens[at] !== '(') return { kind: /^[a-z]$/.test(name) ? 'place' : 'name', name }
    const args: Pattern[] = []
    do {
      at++
      args.push(readPattern())
    } while (tokens[at] === ',')
    if (tokens[at++] !== ')') throw new InternalError(`the pattern '${text}' lacks a bracket`)
    return { kind: 'call', callee: name, args }
  }
}

/** What stands at each place where `name` is computed as the pattern says; null where it is not. */
export function matchPattern(
  pattern: Pattern,
  name: string,
  lines: ReadonlyMap<string, StatementParts>,
): ReadonlyMap<string, string> | null {
  const places = new Map<string, string>()
  return matches(pattern, name) ? places : null

  function matches(part: Pattern, operand: string): boolean {
    if (part.kind === 'name') return operand === part.name
    if (part.kind === 'call') {
      const line = lines.get(operand)
      if (line?.callee !== part.callee || line.args.length !== part.args.length) return false
      return part.args.every((arg, k) => matches(arg, line.args[k] ?? ''))
    }
    const known = places.get(part.name)
    places.set(part.name, known ?? operand)
    return known === undefined || known === operand
  }
}
