import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EvalPool } from './evalPool'
import { openImported, openSmall } from './importedPolicy'
import { SEARCH_BUDGET } from './runSearch'
import { serveExperiment } from './serveExperiment'
import { TaskSearcher } from './taskSearcher'

/** One process for one experiment: `experiment.js <folder of the experiment>`, forked by the host. */
const entry = (name: string): string => join(import.meta.dirname, name)

await serveExperiment(process.argv[2] as string, {
  makePolicy: (config, imported) =>
    imported ? openImported(entry('policy.js'), imported, config) : openSmall(entry('policy.js'), config),
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
