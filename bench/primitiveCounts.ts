/**
 * How long counting the primitives of a large replay buffer takes: `npx tsx bench/primitiveCounts.ts [ROWS]` (1,000,000),
 * with the database in a temporary folder.
 *
 * The programs are random: 2 to 14 lines, primitives drawn by rank as words of a language are, so nearly every program
 * has a set of primitives of its own. Mutants of some hundred seeds share most of theirs: this is the slow case.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRIMITIVE_NAMES } from '../src/core/dsl/primitives'
import { Grid } from '../src/core/grid/grid'
import type { NewExperience } from '../src/core/replay/experience'
import { Rng } from '../src/core/util/rng'
import { DuckdbReplayStore } from '../src/node/store/duckdbReplayStore'

const rows = Number(process.argv[2] ?? 1_000_000)
const BATCH = 20_000
const ITERATIONS = 20
const rng = Rng.fromSeed(1)
const output = Grid.fromRows([[1]])

function randomProgram(): string {
  const count = rng.between(2, 14)
  return Array.from({ length: count }, (_, k) => {
    const name = PRIMITIVE_NAMES[Math.floor(PRIMITIVE_NAMES.length ** rng.next()) - 1]
    return `${k === count - 1 ? 'O' : `x${k + 1}`} = ${name}(${k === 0 ? 'I' : `x${k}`}, T)`
  }).join('\n')
}

function randomExperience(n: number): NewExperience {
  const isMutant = n % 2 === 0
  const program = randomProgram()
  return {
    source: isMutant ? 'mutation' : 'policy',
    iteration: isMutant ? 0 : 1 + Math.floor((n / rows) * ITERATIONS),
    taskId: `arc/training/${n % 400}`,
    program,
    lines: program.split('\n').length,
    pairIndices: [0],
    outputs: [output],
    demosRight: 0,
    demos: 3,
    priority: 0.1,
    lineage: null,
  }
}

const directory = await mkdtemp(join(tmpdir(), 'codeit-bench-'))
const store = await DuckdbReplayStore.open(join(directory, 'replay.duckdb'))
for (let from = 0; from < rows; from += BATCH) {
  await store.addExperiences(Array.from({ length: Math.min(BATCH, rows - from) }, (_, k) => randomExperience(from + k)))
}
for (const time of ['first', 'again']) {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  const { uses, pairs } = await store.primitives()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(2)
  const { user, system } = process.cpuUsage(before)
  const cpu = ((user + system) / 1e6).toFixed(2)
  console.log(`${time}: ${rows} rows in ${seconds} s (CPU ${cpu} s), ${uses.length} uses, ${pairs.length} pairs`)
}
await store.close()
await rm(directory, { recursive: true })
