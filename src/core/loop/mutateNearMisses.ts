import { mutateSeeds, type Mutant } from '../mutate/mutateSeeds'
import { seedsOf } from '../mutate/seedsOf'
import type { Task } from '../task/task'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import { budgetOf } from './executeProgram'

/** A mutant of a seed takes seven (docs/results.md); a program that fits nowhere near takes none for ever. */
const TRIES_PER_MUTANT = 10

/** Mutants of the best programs known for a task that reproduce some of its demonstrations; deterministic, ended by tries. */
export function mutateNearMisses(
  { config, rng }: { readonly config: ExperimentConfig; readonly rng: Rng },
  iteration: number,
  task: Task,
  programs: readonly string[],
): Mutant[] {
  const count = config.refineMutants
  if (count === 0 || programs.length === 0) return []
  const { mutants } = mutateSeeds({
    seeds: seedsOf(
      [task],
      programs.map((program) => ({ taskId: task.id, program })),
    ),
    count,
    mode: config.mutationMode,
    rng: rng.fork(`refine-${iteration}`).fork(task.id),
    budget: budgetOf(config),
    maxTries: TRIES_PER_MUTANT * count,
  })
  return config.relabelling ? mutants : mutants.filter(({ demosRight, pairs }) => demosRight === pairs.length)
}
