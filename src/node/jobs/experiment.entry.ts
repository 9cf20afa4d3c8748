import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { budgetOf } from '../../core/loop/executeProgram'
import { formatProblem } from '../../core/util/result'
import { EvalPool } from './evalPool'
import { openImported, openSmall } from './importedPolicy'
import { readInitialWeights } from './initialWeights'
import { serveExperiment } from './serveExperiment'
import { TaskSearcher } from './taskSearcher'

/** One process for one experiment: `experiment.js <folder of the experiment> <resources>`, forked by the host. */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL) // a window on this machine comes first; its policy's process inherits it
const entry = (name: string): string => join(import.meta.dirname, name)
const [directory, resourcesDirectory] = process.argv.slice(2) as [string, string]

await serveExperiment(directory, {
  makePolicy: async (config, imported) => {
    if (imported) return await openImported(entry('policy.js'), imported, config)
    const weights = await readInitialWeights(config, resourcesDirectory)
    if (!weights.ok) throw new Error(formatProblem(weights.error))
    return await openSmall(entry('policy.js'), config, weights.value)
  },
  makeExecutor: ({ workers, stepBudget, sizeBudget }, tasks) =>
    new EvalPool({ entry: pathToFileURL(entry('evalWorker.js')), workers, tasks, stepBudget, sizeBudget }),
  makeSearcher: (config, tasks, seedTexts) =>
    new TaskSearcher({
      entry: pathToFileURL(entry('searchWorker.js')),
      workers: config.workers,
      tasks,
      budget: budgetOf(config),
      seedTexts,
    }),
})
