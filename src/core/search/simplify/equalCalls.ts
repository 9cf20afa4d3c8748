import { withOperand } from './draft'
import type { SimplifyRule } from './simplifyRule'

/** Lines that repeat a line above word for word. */
export const EQUAL_CALLS: SimplifyRule = {
  name: 'equalCalls',
  summary: 'the same call twice',
  *propose(draft) {
    const targets = new Map<string, string>()
    for (const { target, callee, args } of draft.lines) {
      const call = `${callee ?? ''}(${args.join(',')})`
      const above = targets.get(call)
      if (above === undefined) targets.set(call, target)
      else yield withOperand(draft, target, above)
    }
  },
}
