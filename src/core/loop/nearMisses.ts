import type { Grid } from '../grid/grid'
import type { NearMiss } from '../policy/encodeNearMiss'
import { encodeProgramText } from '../policy/programTokens'
import { priorityOf } from '../replay/priority'
import type { TaughtExperience } from '../replay/experience'
import type { Task } from '../task/task'
import type { Executor } from './ports'
import type { ReplayBuffer } from './replayBuffer'
import type { Scoreboard } from './scoreboard'

/** Programs of a task that are refined in one meta-iteration. */
const MOST_REFINED = 4
/** Candidate solutions that are looked at for it, the best first. */
const MOST_CANDIDATES = 16
/** A demonstration reproduced counts 1, one of the right size this for each share of its cells. */
const RULE = { priority: 'demonstrations', priorityFloor: 0, nearCredit: 0.5 } as const

/** A near miss on a task, with what it gave on each of its demonstrations. */
export interface TriedProgram extends NearMiss {
  readonly demosRight: number
}

interface Tries {
  readonly executor: Executor
  readonly buffer: ReplayBuffer
  readonly scoreboard: Scoreboard
}

/**
 * The programs that come nearest to a task which no program fits yet, the nearest first; of those that give the same only
 * one. Counted by demonstrations alone. None for a task that is fitted, or where nothing gives even one right cell.
 */
export async function nearMissesOf({ executor, buffer, scoreboard }: Tries, task: Task): Promise<TriedProgram[]> {
  if (scoreboard.isFitted(task.id)) return []
  const candidates = scoreboard.candidatesOf(task.id).slice(0, MOST_CANDIDATES)
  const executions = await executor.execute(candidates.map(({ program }) => ({ taskId: task.id, program })))
  const tried = [
    ...executions.map(({ program, demoOutputs }) => ({ program, outputs: demoOutputs })),
    ...(await buffer.ofTask(task.id)).map((own) => ({ program: own.program, outputs: outputsOn(task, own) })),
  ]
  const targets = task.train.map(({ output }) => output)
  const ranked = tried
    .map((one) => ({ ...one, credit: priorityOf(RULE, one.outputs, targets) }))
    .filter(({ credit, outputs }) => credit > 0 && !isIdentity(task, outputs))
    .sort((a, b) => b.credit - a.credit || a.program.length - b.program.length || (a.program < b.program ? -1 : 1))
  const nearest: TriedProgram[] = []
  for (const { program, outputs } of ranked) {
    if (nearest.length === MOST_REFINED) break
    if (nearest.some((one) => givesSame(one.outputs, outputs))) continue
    nearest.push({ program, outputs, demosRight: countRight(outputs, targets) })
  }
  return nearest
}

/** Of other experiences of its task the one that an experience is learnt beside: nearest in text, and not doing the same. */
export function nearestOf(
  { program, pairIndices, outputs }: TaughtExperience,
  neighbours: readonly TaughtExperience[],
): TaughtExperience | null {
  let nearest: TaughtExperience | null = null
  let most = -1
  for (const neighbour of neighbours) {
    const given = outputsAt(neighbour, pairIndices)
    if (givesSame(given, outputs)) continue
    const shared = sharedTokens(program, neighbour.program)
    if (shared > most) [nearest, most] = [neighbour, shared]
  }
  return nearest
}

/** What an experience's program gave on these demonstrations of its task; null: no grid. */
export function outputsAt({ pairIndices, outputs }: TaughtExperience, indices: readonly number[]): (Grid | null)[] {
  const byIndex = new Map(pairIndices.map((index, k) => [index, outputs[k]]))
  return indices.map((index) => byIndex.get(index) ?? null)
}

const outputsOn = (task: Task, experience: TaughtExperience): (Grid | null)[] =>
  outputsAt(
    experience,
    task.train.map((_, k) => k),
  )

const givesSame = (a: readonly (Grid | null)[], b: readonly (Grid | null)[]): boolean =>
  a.every((grid, k) => (grid && b[k] ? grid.equals(b[k]) : grid === (b[k] ?? null)))

const isIdentity = ({ train }: Task, outputs: readonly (Grid | null)[]): boolean =>
  train.every(({ input }, k) => outputs[k]?.equals(input))

const countRight = (outputs: readonly (Grid | null)[], targets: readonly Grid[]): number =>
  targets.filter((target, k) => outputs[k]?.equals(target)).length

/** Share of the tokens of the longer program that the other has too, wherever they stand. */
function sharedTokens(a: string, b: string): number {
  const [own, other] = [a, b].map((text) => Array.from(encodeProgramText(text) ?? []))
  if (!own || !other) return 0
  const left = new Map<number, number>()
  for (const token of own) left.set(token, (left.get(token) ?? 0) + 1)
  let shared = 0
  for (const token of other) {
    const times = left.get(token) ?? 0
    if (times === 0) continue
    shared++
    left.set(token, times - 1)
  }
  return shared / Math.max(1, own.length, other.length)
}
