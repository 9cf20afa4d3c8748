import type { Budget } from '../dsl/meter'
import type { Program } from '../dsl/syntax/ast'
import { canonicalProgram } from '../dsl/syntax/canonical'
import { printProgram } from '../dsl/syntax/printer'
import type { Pair, Task } from '../task/task'
import type { Rng } from '../util/rng'
import { acceptMutant } from './accept'
import { mutateProgram, mutationContext, type MutationContext, type MutationSettings } from './mutateProgram'
import type { OperatorName } from './operators/mutationOperator'

export interface Seed {
  readonly task: Task
  readonly program: Program
}

/** A mutant that was kept, with where it comes from. */
export interface Mutant {
  /** in canonical form */
  readonly program: Program
  readonly text: string
  readonly task: Task
  /** canonical text of the program that was changed */
  readonly parent: string
  readonly operator: OperatorName
  readonly before: string
  readonly after: string
  /** changes away from a seed: 1, more under dInf */
  readonly generation: number
  /** demonstration inputs of the task with the outputs that the mutant really gave */
  readonly pairs: readonly Pair[]
  readonly demosRight: number
}

export interface MutateSeedsOptions {
  readonly seeds: readonly Seed[]
  /** mutants wanted */
  readonly count: number
  /** d1: only seeds are changed; dInf: mutants too */
  readonly mode: 'd1' | 'dInf'
  readonly rng: Rng
  /** for each run on one input */
  readonly budget: Budget
  readonly settings?: MutationSettings
  /** tries after which to stop, however few mutants there are; 40 per wanted mutant and 1,000 more where left out */
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

interface Parent {
  readonly task: Task
  readonly program: Program
  readonly text: string
  readonly generation: number
  context: MutationContext | null
}

/** As `mutateSeeds`, one try a step, so that a caller can stop, report progress or let others run in between. */
export function* mutateSeedsSteps(
  options: MutateSeedsOptions,
): Generator<{ readonly tried: number; readonly mutant: Mutant | null }, MutateSeedsResult, void> {
  const { seeds, count, mode, rng, budget, settings, onMutant, maxTries = count * 40 + 1000 } = options
  const parents: Parent[] = seeds.map(({ task, program: given }) => {
    const program = canonicalProgram(given)
    return { task, program, text: printProgram(program), generation: 0, context: null }
  })
  const seen = new Set(parents.map((parent) => parent.text))
  const mutants: Mutant[] = []
  let tried = 0
  while (parents.length > 0 && mutants.length < count && tried < maxTries) {
    // one stream a try: what one try draws does not move the next
    const tryRng = rng.fork(tried++)
    const parent = tryRng.pick(parents)
    const mutant = oneTry(parent, tryRng, seen, budget, settings)
    if (mutant) {
      seen.add(mutant.text)
      mutants.push(mutant)
      if (mode === 'dInf') parents.push({ ...mutant, context: null })
      onMutant?.(mutant, tried)
    }
    yield { tried, mutant }
  }
  return { mutants, tried }
}

function oneTry(
  parent: Parent,
  rng: Rng,
  seen: Set<string>,
  budget: Budget,
  settings: MutationSettings | undefined,
): Mutant | null {
  const { task } = parent
  const input = task.train[0]?.input
  if (!input) return null
  const context = parent.context ?? mutationContext(parent.program, input, budget, settings)
  if (parent.generation === 0) parent.context = context // seeds come again and again, a mutant hardly ever
  const mutation = mutateProgram(parent.program, context, rng)
  if (!mutation) return null
  const program = canonicalProgram(mutation.program)
  const text = printProgram(program)
  if (seen.has(text)) return null
  const result = acceptMutant(program, task, budget)
  if (!result) return null
  const { operator, before, after } = mutation
  return {
    program,
    text,
    task,
    parent: parent.text,
    operator,
    before,
    after,
    generation: parent.generation + 1,
    ...result,
  }
}
