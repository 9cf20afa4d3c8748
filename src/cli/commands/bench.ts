import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { err, ok, type Result } from '../../core/util/result'
import { refuseFile } from '../../node/data/problems'
import { benchInterpreter, type InterpreterFigures } from '../bench/benchInterpreter'
import type { CliContext, CommonOptions } from '../context'
import { refused, succeeded, type Finished } from '../finished'
import type { Output } from '../output'
import { readSeedPrograms } from '../readSeedPrograms'

export interface BenchInterpreterOptions extends CommonOptions {
  readonly seeds?: string
  readonly tasks?: string
  readonly seconds: number
  readonly writeBaseline?: string
}

const MOST_PRIMITIVES_SHOWN = 20

/**
 * `codeit bench interpreter`: programs a second, costs of primitives and the slowest programs, beside the checked-in
 * baseline of the starter pack as ratios (1 is the baseline, 2 twice as slow), corrected for the machine's speed.
 */
export async function benchInterpreterCommand(
  { output, directories }: CliContext,
  { seeds, tasks, seconds, writeBaseline }: BenchInterpreterOptions,
): Promise<Finished> {
  if ((seeds === undefined) !== (tasks === undefined)) {
    return refused(err('usage', '--seeds and --tasks belong together', undefined, 'Give both, or neither.').error)
  }
  const starter = join(directories.resources, 'starter')
  const read = await readSeedPrograms(seeds ?? join(starter, 'seeds'), tasks ?? join(starter, 'training'))
  if (!read.ok) return refused(read.error)
  const baseline = seeds === undefined ? await readBaseline(directories.entries) : ok(null)
  if (!baseline.ok) return refused(baseline.error)
  const figures = benchInterpreter(read.value.seeds, seconds)
  print(output, figures, baseline.value)
  if (writeBaseline !== undefined) {
    await mkdir(dirname(writeBaseline), { recursive: true })
    await writeFile(writeBaseline, `${JSON.stringify(figures, null, 2)}\n`)
  }
  return succeeded(baseline.value === null ? figures : { ...figures, ratios: ratiosOf(figures, baseline.value) })
}

/** The checkout's baseline; none where the application runs without its sources. */
async function readBaseline(entriesDirectory: string): Promise<Result<InterpreterFigures | null>> {
  const path = join(entriesDirectory, '../../bench/baselines/interpreter.json')
  try {
    return ok(JSON.parse(await readFile(path, 'utf8')) as InterpreterFigures)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? ok(null) : refuseFile(error, path)
  }
}

interface Ratios {
  readonly cold: number
  readonly warm: number
  readonly oneGrid: number
  readonly primitives: Readonly<Record<string, number>>
}

function ratiosOf(now: InterpreterFigures, then: InterpreterFigures): Ratios {
  const machine = now.unitNanoseconds / then.unitNanoseconds
  const before = new Map(then.primitives.map(({ name, microseconds }) => [name, microseconds]))
  const primitives = now.primitives.flatMap(({ name, microseconds }) => {
    const old = before.get(name)
    return old === undefined ? [] : [[name, microseconds / old / machine] as const]
  })
  return {
    cold: now.coldSeconds / then.coldSeconds / machine,
    warm: now.warmSeconds / then.warmSeconds / machine,
    oneGrid: now.oneGridSeconds / then.oneGridSeconds / machine,
    primitives: Object.fromEntries(primitives),
  }
}

function print(output: Output, figures: InterpreterFigures, baseline: InterpreterFigures | null): void {
  const ratios = baseline && ratiosOf(figures, baseline)
  const beside = (ratio: number | undefined): string => (ratio === undefined ? '' : `   x${ratio.toFixed(2)}`)
  const { programs, executions, coldSeconds, warmSeconds, executionsPerSecond, oneGridSeconds } = figures
  if (ratios) output.line('x: against the baseline, corrected for the speed of the machine; 2.00 is twice as slow')
  output.line(`${programs} programs, ${executions} executions (each program on each pair)`)
  output.line(`first pass  ${(1000 * coldSeconds).toFixed(1).padStart(8)} ms${beside(ratios?.cold)}`)
  output.line(`later pass  ${(1000 * warmSeconds).toFixed(1).padStart(8)} ms${beside(ratios?.warm)}`)
  output.line(`one grid    ${(1000 * oneGridSeconds).toFixed(1).padStart(8)} ms${beside(ratios?.oneGrid)}`)
  output.line(`${Math.round(executionsPerSecond)} executions a second`)
  output.line()
  output.line('primitive         calls   µs/call')
  for (const { name, calls, microseconds } of figures.primitives.slice(0, MOST_PRIMITIVES_SHOWN)) {
    const cost = microseconds.toFixed(2).padStart(9)
    output.line(`${name.padEnd(15)}${String(calls).padStart(8)} ${cost}${beside(ratios?.primitives[name])}`)
  }
  output.line()
  output.line('slowest programs (all pairs)')
  for (const { task, milliseconds } of figures.slowest) output.line(`${task.padEnd(30)} ${milliseconds.toFixed(2)} ms`)
}
