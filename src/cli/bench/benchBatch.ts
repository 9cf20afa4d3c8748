import { prepareProgram, runPrepared, type PreparedProgram } from '../../core/dsl/eval/interpreter'
import { validOutput } from '../../core/dsl/eval/runOnPairs'
import { DEFAULT_BUDGET, type Budget } from '../../core/dsl/meter'
import { parseProgram } from '../../core/dsl/syntax/parser'
import { valuesEqual } from '../../core/dsl/value'
import { findFits } from '../../core/search/batch/evaluateTask'
import { ProgramGraph } from '../../core/search/batch/programGraph'
import { samePredictions, type Predictions } from '../../core/search/rankFits'
import type { Task } from '../../core/task/task'
import { Rng } from '../../core/util/rng'

export interface BatchFigures {
  /** those that read; the others are left out by both */
  readonly programs: number
  readonly tasks: number
  /** program-task pairs */
  readonly pairs: number
  /** reading the programs into one graph included */
  readonly seconds: number
  readonly pairsPerSecond: number
  readonly graphSeconds: number
  /** calls of primitives really made, over all inputs */
  readonly evaluated: number
  /** pairs of which the program reproduces every demonstration */
  readonly fits: number
  /** the same question put to the plain interpreter, one program and one task at a time, for a sample of the pairs */
  readonly plain: { readonly pairs: number; readonly seconds: number; readonly pairsPerSecond: number }
  readonly timesFaster: number
  /** pairs of the sample and all fits: both must say the same */
  readonly compared: number
  readonly differences: readonly { readonly task: string; readonly program: string }[]
}

/** What one run may use; the same for both, and no limit of its own on a single call. */
const BUDGET: Budget = { ...DEFAULT_BUDGET, steps: 50_000 }

/** Every program on every task by the batch evaluator, and a sample of these pairs by the plain interpreter; one thread. */
export function benchBatch(
  texts: readonly string[],
  tasks: readonly Task[],
  sample: number,
  onTask: (done: number) => void = () => undefined,
): BatchFigures {
  const startedAt = performance.now()
  const graph = new ProgramGraph()
  const programs: { readonly text: string; readonly prepared: PreparedProgram }[] = []
  for (const text of texts) {
    const { program, diagnostics } = parseProgram(text)
    if (diagnostics.length === 0 && graph.add(program) !== null)
      programs.push({ text, prepared: prepareProgram(program) })
  }
  const graphSeconds = secondsSince(startedAt)

  let evaluated = 0
  /** by task: what the programs that fit give for its test inputs */
  const found = tasks.map((task, done): ReadonlyMap<number, Predictions> => {
    const search = findFits(graph, task, BUDGET)
    evaluated += search.evaluated
    onTask(done + 1)
    return new Map(search.fits.map(({ program, predictions }) => [program, predictions]))
  })
  const seconds = secondsSince(startedAt)

  const pairs = programs.length * tasks.length
  const rng = Rng.fromSeed(1, 'bench-batch')
  const chosen = Array.from({ length: pairs === 0 ? 0 : Math.min(sample, pairs) }, () => rng.int(pairs))
  const plainAt = performance.now()
  const answers = chosen.map((pair) =>
    fitPlainly(programs[pair % programs.length], tasks[Math.floor(pair / programs.length)]),
  )
  const plainSeconds = secondsSince(plainAt)

  const differences: { task: string; program: string }[] = []
  const compare = (t: number, p: number, plain: Predictions | null): void => {
    const batch = found[t]?.get(p) ?? null
    const isSame = batch === null || plain === null ? batch === plain : samePredictions(batch, plain)
    if (!isSame) differences.push({ task: tasks[t]?.id ?? '', program: programs[p]?.text ?? '' })
  }
  chosen.forEach((pair, k) => compare(Math.floor(pair / programs.length), pair % programs.length, answers[k] ?? null))
  found.forEach((fits, t) => {
    for (const p of fits.keys()) compare(t, p, fitPlainly(programs[p], tasks[t]))
  })

  const pairsPerSecond = Math.round(pairs / Math.max(1e-3, seconds))
  const plainPerSecond = Math.round(chosen.length / Math.max(1e-3, plainSeconds))
  const fits = found.reduce((sum, { size }) => sum + size, 0)
  return {
    programs: programs.length,
    tasks: tasks.length,
    pairs,
    seconds,
    pairsPerSecond,
    graphSeconds,
    evaluated,
    fits,
    plain: { pairs: chosen.length, seconds: plainSeconds, pairsPerSecond: plainPerSecond },
    timesFaster: pairsPerSecond / Math.max(1, plainPerSecond),
    compared: chosen.length + fits,
    differences,
  }
}

/** What a program gives for the test inputs where it reproduces every demonstration; null where it does not. */
function fitPlainly(
  program: { readonly prepared: PreparedProgram } | undefined,
  task: Task | undefined,
): Predictions | null {
  if (!program || !task) return null
  const smallestFirst = [...task.train].sort((a, b) => a.input.cells.length - b.input.cells.length)
  const isFit = smallestFirst.every(({ input, output }) => {
    const outcome = runPrepared(program.prepared, input, BUDGET)
    return outcome.kind === 'value' && valuesEqual(outcome.value, output)
  })
  return isFit ? task.test.map(({ input }) => validOutput(runPrepared(program.prepared, input, BUDGET))) : null
}

const secondsSince = (startedAt: number): number => (performance.now() - startedAt) / 1000
