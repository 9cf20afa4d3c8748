/**
 * What the default weights and the grammar bring to a short Quick start: `npx tsx bench/initialWeights.ts [seeds 1,2]`.
 *
 * The loop itself on the starter pack with small settings, once for each combination, the same seed for all. After each
 * meta-iteration: loss, share of samples that are valid programs and that solve their task, tasks solved by the policy's
 * samples. Figures do not depend on the machine.
 */
import { join } from 'node:path'
import { readSeedPrograms, readTasks } from '../src/cli/readSeedPrograms'
import { printProgram } from '../src/core/dsl/syntax/printer'
import { makeConfig } from '../src/core/loop/config'
import type { IterationReport } from '../src/core/loop/events'
import { budgetOf, executeProgram } from '../src/core/loop/executeProgram'
import { runExperiment } from '../src/core/loop/experimentLoop'
import { policyShape } from '../src/core/policy/policyShape'
import { Rng } from '../src/core/util/rng'
import type { Result } from '../src/core/util/result'
import { readInitialWeights } from '../src/node/jobs/initialWeights'
import { spawnPolicy } from '../src/node/ort/policyProcess'
import { buildPolicyEntry } from '../src/node/ort/testing/buildPolicyEntry'
import { MemoryReplayStore } from '../test/doubles/memoryReplayStore'

const SMALL = { mutants: 300, metaIterations: 2, firstDraw: 3000, seedDraw: 500, policyDraw: 500 }
const VARIANTS = [
  ['plain', {}],
  ['default', { initialWeights: 'default' }],
  ['grammar', { grammar: true }],
  ['default, grammar', { initialWeights: 'default', grammar: true }],
] as const

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.where ?? ''}: ${result.error.message}`)
  return result.value
}
const resources = join(import.meta.dirname, '../resources')
const starter = join(resources, 'starter')
const { seeds } = valueOf(await readSeedPrograms(join(starter, 'seeds'), join(starter, 'training')))
const evaluation = [...valueOf(await readTasks(join(starter, 'evaluation'))).tasks].map(([name, task]) => {
  return { ...task, id: `evaluation/${name}` }
})
const tasks = new Map([...seeds.map(({ task }) => task), ...evaluation].map((task) => [task.id, task]))
const entry = await buildPolicyEntry()

async function run(changes: Readonly<Record<string, unknown>>): Promise<IterationReport[]> {
  const config = valueOf(makeConfig({ ...SMALL, ...changes }))
  const { seed, threads } = config
  const weights = valueOf(await readInitialWeights(config, resources))
  const policy = await spawnPolicy(entry.path, policyShape(config), { seed, threads, ...weights })
  const reports: IterationReport[] = []
  await runExperiment(
    {
      config,
      trainingTasks: seeds.map(({ task }) => task),
      seeds: seeds.map(({ task, program }) => ({ taskId: task.id, program: printProgram(program) })),
      evaluationTasks: evaluation,
      policy,
      executor: {
        execute: async (requests) =>
          requests.flatMap(({ taskId, program }) => {
            const task = tasks.get(taskId)
            return task ? [executeProgram(task, program, budgetOf(config))] : []
          }),
      },
      searcher: { search: async (orders) => orders.map(() => []) },
      store: new MemoryReplayStore(),
      checkpoints: { save: async () => undefined, latest: async () => null },
      clock: { now: () => performance.now() },
      rng: Rng.fromSeed(seed),
      gate: async () => true,
      emit: (event) => {
        if (event.kind === 'iteration') reports.push(event.report)
      },
    },
    { resume: false },
  )
  await policy.close()
  return reports
}

console.log('| seed | variant | iteration | loss | valid % | solving samples % | solved by policy | solved by all |')
console.log(`|${' --- |'.repeat(8)}`)
for (const seed of (process.argv[2] ?? '1,2').split(',').map(Number)) {
  for (const [name, changes] of VARIANTS) {
    for (const { iteration, loss, shares, solved } of await run({ ...changes, seed })) {
      const percent = (share: number): string => (100 * share).toFixed(1)
      console.log(
        `| ${[seed, name, iteration, loss.toFixed(3), percent(shares.valid), percent(shares.solved), solved.policy, solved.total].join(' | ')} |`,
      )
    }
  }
}
await entry.remove()
