import { Grid } from '../../core/grid/grid'
import { DuckdbReplayStore } from './duckdbReplayStore'

/** For the kill test: adds batches of 500 for ever and prints a line for each one acknowledged. */
const store = await DuckdbReplayStore.open(process.argv[2] as string)
for (let batch = 0; ; batch++) {
  await store.addExperiences(
    Array.from({ length: 500 }, (_, k) => ({
      source: 'mutation' as const,
      iteration: 0,
      taskId: 'task',
      program: `O = p${batch}_${k}(I)`,
      lines: 1,
      pairIndices: [0],
      outputs: [Grid.fromRows([[k % 10]])],
      demosRight: 0,
      demos: 3,
      priority: 1,
      lineage: null,
    })),
  )
  process.stdout.write('added\n')
}
