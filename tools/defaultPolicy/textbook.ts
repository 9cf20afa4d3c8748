import { join } from 'node:path'
import { readSeedPrograms, type SeedProgram } from '../../src/cli/readSeedPrograms'
import { canonicalProgram } from '../../src/core/dsl/syntax/canonical'
import { printProgram } from '../../src/core/dsl/syntax/printer'
import { budgetOf, executeProgram } from '../../src/core/loop/executeProgram'
import { DEFAULT_CONFIG } from '../../src/core/loop/config'
import { mutateSeeds } from '../../src/core/mutate/mutateSeeds'
import { encodeCompact } from '../../src/core/policy/encodeCompact'
import type { TrainExample } from '../../src/core/policy/policyPort'
import { MAX_POSITIONS } from '../../src/core/policy/policyShape'
import { encodeProgramText } from '../../src/core/policy/programTokens'
import type { Pair } from '../../src/core/task/task'
import { Rng } from '../../src/core/util/rng'

/** One experience to learn: a program and what it really gives on a task's demonstration inputs. */
export interface Lesson {
  readonly source: 'seed' | 'mutant'
  readonly taskId: string
  /** canonical */
  readonly program: string
  readonly pairs: readonly Pair[]
  readonly example: TrainExample
}

export const BUDGET = budgetOf(DEFAULT_CONFIG)

/** The starter pack's seeds, each with its task of the training split. The evaluation split is not opened. */
export async function readStarterSeeds(resources: string): Promise<SeedProgram[]> {
  const read = await readSeedPrograms(join(resources, 'starter/seeds'), join(resources, 'starter/training'))
  if (!read.ok) throw new Error(`${read.error.where ?? ''}: ${read.error.message}`)
  const [refused] = read.value.refused
  if (refused) throw new Error(`${refused.where ?? refused.taskName}: ${refused.message}`)
  return read.value.seeds
}

/** Seeds and their d1 mutants as lessons, those left out that the policy cannot write within `maxTokens`. */
export function textbookOf(
  seeds: readonly SeedProgram[],
  { mutants, seed, maxTokens }: { readonly mutants: number; readonly seed: number; readonly maxTokens: number },
): Lesson[] {
  const own = seeds.map(({ task, program }) => {
    const execution = executeProgram(task, printProgram(canonicalProgram(program)), BUDGET)
    const pairs = task.train.flatMap(({ input }, k) => {
      const output = execution.demoOutputs[k]
      return output ? [{ input, output }] : []
    })
    return { source: 'seed' as const, taskId: task.id, program: execution.program, pairs }
  })
  const made = mutateSeeds({
    seeds,
    count: mutants,
    mode: 'd1',
    rng: Rng.fromSeed(seed, 'textbook').fork('mutate'),
    budget: BUDGET,
  })
  const changed = made.mutants.map(({ task, text, pairs }) => {
    return { source: 'mutant' as const, taskId: task.id, program: text, pairs }
  })
  return [...own, ...changed].flatMap((one) => {
    const target = encodeProgramText(one.program)
    if (!target || target.length > maxTokens || one.pairs.length === 0) return []
    return [{ ...one, example: { input: encodeCompact(one.pairs, MAX_POSITIONS), target } }]
  })
}

/** Mutants whose text a seeded hash picks are held out; a text is on one side only, whatever task it belongs to. */
export function splitTextbook(
  lessons: readonly Lesson[],
  { share, seed }: { readonly share: number; readonly seed: number },
): { readonly taught: Lesson[]; readonly heldOut: Lesson[] } {
  const chance = Rng.fromSeed(seed, 'held-out')
  const isPicked = ({ source, program }: Lesson): boolean => source === 'mutant' && chance.fork(program).next() < share
  return { taught: lessons.filter((one) => !isPicked(one)), heldOut: lessons.filter(isPicked) }
}
