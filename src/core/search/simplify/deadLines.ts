import { withoutDeadLines } from './draft'
import type { SimplifyRule } from './simplifyRule'

export const DEAD_LINES: SimplifyRule = {
  name: 'deadLines',
  summary: 'lines that nothing uses',
  *propose(draft) {
    yield withoutDeadLines(draft)
  },
}
