import type { Rng } from '../../../src/core/util/rng'

/** What a run does, as far as a kill can tell it apart: `start` until it tells of itself; scoring counts as relabelling. */
export type Phase = 'start' | 'mutate' | 'draw' | 'learn' | 'sample' | 'execute' | 'relabel' | 'search' | 'checkpoint'

export interface Place {
  readonly iteration: number
  readonly phase: Phase
}

/** The experiment process holds the replay store; its policy and the host are processes of their own. */
export const VICTIMS = ['experiment and store', 'policy', 'host', 'all'] as const
export type Victim = (typeof VICTIMS)[number]

export interface PlannedKill extends Place {
  readonly victim: Victim
  /** how far into the phase, 0 to 1 of the time that it usually takes */
  readonly after: number
}

const BEFORE: readonly Phase[] = ['start', 'mutate', 'execute', 'search', 'checkpoint']
const META_ITERATION: readonly Phase[] = [
  ...(['start', 'draw', 'learn', 'sample', 'execute', 'relabel', 'search', 'checkpoint'] as const),
]
/** The phases of a meta-iteration in order; 0 is what comes before the first. */
export const phasesOf = (iteration: number): readonly Phase[] => (iteration === 0 ? BEFORE : META_ITERATION)

/** Negative when `a` comes before `b` in a run. */
export function comparePlaces(a: Place, b: Place): number {
  const rank = ({ iteration, phase }: Place): number => phasesOf(iteration).indexOf(phase)
  return a.iteration - b.iteration || rank(a) - rank(b)
}

/**
 * Kills at random moments, spread evenly over all phases of a run and over the victims. Each throws the run back to its last
 * checkpoint, so those of one meta-iteration come in random order, but for what happens only once, or only where a checkpoint
 * came just before it (mutation, draw): they come first; and the checkpoint comes last, for it may be over by then.
 */
export function planKills(count: number, metaIterations: number, rng: Rng): PlannedKill[] {
  const slots = Array.from({ length: metaIterations + 1 }, (_, iteration) => {
    const first: readonly Phase[] = iteration === 0 ? ['mutate', 'mutate'] : ['draw']
    const between = phasesOf(iteration).filter((phase) => !first.includes(phase) && phase !== 'checkpoint')
    const order = rng.fork(`phases-${iteration}`).shuffle(between)
    return [...first, ...order, 'checkpoint' as const].map((phase): Place => ({ iteration, phase }))
  }).flat()
  const victims = rng.fork('victims').shuffle(Array.from({ length: count }, (_, k) => VICTIMS[k % VICTIMS.length]))
  const moments = rng.fork('moments')
  return victims.map((victim, k) => ({
    ...(slots[Math.floor(((k + 0.5) * slots.length) / count)] as Place),
    victim: victim as Victim,
    after: moments.next(),
  }))
}
