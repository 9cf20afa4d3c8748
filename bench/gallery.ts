/**
 * How long the gallery's filters take: `npx tsx bench/gallery.ts [tasks]`, milliseconds of one core. `index` is done once
 * for a list of tasks; each filter is what one change of a field costs, after a warm-up: the median and the slowest of some
 * runs. Exits with 1 where a median is over 100 ms.
 */
import { measureTask } from '../src/core/task/measureTask'
import { Grid } from '../src/core/grid/grid'
import { Rng } from '../src/core/util/rng'
import type { TaskSummary } from '../src/ipc/contract'
import { filterTasks, indexTasks, NO_FILTER, type TaskFilter } from '../src/renderer/src/state/taskFilter'

const LIMIT_MS = 100
const RUNS = 20
const count = Number(process.argv[2] ?? 10_000)
const rng = Rng.fromSeed(1, 'gallery')
const FAMILIES = ['lines', 'symmetry', 'counting', 'gravity', 'recolouring', 'cropping']

function drawGrid(): Grid {
  const rows = rng.between(1, 30)
  const cols = rng.between(1, 30)
  return new Grid(
    rows,
    cols,
    Int8Array.from({ length: rows * cols }, () => rng.int(10)),
  )
}

function drawTask(k: number): TaskSummary {
  const name = `${rng.nextUint32().toString(16).padStart(8, '0')}-${k}`
  const split = rng.pick(['training', 'evaluation'])
  const train = Array.from({ length: 3 }, () => ({ input: drawGrid(), output: drawGrid() }))
  const id = `set-${k % 5}/${split}/${name}`
  return {
    id,
    name,
    dataset: `set-${k % 5}`,
    split,
    pairs: 3,
    tests: 1,
    hasProgram: rng.int(2) === 0,
    hasSeed: rng.int(4) === 0,
    description: `Mirror the ${rng.pick(FAMILIES)} and fill what is left with the most common colour.`,
    tags: [rng.pick(FAMILIES), rng.pick(FAMILIES)],
    isKnownBad: rng.int(100) === 0,
    measures: measureTask({ id, train, test: train.slice(0, 1) }),
  }
}

const tasks = Array.from({ length: count }, (_, k) => drawTask(k))
const solved = new Set(tasks.filter(() => rng.int(3) === 0).map(({ id }) => id))
const CASES: Readonly<Record<string, Partial<TaskFilter>>> = {
  nothing: {},
  'a letter': { text: 'a' },
  'three words': { text: 'mirror colour gravity' },
  'an id': { text: tasks[count >> 1]?.name ?? '' },
  'colours and size': { colours: [1, 2, 3], side: '21-30', sizeChange: 'mixed' },
  everything: {
    text: 'common',
    dataset: 'set-1',
    split: 'training',
    program: 'with',
    solved: 'no',
    side: '21-30',
    sizeChange: 'mixed',
    colours: [1, 2],
    tag: 'lines',
    mark: 'good',
  },
}

const start = performance.now()
const index = indexTasks(tasks)
console.log(`${count} tasks, index ${(performance.now() - start).toFixed(1)} ms`)
for (const [name, changes] of Object.entries(CASES)) {
  const filter = { ...NO_FILTER, ...changes }
  const times: number[] = []
  let found = 0
  for (let run = -5; run < RUNS; run++) {
    const from = performance.now()
    found = filterTasks(index, filter, (id) => solved.has(id)).length
    if (run >= 0) times.push(performance.now() - from)
  }
  times.sort((a, b) => a - b)
  const [medianMs = 0, worstMs = 0] = [times[RUNS >> 1], times.at(-1)]
  console.log(`${name.padEnd(18)} ${medianMs.toFixed(2)} ms, slowest ${worstMs.toFixed(2)} ms, ${found} found`)
  if (medianMs > LIMIT_MS) process.exitCode = 1
}
