import { LEAST_TOKENS } from '../policy/grammar'
import type { PolicyLanguage } from '../policy/policyLanguage'
import type { EncodedTask, Sample, SampleRequest } from '../policy/policyPort'
import { firstLines } from '../policy/programTokens'
import type { Task } from '../task/task'
import type { Rng } from '../util/rng'
import type { ExperimentConfig } from './config'
import { nearMissesOf, type TriedProgram } from './nearMisses'
import type { Execution, Executor } from './ports'
import type { ReplayBuffer } from './replayBuffer'
import type { Scoreboard } from './scoreboard'

/** A program that the policy wrote for a task. */
export interface DrawnProgram {
  readonly taskId: string
  readonly program: string
  /** how many samples gave it */
  readonly times: number
  /** the near miss beside which it was first written, if any */
  readonly refines: TriedProgram | null
}

/** All samples of one meta-iteration. */
export interface Drawing {
  /** each distinct program of a task once */
  readonly distinct: readonly DrawnProgram[]
  readonly samples: number
  /** of them, those written beside a near miss, and of how many tasks */
  readonly refining: { readonly samples: number; readonly tasks: number }
  readonly tokensPerSecond: number
}

/** What the policy is asked for a task: its demonstrations, alone or beside a near miss. */
export interface Asked {
  readonly taskId: string
  readonly refines: TriedProgram | null
  readonly request: SampleRequest
}

interface Desk {
  readonly config: ExperimentConfig
  readonly language: PolicyLanguage
  readonly evaluationTasks: readonly Task[]
  readonly encoded: ReadonlyMap<string, EncodedTask>
  readonly executor: Executor
  readonly buffer: ReplayBuffer
  readonly scoreboard: Scoreboard
}

/**
 * What the policy is asked for a task, `count` samples in all. Of
 * those of a task with near misses the share `refinement` is asked for beside these, and begins as they do: with any number
 * of their first lines.
 */
export async function askFor(desk: Desk, task: Task, count: number, rng: Rng): Promise<Asked[]> {
  const { config, language } = desk
  const nearMisses = config.refinement > 0 ? await nearMissesOf(desk, task) : []
  const refining = nearMisses.length > 0 ? Math.round(count * config.refinement) : 0
  const plain = { input: desk.encoded.get(task.id) as EncodedTask, count: count - refining, seed: rng.nextUint32() }
  const asked: Asked[] = [{ taskId: task.id, refines: null, request: plain }]
  nearMisses.forEach((refines, k) => {
    const share = Math.floor(refining / nearMisses.length) + (k < refining % nearMisses.length ? 1 : 0)
    const input = language.encodeTask(task.train.slice(0, config.demonstrations), refines)
    const draw = rng.fork(`refine-${k}`)
    for (const [prefix, count] of drawPrefixes(language, refines.program, share, config.maxTokens, draw)) {
      asked.push({ taskId: task.id, refines, request: { input, count, seed: draw.nextUint32(), prefix } })
    }
  })
  return asked.filter(({ request }) => request.count > 0)
}

/** How many of `count` samples keep which beginning of a program: any number of its lines, but not all. */
function drawPrefixes(
  language: PolicyLanguage,
  program: string,
  count: number,
  maxTokens: number,
  rng: Rng,
): (readonly [prefix: Int32Array, count: number])[] {
  const ids = language.encodeProgram(program) ?? new Int32Array()
  const lines = ids.length + LEAST_TOKENS > maxTokens ? 1 : program.split('\n').length
  const times = new Map<number, number>()
  for (let k = 0; k < count; k++) {
    const kept = rng.int(lines)
    times.set(kept, (times.get(kept) ?? 0) + 1)
  }
  return [...times].map(([kept, n]) => [firstLines(ids, kept), n] as const)
}

/** Samples of a task: as many as the settings say, with `focus` fewer where a program fits already and more elsewhere. */
export function sampleCounts({ config, scoreboard, evaluationTasks }: Desk): (taskId: string) => number {
  const { focus, samplesPerTask } = config
  const fitted = new Set(focus === 0 ? [] : evaluationTasks.map(({ id }) => id).filter((id) => scoreboard.isFitted(id)))
  const open = evaluationTasks.length - fitted.size
  if (fitted.size === 0 || open === 0) return () => samplesPerTask
  const kept = Math.max(1, Math.round(samplesPerTask * (1 - focus)))
  const more = Math.floor((fitted.size * (samplesPerTask - kept)) / open)
  return (taskId) => (fitted.has(taskId) ? kept : samplesPerTask + more)
}

/** What was asked for several tasks with what came back, each distinct program of a task once, in the order of asking. */
export function distinctPrograms(
  language: PolicyLanguage,
  asked: readonly Asked[],
  samples: readonly (readonly Sample[])[],
): DrawnProgram[] {
  const drawn = new Map<string, DrawnProgram>()
  asked.forEach(({ taskId, refines }, k) => {
    for (const { tokens } of samples[k] ?? []) {
      const program = language.decodeProgram(tokens)
      const key = `${taskId}\n${program}`
      const known = drawn.get(key)
      drawn.set(key, known ? { ...known, times: known.times + 1 } : { taskId, program, times: 1, refines })
    }
  })
  return [...drawn.values()]
}

/** What became of the samples beside near misses, in a sentence; null where there were none. */
export function refiningNews(
  { distinct, samples, refining }: Drawing,
  executions: readonly Execution[],
): string | null {
  if (refining.samples === 0) return null
  const better = executions.filter(({ demosRight }, k) => demosRight > (distinct[k]?.refines?.demosRight ?? Infinity))
  const fits = better.filter(({ demosRight, demoOutputs }) => demosRight === demoOutputs.length)
  return (
    `${refining.samples} of ${samples} samples refine near misses of ${refining.tasks} tasks: ${better.length} programs ` +
    `reproduce more demonstrations than their near miss, ${fits.length} of them all`
  )
}
