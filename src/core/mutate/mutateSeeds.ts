import type { Budget } from '../dsl/meter'
import type { Rng } from '../util/rng'
import { MutantCollector, type MutationMode } from './mutantCollector'
import type { MutationSettings } from './mutateProgram'
import { MutationTries, type Mutant, type Seed } from './mutationTries'

export type { Mutant, Seed } from './mutationTries'

export interface MutateSeedsOptions {
  readonly seeds: readonly Seed[]
  /** mutants wanted */
  readonly count: number
  readonly mode: MutationMode
  readonly rng: Rng
  /** for each run on one input */
  readonly budget: Budget
  readonly settings?: MutationSettings
  /** see CollectorOptions */
  readonly maxTries?: number
  readonly onMutant?: (mutant: Mutant, tried: number) => void
}

export interface MutateSeedsResult {
  readonly mutants: Mutant[]
  readonly tried: number
}

/** Mutants of the seeds, each text once and none equal to a seed. Same seeds and rng, same mutants in the same order. */
export function mutateSeeds(options: MutateSeedsOptions): MutateSeedsResult {
  const steps = mutateSeedsSteps(options)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** As `mutateSeeds`, one try a step, so that a caller can stop, report progress or let others run in between. */
export function* mutateSeedsSteps(
  options: MutateSeedsOptions,
): Generator<{ readonly tried: number; readonly mutant: Mutant | null }, MutateSeedsResult, void> {
  const { seeds, count, mode, rng, budget, settings, onMutant, maxTries } = options
  const tries = new MutationTries(seeds, rng, budget, settings)
  const collector = new MutantCollector({ seeds: seeds.length, count, mode, maxTries })
  const mutants: Mutant[] = []
  while (!collector.isDone) {
    if (collector.tried === collector.roundEnd) tries.addParents(collector.nextRound())
    const mutant = tries.attempt(collector.tried)
    const isNew = collector.take(mutant)
    if (mutant && isNew) {
      mutants.push(mutant)
      onMutant?.(mutant, collector.tried)
    }
    yield { tried: collector.tried, mutant: isNew ? mutant : null }
  }
  return { mutants, tried: collector.tried }
}
