import { withOperand } from './draft'
import type { SimplifyRule } from './simplifyRule'

/** Lines that only give a value another name, `identity` among them. */
export const ALIASES: SimplifyRule = {
  name: 'aliases',
  summary: 'another name for the same value',
  *propose(draft) {
    for (const { target, callee, args } of draft.lines) {
      const [operand] = args
      const isAlias = callee === null || (callee === 'identity' && args.length === 1)
      if (isAlias && operand !== undefined) yield withOperand(draft, target, operand)
    }
  },
}
