import { join } from 'node:path'
import type { IterationReport } from '../../../core/loop/events'
import { DuckdbReplayStore } from '../../store/duckdbReplayStore'
import { manyExperiences } from '../../store/testing/manyExperiences'
import { createHost, type HostOptions } from '../host'

const LAST_REPORT: IterationReport = {
  iteration: 3,
  loss: 1,
  shares: { parsed: 1, executed: 1, valid: 1, solved: 0 },
  solved: { seeds: 0, mutation: 0, policy: 0, search: 0, policyOnly: 0, total: 0 },
  evaluationTasks: 50,
  samples: 100,
  experiences: 100,
  added: 100,
  failures: {},
  learnTokensPerSecond: 1,
  sampleTokensPerSecond: 1,
  executionsPerSecond: 1,
  elapsedMs: 1,
}

/** Makes a workspace with one experiment that has so many experiences, as if it had run; gives its id. */
export async function fillWorkspace(options: HostOptions, experiences: number): Promise<string> {
  const opened = await createHost(options)
  if (!opened.ok) throw new Error(opened.error.message)
  const { experiments, workspace, close } = opened.value
  const created = await experiments.create({ name: 'Filled', preset: 'quick-start', changes: {} })
  if (!created.ok) throw new Error(created.error.message)
  const { id } = created.value
  await workspace.putExperiment({ ...created.value, state: 'stopped', lastReport: LAST_REPORT })
  const store = await DuckdbReplayStore.open(join(workspace.experimentDirectory(id), 'replay.duckdb'))
  await store.addExperiences(manyExperiences(experiences))
  await store.close()
  await close()
  return id
}
