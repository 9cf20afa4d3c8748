import { join } from 'node:path'
import { DuckdbReplayStore } from '../../store/duckdbReplayStore'
import { manyExperiences } from '../../store/testing/manyExperiences'
import { createHost, type HostOptions } from '../host'

/** Makes a workspace with one experiment that has so many experiences, as if it had run; gives its id. */
export async function fillWorkspace(options: HostOptions, experiences: number): Promise<string> {
  const opened = await createHost(options)
  if (!opened.ok) throw new Error(opened.error.message)
  const { experiments, workspace, close } = opened.value
  const created = await experiments.create({ name: 'Filled', preset: 'quick-start', changes: {} })
  if (!created.ok) throw new Error(created.error.message)
  const { id } = created.value
  await workspace.putExperiment({ ...created.value, state: 'stopped' })
  const store = await DuckdbReplayStore.open(join(workspace.experimentDirectory(id), 'replay.duckdb'))
  await store.addExperiences(manyExperiences(experiences))
  await store.close()
  await close()
  return id
}
