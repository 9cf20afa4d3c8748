import type { StatementParts } from '../../dsl/syntax/build'
import { withLines, type Draft } from './draft'
import type { SimplifyRule } from './simplifyRule'

/**
 * A call of a function with an argument fixed, written as the call itself: `f = rbind(add, TWO)`, `y = f(x)` becomes
 * `y = add(x, TWO)`. Shorter once no line uses f any more, so all its calls are rewritten together.
 */
export const DIRECT_CALLS: SimplifyRule = {
  name: 'directCalls',
  summary: 'a function built only to be called',
  *propose(draft) {
    for (const built of draft.lines) {
      const [f, fixed] = built.args
      if (f === undefined || fixed === undefined || (built.callee !== 'rbind' && built.callee !== 'lbind')) continue
      const direct = rewriteCalls(draft, built, f, fixed)
      if (direct !== draft) yield direct
    }
  },
}

function rewriteCalls(draft: Draft, built: StatementParts, f: string, fixed: string): Draft {
  return draft.lines.reduce((rewritten, line, k) => {
    if (line.callee !== built.target) return rewritten
    const args = built.callee === 'rbind' ? [...line.args, fixed] : [fixed, ...line.args]
    return withLines(rewritten, k, [{ target: line.target, callee: f, args }])
  }, draft)
}
