import { randomUUID } from 'node:crypto'
import { availableParallelism, cpus } from 'node:os'
import { countSeeds } from '../../core/analysis/countSeeds'
import { ok } from '../../core/util/result'
import type { WorkspaceInfo } from '../../ipc/contract'
import { downloadDataset } from '../data/downloadDataset'
import type { ExperimentManager } from '../jobs/experimentManager'
import type { PolicyInspector } from '../jobs/policyInspector'
import type { LongJobs } from '../jobs/longJobs'
import type { SearchManager } from '../jobs/searchManager'
import type { LongJob } from '../store/longJob'
import type { Workspace } from '../store/workspace'
import type { Handlers } from './dispatch'
import { residentMemory } from './residentMemory'

export interface HandlerParts {
  readonly workspace: Workspace
  readonly experiments: ExperimentManager
  readonly search: SearchManager
  readonly jobs: LongJobs<string>
  readonly inspector: PolicyInspector
  readonly kind: WorkspaceInfo['host']
  readonly version: string
  /** the desktop's own folder dialog; null where the host has no screen */
  readonly choosePath: ((title: string) => Promise<string | null>) | null
}

export function createHandlers(parts: HandlerParts): Handlers {
  const { workspace, experiments, search, jobs, inspector, kind, version, choosePath } = parts
  const device = { name: cpus()[0]?.model.trim() ?? 'CPU', threads: availableParallelism() }
  /** who names no job of its own does not follow it */
  const follow = <T>(jobId: string | undefined, work: (job: LongJob) => Promise<T>): Promise<T> =>
    jobs.run(jobId ?? randomUUID(), work)
  return {
    'workspace.get': async () => {
      const pids = experiments.list().flatMap(({ pid }) => (pid === null ? [] : [pid]))
      return ok({
        directory: workspace.directory,
        version,
        host: kind,
        settings: workspace.settings,
        datasets: workspace.datasets(),
        policies: await workspace.policies.names(),
        device,
        memoryBytes: await residentMemory(pids),
      })
    },
    'settings.set': ({ changes }) => workspace.setSettings(changes),

    'tasks.list': () => ok(workspace.listTasks()),
    'tasks.thumbnails': ({ taskIds }) => ok(workspace.thumbnails(taskIds)),
    'tasks.get': ({ taskId }) => workspace.getTask(taskId),
    'tasks.import': (params) => workspace.importTasks(params),
    'tasks.download': async ({ dataset }) => {
      const fetched = await downloadDataset(dataset)
      if (!fetched.ok) return fetched
      const { name, file } = fetched.value
      return await workspace.importTasks({ name, source: { files: [file] } })
    },
    'seeds.import': ({ source }) => workspace.importSeeds('path' in source ? source.path : source.files),
    'tasks.solved': () => ok(workspace.solved.list()),
    'tasks.mark': ({ taskId, isKnownBad }) => workspace.markTask(taskId, isKnownBad),
    'tasks.save': (params) => workspace.saveTask(params),
    'tasks.remove': ({ taskId }) => workspace.removeTask(taskId),
    'datasets.remove': ({ dataset }) => workspace.removeDataset(dataset),

    'programs.get': ({ taskId }) => workspace.getProgram(taskId),
    'programs.save': ({ taskId, text, origin }) => workspace.saveProgram(taskId, text, origin),
    'programs.history': ({ taskId }) => workspace.programHistory(taskId),
    'programs.rename': (params) => workspace.changeVersion('rename', params),
    'programs.remove': (params) => workspace.changeVersion('remove', params),
    'programs.restore': (params) => workspace.changeVersion('restore', params),

    'experiments.list': () => ok(experiments.list()),
    'experiments.get': ({ experimentId }) => experiments.get(experimentId),
    'experiments.create': (params) => experiments.create(params),
    'experiments.start': ({ experimentId }) => experiments.start(experimentId),
    'experiments.pause': ({ experimentId }) => experiments.pause(experimentId),
    'experiments.stop': ({ experimentId }) => experiments.stop(experimentId),
    'experiments.remove': ({ experimentId }) => experiments.remove(experimentId),
    'experiments.series': ({ experimentId }) => experiments.series(experimentId),
    'experiments.disk': ({ experimentId }) => experiments.disk(experimentId),
    'experiments.export': ({ jobId, ...params }) => follow(jobId, (job) => experiments.exports.run(params, job)),

    'replay.page': (params) => experiments.replayPage(params),
    'replay.histogram': (params) => experiments.replayHistogram(params),
    'replay.experience': (params) => experiments.replayExperience(params),
    'replay.edit': (params) => experiments.replayEdit(params),
    'replay.export': ({ jobId, ...params }) => follow(jobId, (job) => experiments.exports.rows(params, job)),
    'jobs.cancel': ({ jobId }) => ok({ cancelled: jobs.cancel(jobId) }),

    'analysis.primitives': ({ experimentId, jobId }) =>
      experimentId === null
        ? ok(countSeeds(workspace.allSeeds()))
        : follow(jobId, (job) => experiments.primitives(experimentId, job)),

    'analysis.tags': ({ experimentId }) => experiments.tags(experimentId),

    'search.get': () => ok(search.get()),
    'search.start': (params) => search.start(params),
    'search.stop': () => search.stop(),

    'policy.devices': ({ again }) => inspector.devices(again),
    'policy.sample': (params) => inspector.sample(params),

    'dialog.choosePath': async ({ title }) =>
      ok(choosePath ? { path: await choosePath(title), native: true } : { path: null, native: false }),
  }
}
