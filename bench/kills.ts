/**
 * Killed, and resumed: `npx tsx bench/kills.ts [--kills 50] [--seed 1] [--out FILE]` after `npm run build`.
 *
 * Runs a small experiment on the starter pack through a headless host, once undisturbed, and once during which `kill -9` ends the
 * experiment's process (which holds the replay store), its policy's, the host or all of them at so many seeded moments, each
 * followed by a resume. After each kill everything that the host had told must be there; in the end every table, the weights and the
 * workspace's record must be those of the undisturbed run. Prints the kills by phase; ends with 1 where something is wrong.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { KilledRun, type Kill } from '../e2e/support/kills/killedRun'
import { phasesOf, planKills, VICTIMS } from '../e2e/support/kills/killPlan'
import { runWhole } from '../e2e/support/kills/wholeRun'
import { Rng } from '../src/core/util/rng'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const seed = Number(values.seed)
const META_ITERATIONS = 16
/** The plan ends early: a kill that hits late lets the run get ahead of it. */
const PLANNED_ITERATIONS = 5
const settings = {
  preset: 'quick-start',
  changes: {
    ...{ seed, metaIterations: META_ITERATIONS, maxEvaluationTasks: 20, mutants: 350, searchCalls: 3000 },
    ...{ refineMutants: 5, capacity: 500, seedDraw: 140, policyDraw: 80, firstDraw: 240 },
    ...{ dModel: 32, dFf: 64, encoderLayers: 1, decoderLayers: 1, samplesPerTask: 12, maxTokens: 32 },
  },
} as const

const folder = await mkdtemp(join(tmpdir(), 'codeit-kills-'))
try {
  const whole = await runWhole(join(folder, 'whole'), settings)
  const rows = Object.entries(whole.tables).map(([table, { length }]) => `${table} ${length}`)
  console.log(`undisturbed: ${whole.seconds.toFixed(1)} s; ${rows.join(', ')}`)
  const plan = planKills(Number(values.kills), PLANNED_ITERATIONS, Rng.fromSeed(seed, 'kills'))
  const begun = performance.now()
  const run = await KilledRun.through(join(folder, 'killed'), settings, plan, whole, (kill) => console.log(line(kill)))
  const seconds = (performance.now() - begun) / 1000
  printTable(run.kills)
  const kinds = ['experience', 'solved', 'report', 'loss'] as const
  const told = Object.fromEntries(kinds.map((kind) => [kind, run.told.count(kind)]))
  console.log(`told before a kill: ${kinds.map((kind) => `${kind} ${told[kind]}`).join(', ')}`)
  for (const fault of run.faults) console.log(`FAULT ${fault}`)
  console.log(`${run.kills.length} kills in ${seconds.toFixed(0)} s, ${run.faults.length} faults`)
  if (values.out !== undefined) {
    const report = { seed, settings, undisturbedSeconds: whole.seconds, seconds, rows, told, kills: run.kills }
    await writeFile(values.out, `${JSON.stringify({ ...report, faults: run.faults }, null, 1)}\n`)
  }
  process.exitCode = run.faults.length > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}

function line({ victim, phase, iteration, resumedFrom, after }: Kill): string {
  const from = resumedFrom === null ? 'the start' : `checkpoint ${resumedFrom}`
  return `kill -9 ${victim}: ${phase} of ${iteration}, ${after.toFixed(2)} s after ${from}`
}

function printTable(kills: readonly Kill[]): void {
  console.log(`\n| phase | ${VICTIMS.join(' | ')} | all kills |\n|${' --- |'.repeat(VICTIMS.length + 2)}`)
  const phases = [...new Set([...phasesOf(0).slice(0, 2), ...phasesOf(1)])]
  for (const phase of phases) {
    const hit = kills.filter((kill) => kill.phase === phase)
    const counts = VICTIMS.map((victim) => hit.filter((kill) => kill.victim === victim).length)
    console.log(`| ${[phase, ...counts, hit.length].join(' | ')} |`)
  }
}
