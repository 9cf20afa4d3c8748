import type { Budget } from '../meter'

/**
 * A budget that also ends after `timeoutMs`, counted from now on. `now` is the caller's clock in milliseconds (core has
 * none). Runs under a deadline are not reproducible: steps are the limit to prefer, time the net below it.
 */
export function withDeadline(budget: Budget, timeoutMs: number, now: () => number): Budget {
  const end = now() + timeoutMs
  return { ...budget, deadline: () => now() > end }
}
