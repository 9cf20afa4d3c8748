import { CONSTANTS, PRIMITIVE_NAMES } from '../../core/dsl/primitives'
import { Grid } from '../../core/grid/grid'
import { CONFIG_FIELDS } from '../../core/loop/config'
import type { NewExperience, Source } from '../../core/replay/experience'
import type { Rng } from '../../core/util/rng'

const TASKS = 800
const ITERATIONS = 99
const FLOOR = CONFIG_FIELDS.priorityFloor.default
const CONSTANT_NAMES = [...CONSTANTS.keys()]

interface MadeTask {
  readonly id: string
  readonly demos: number
  /** the output of each demonstration */
  readonly outputs: readonly Grid[]
}

/**
 * Experiences such as a long run on ARC leaves, without running it: programs that read like programs but do nothing
 * sensible, outputs that resemble those of their task, sources, iterations and shares as they come. Some repeat.
 */
export function* plausibleExperiences(count: number, rng: Rng): Generator<NewExperience, void, void> {
  const tasks = Array.from({ length: TASKS }, (_, k) =>
    makeTask(`arc/training/${k.toString(16).padStart(8, '0')}`, rng),
  )
  let parent = 'O = hmirror(I)'
  for (let k = 0; k < count; k++) {
    const source = sourceOf(k, count, rng)
    const { id, demos, outputs } = rng.pick(tasks)
    const program = drawProgram(rng)
    const demosRight = rng.next() < 0.8 ? 0 : rng.between(1, demos)
    const first = rng.next() < 0.9 ? 0 : 1
    const isMutant = source === 'mutation'
    yield {
      source,
      iteration: source === 'policy' || source === 'search' ? 1 + Math.floor((k / count) * ITERATIONS) : 0,
      taskId: id,
      program,
      lines: program.split('\n').length,
      pairIndices: outputs.slice(first).map((_, pair) => pair + first),
      outputs: outputs.slice(first).map((output, pair) => (pair + first < demosRight ? output : changed(output, rng))),
      demosRight,
      demos,
      priority: FLOOR + (1 - FLOOR) * (demosRight / demos),
      lineage: isMutant ? { parent, operator: 'argument', before: 'O = hmirror(I)', after: 'O = vmirror(I)' } : null,
    }
    if (isMutant) parent = program
  }
}

/** In a thousand: 20 mutants, of which the first are seeds; the rest by the policy, one in ten by search. */
function sourceOf(k: number, count: number, rng: Rng): Source {
  if (k < count * 0.0005) return 'seed'
  if (k < count * 0.02) return 'mutation'
  return rng.next() < 0.9 ? 'policy' : 'search'
}

function makeTask(id: string, rng: Rng): MadeTask {
  const demos = rng.between(2, 5)
  const outputs = Array.from({ length: demos }, () => {
    const [rows, cols] = [rng.between(2, 20), rng.between(2, 20)]
    const background = rng.int(10)
    const cells = Int8Array.from({ length: rows * cols }, () => (rng.next() < 0.8 ? background : rng.int(10)))
    return new Grid(rows, cols, cells)
  })
  return { id, demos, outputs }
}

/** The grid with about every tenth cell another one. */
function changed({ rows, cols, cells }: Grid, rng: Rng): Grid {
  const copy = cells.slice()
  for (let n = Math.ceil(cells.length / 10); n > 0; n--) copy[rng.int(copy.length)] = rng.int(10)
  return new Grid(rows, cols, copy)
}

function drawProgram(rng: Rng): string {
  const lines = 1 + Math.floor(12 * rng.next() * rng.next())
  let text = ''
  for (let line = 1; line <= lines; line++) {
    const args = Array.from({ length: rng.between(1, 3) }, () => {
      if (rng.next() < 0.3) return rng.pick(CONSTANT_NAMES)
      const variable = rng.int(line)
      return variable === 0 ? 'I' : `x${variable}`
    })
    const target = line === lines ? 'O' : `x${line}`
    text += `${line === 1 ? '' : '\n'}${target} = ${rng.pick(PRIMITIVE_NAMES)}(${args.join(', ')})`
  }
  return text
}
