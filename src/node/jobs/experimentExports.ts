import { access } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import type { Result } from '../../core/util/result'
import type { ExportReport, Params } from '../../ipc/contract'
import { refuse } from '../data/problems'
import type { LongJob } from '../store/longJob'
import type { ExperimentManager } from './experimentManager'

/** The usual name below the workspace's `exports`. */
interface Target {
  readonly name: string
  readonly extension: '' | '.parquet'
}

/** What experiments have made, as files for other programs; the experiment's own process writes them. */
export class ExperimentExports {
  /** paths that exports in progress have chosen */
  private readonly taken = new Set<string>()

  constructor(
    private readonly experiments: Pick<ExperimentManager, 'get' | 'ask'>,
    private readonly workspaceDirectory: string,
  ) {}

  /** The experiences that fit. */
  rows({ experimentId: id, filter, path }: Params<'replay.export'>, job?: LongJob): Promise<Result<ExportReport>> {
    return this.write(id, path, { name: `${id}-experiences`, extension: '.parquet' }, (path) =>
      this.experiments.ask(id, { kind: 'exportRows', path, filter }, null, job),
    )
  }

  /** Everything that a run has made. */
  run(
    { experimentId: id, directory, attempts }: Params<'experiments.export'>,
    job?: LongJob,
  ): Promise<Result<ExportReport>> {
    return this.write(id, directory, { name: id, extension: '' }, (directory) =>
      this.experiments.ask(id, { kind: 'exportRun', directory, attempts }, null, job),
    )
  }

  private async write(
    id: string,
    given: string | undefined,
    target: Target,
    to: (path: string) => Promise<Result<ExportReport>>,
  ): Promise<Result<ExportReport>> {
    const experiment = this.experiments.get(id)
    if (!experiment.ok) return experiment
    const { name, state } = experiment.value
    if (state === 'created') return refuse('experiment/state', name, { state: 'not started yet' })
    if (given !== undefined) return isAbsolute(given) ? to(normalize(given)) : refuse('file/relative', given)
    const path = await this.choose(target)
    try {
      return await to(path)
    } finally {
      this.taken.delete(path)
    }
  }

  /** A name that is free and that no export in progress has, and takes it. */
  private async choose({ name, extension }: Target): Promise<string> {
    for (let n = 1; ; n++) {
      const path = join(this.workspaceDirectory, 'exports', `${name}${n === 1 ? '' : `-${n}`}${extension}`)
      if ((await isThere(path)) || this.taken.has(path)) continue
      this.taken.add(path)
      return path
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false // the name is free, or its folder cannot be read: writing there says why
  }
}
