import { ok, type Result } from '../../core/util/result'
import type { EventListener, ServedHost } from '../../ipc/serve'
import type { EventName, Events, WorkspaceInfo } from '../../ipc/contract'
import { refuseFile } from '../data/problems'
import { ExperimentManager } from '../jobs/experimentManager'
import { LongJobs } from '../jobs/longJobs'
import { PolicyInspector } from '../jobs/policyInspector'
import { SearchManager } from '../jobs/searchManager'
import { Workspace } from '../store/workspace'
import { dispatch } from './dispatch'
import { createHandlers } from './handlers'
import { lockWorkspace } from './workspaceLock'

export interface HostOptions {
  readonly workspaceDirectory: string
  readonly resourcesDirectory: string
  /** where the built process entries lie (out/main) */
  readonly entriesDirectory: string
  readonly kind: WorkspaceInfo['host']
  readonly version: string
  readonly choosePath?: (title: string) => Promise<string | null>
}

/** One workspace with its experiments, behind the contract: the desktop, the headless host and the command line each hold one. */
export interface Host extends ServedHost {
  readonly workspace: Workspace
  readonly experiments: ExperimentManager
  /** stops running experiments at their next gate (their checkpoints stay) and lets go of the workspace */
  close(): Promise<void>
}

/** Opens the workspace, making it when it is not there; a Problem when its folder cannot be used. */
export async function createHost(options: HostOptions): Promise<Result<Host>> {
  const { workspaceDirectory, resourcesDirectory, entriesDirectory, kind, version, choosePath = null } = options
  const listeners = new Set<EventListener>()
  const emit = <E extends EventName>(name: E, payload: Events[E]): void => {
    for (const listener of [...listeners]) listener(name, payload)
  }
  const opened = await openWorkspace(workspaceDirectory, { resourcesDirectory, version })
  if (!opened.ok) return opened
  const { workspace, unlock } = opened.value
  workspace.onChange((what) => emit('workspace.changed', { what }))
  const experiments = new ExperimentManager({ workspace, entriesDirectory, resourcesDirectory, emit })
  const jobs = new LongJobs<string>((jobId, share) => emit('job.progress', { jobId, share }))
  const search = new SearchManager({ workspace, entriesDirectory, emit })
  const inspector = new PolicyInspector({ workspace, experiments, entriesDirectory, emit })
  const handlers = createHandlers({ workspace, experiments, search, jobs, inspector, kind, version, choosePath })

  return ok({
    workspace,
    experiments,
    handle: (command: string, params: unknown): Promise<Result<unknown>> =>
      dispatch(handlers, command, params, reportBug),
    on(listener: EventListener): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close(): Promise<void> {
      jobs.cancelAll()
      await search.close()
      await inspector.close()
      await experiments.close()
      listeners.clear()
      await unlock()
    },
  })
}

interface OpenWorkspace {
  readonly workspace: Workspace
  readonly unlock: () => Promise<void>
}

async function openWorkspace(
  directory: string,
  options: Parameters<typeof Workspace.open>[1],
): Promise<Result<OpenWorkspace>> {
  try {
    const locked = await lockWorkspace(directory)
    if (!locked.ok) return locked
    return ok({ workspace: await Workspace.open(directory, options), unlock: locked.value })
  } catch (error) {
    // the file system's errors are the user's to mend; anything else is ours
    if (!(error instanceof Error && 'syscall' in error)) throw error
    return refuseFile(error, directory)
  }
}

function reportBug(command: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`codeit: bug in the handler of ${command}: ${text}\n`)
}
