/**
 * Replay priority. The paper's is the demonstration performance itself; ours adds a floor, so that a program that
 * reproduces nothing (most of what an untrained policy writes) can still be drawn, rarely (docs/deviations.md, 3).
 */
export const PRIORITY_FLOOR = 0.1

export type PriorityRule = 'demonstrations' | 'uniform'

export function priorityOf(rule: PriorityRule, demosRight: number, demos: number): number {
  if (rule === 'uniform') return 1
  return PRIORITY_FLOOR + (1 - PRIORITY_FLOOR) * (demos === 0 ? 0 : demosRight / demos)
}
