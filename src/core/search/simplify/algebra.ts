import { withLines, withoutDeadLines, withOperand, type Draft } from './draft'
import { IDENTITIES, type Identity } from './identities'
import { matchPattern, type Pattern } from './pattern'
import type { SimplifyRule } from './simplifyRule'

/** Algebra: calls that together are one call, or none. */
export const ALGEBRA: SimplifyRule = {
  name: 'algebra',
  summary: 'calls that together are one or none',
  *propose(draft) {
    const lines = new Map(draft.lines.map((line) => [line.target, line]))
    for (let k = draft.lines.length - 1; k >= 0; k--) {
      const target = draft.lines[k]?.target ?? ''
      for (const { from, to } of candidates(draft, k)) {
        const places = matchPattern(from, target, lines)
        const shorter = places && rewrite(draft, k, to, places)
        if (shorter && withoutDeadLines(shorter).lines.length < draft.lines.length) yield shorter
      }
    }
  },
}

/** Identities by the primitive that their first form ends with: most lines match none. */
const byCallee = new Map<string, Identity[]>()
for (const identity of IDENTITIES) {
  if (identity.from.kind !== 'call') continue
  const same = byCallee.get(identity.from.callee)
  if (same) same.push(identity)
  else byCallee.set(identity.from.callee, [identity])
}

const candidates = (draft: Draft, k: number): readonly Identity[] => byCallee.get(draft.lines[k]?.callee ?? '') ?? []

function rewrite(draft: Draft, k: number, to: Pattern, places: ReadonlyMap<string, string>): Draft {
  const target = draft.lines[k]?.target ?? ''
  const operandOf = (pattern: Pattern): string =>
    pattern.kind === 'call' ? '' : (places.get(pattern.name) ?? pattern.name)
  if (to.kind !== 'call') return withOperand(draft, target, operandOf(to))
  return withLines(draft, k, [{ target, callee: to.callee, args: to.args.map(operandOf) }])
}
