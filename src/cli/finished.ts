import type { Problem } from '../core/util/result'

/** How a command ended: 0 success, 1 the work failed or falls short, 2 wrong usage or unreadable input. */
export interface Finished {
  readonly code: 0 | 1 | 2
  /** what `--json` prints as its last line */
  readonly json: object
  /** said in one line on stderr */
  readonly problem?: Problem
}

export const succeeded = (json: object): Finished => ({ code: 0, json })
export const fellShort = (json: object, problem?: Problem): Finished => ({
  code: 1,
  json: problem ? { ...json, error: problem } : json,
  ...(problem ? { problem } : {}),
})
export const refused = (problem: Problem): Finished => ({ code: 2, json: { error: problem }, problem })
