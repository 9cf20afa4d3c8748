import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { policyShape } from '../../core/policy/policyShape'
import { spawnPolicy } from '../ort/policyProcess'
import { EvalPool } from './evalPool'
import { SEARCH_BUDGET } from './runSearch'
import { serveExperiment } from './serveExperiment'
import { TaskSearcher } from './taskSearcher'

/** One process for one experiment: `experiment.js <folder of the experiment>`, forked by the host. */
const entry = (name: string): string => join(import.meta.dirname, name)

await serveExperiment(process.argv[2] as string, {
  makePolicy: (config) =>
    spawnPolicy(entry('policy.js'), policyShape(config), { seed: config.seed, threads: config.threads }),
  makeExecutor: ({ workers, stepBudget, sizeBudget }, tasks) =>
    new EvalPool({ entry: pathToFileURL(entry('evalWorker.js')), workers, tasks, stepBudget, sizeBudget }),
  makeSearcher: ({ workers }, tasks, seedTexts) =>
    new TaskSearcher({
      entry: pathToFileURL(entry('searchWorker.js')),
      workers,
      tasks,
      budget: SEARCH_BUDGET,
      seedTexts,
    }),
})
