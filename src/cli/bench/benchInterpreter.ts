import { compileProgram, runCompiled, type CompiledProgram } from '../../core/dsl/eval/compile'
import { isFailed, prepareProgram, runLine } from '../../core/dsl/eval/interpreter'
import { DEFAULT_BUDGET, startMeter } from '../../core/dsl/meter'
import { DslFunction, type Value } from '../../core/dsl/value'
import type { Grid } from '../../core/grid/grid'
import type { SeedProgram } from '../readSeedPrograms'

export interface InterpreterFigures {
  readonly programs: number
  /** program-on-grid executions of one pass over every program and every pair */
  readonly executions: number
  /** of the first pass, before the engine has optimised anything */
  readonly coldSeconds: number
  /** of the fastest later pass */
  readonly warmSeconds: number
  readonly executionsPerSecond: number
  /** every program on the first input of its task, warm */
  readonly oneGridSeconds: number
  /** lines that call it, mean time of a call on the way it is used in these programs, functions it calls included */
  readonly primitives: readonly { readonly name: string; readonly calls: number; readonly microseconds: number }[]
  readonly slowest: readonly { readonly task: string; readonly milliseconds: number }[]
  /** nanoseconds of a fixed piece of work: what figures of two machines are divided by before they are compared */
  readonly unitNanoseconds: number
}

interface Work {
  readonly task: string
  readonly compiled: CompiledProgram
  readonly inputs: readonly Grid[]
}

/** Figures of the interpreter on these programs and the inputs of their tasks; takes about `seconds`. */
export function benchInterpreter(seeds: readonly SeedProgram[], seconds: number): InterpreterFigures {
  const works = seeds.map(({ task, program }): Work => {
    const inputs = [...task.train, ...task.test].map(({ input }) => input)
    return { task: task.id, compiled: compileProgram(program), inputs }
  })
  const all = (): number => works.reduce((sum, work) => sum + runAll(work), 0)
  const coldSeconds = timed(all)
  const warmSeconds = fastest(all, seconds / 2)
  const oneGridSeconds = fastest(
    () => works.forEach(({ compiled, inputs: [first] }) => first && runCompiled(compiled, first, DEFAULT_BUDGET)),
    seconds / 4,
  )
  const executions = works.reduce((sum, { inputs }) => sum + inputs.length, 0)
  const slowest = works
    .map((work) => ({
      task: work.task,
      milliseconds:
        1000 *
        Math.min(
          timed(() => runAll(work)),
          timed(() => runAll(work)),
        ),
    }))
    .sort((a, b) => b.milliseconds - a.milliseconds)
  return {
    programs: works.length,
    executions,
    coldSeconds,
    warmSeconds,
    executionsPerSecond: executions / warmSeconds,
    oneGridSeconds,
    primitives: timePrimitives(seeds, seconds / 4),
    slowest: slowest.slice(0, 10),
    unitNanoseconds: unitOfWork(),
  }
}

function runAll({ compiled, inputs }: Work): number {
  let steps = 0
  for (const input of inputs) steps += runCompiled(compiled, input, DEFAULT_BUDGET).steps
  return steps
}

function timePrimitives(seeds: readonly SeedProgram[], seconds: number): InterpreterFigures['primitives'] {
  const spent = new Map<string, { calls: number; milliseconds: number }>()
  const prepared = seeds.map(({ task, program }) => ({ task, program: prepareProgram(program) }))
  const endsAt = performance.now() + seconds * 1000
  do {
    spent.clear() // the last pass counts: the warmest one
    for (const { task, program } of prepared) {
      for (const { input } of task.train) timeLines(program, input, spent)
    }
  } while (performance.now() < endsAt)
  return [...spent]
    .map(([name, { calls, milliseconds }]) => ({ name, calls, microseconds: (1000 * milliseconds) / calls }))
    .sort((a, b) => b.calls * b.microseconds - a.calls * a.microseconds)
}

function timeLines(
  { lines }: ReturnType<typeof prepareProgram>,
  input: Grid,
  spent: Map<string, { calls: number; milliseconds: number }>,
): void {
  const values: Value[] = [input]
  startMeter(DEFAULT_BUDGET)
  for (const line of lines) {
    const startedAt = performance.now()
    const value = runLine(line, values, DEFAULT_BUDGET)
    const milliseconds = performance.now() - startedAt
    if (isFailed(value)) return
    values.push(value)
    const { callee } = line
    if (callee === null || 'slot' in callee || !(callee.value instanceof DslFunction)) continue
    const entry = spent.get(callee.value.label) ?? { calls: 0, milliseconds: 0 }
    entry.calls++
    entry.milliseconds += milliseconds
    spent.set(callee.value.label, entry)
  }
}

function timed(work: () => unknown): number {
  const startedAt = performance.now()
  work()
  return (performance.now() - startedAt) / 1000
}

function fastest(work: () => unknown, seconds: number): number {
  const endsAt = performance.now() + seconds * 1000
  let best = timed(work)
  while (performance.now() < endsAt) best = Math.min(best, timed(work))
  return best
}

/** Sorting and summing a fixed pseudo-random array, the fastest of several times. */
function unitOfWork(): number {
  const numbers = new Int32Array(20_000)
  return (
    1e9 *
    fastest(() => {
      for (let k = 0, x = 1; k < numbers.length; k++) numbers[k] = x = Math.imul(x, 1664525) + 1013904223
      numbers.sort()
      return numbers.reduce((sum, n) => (sum + n) | 0, 0)
    }, 0.3)
  )
}
