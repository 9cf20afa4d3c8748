import { join } from 'node:path'
import type { Client, ExperimentState, ExperimentSummary, Command, Params, Results } from '../../../src/ipc/contract'
import { startHeadlessHost, type HeadlessHost } from '../../headlessHost'
import { connectToHost } from '../hostClient'
import { Told } from './told'

/** A host of its own process on a workspace, with the one experiment that is watched there. */
export class WatchedHost {
  private readonly changes = new Set<(summary: ExperimentSummary) => void>()

  private constructor(
    readonly host: HeadlessHost,
    readonly client: Client,
    private readonly disconnect: () => void,
    private readonly told: Told,
  ) {
    client.on('experiment.event', ({ event }) => told.takeEvent(event))
    client.on('experiment.changed', (summary) => {
      for (const listener of [...this.changes]) listener(summary)
    })
  }

  static async start(workspaceDirectory: string, told: Told): Promise<WatchedHost> {
    const host = await startHeadlessHost(workspaceDirectory)
    const { client, close } = await connectToHost(host.address)
    return new WatchedHost(host, client, close, told)
  }

  get pid(): number {
    return this.host.process.child.pid as number
  }

  directoryOf(experimentId: string): string {
    return join(this.host.workspaceDirectory, 'experiments', experimentId)
  }

  async ask<C extends Command>(command: C, params: Params<C>): Promise<Results[C]> {
    const result = await this.client.call(command, params)
    if (result.ok) return result.value
    throw new Error(`${command}: ${[result.error.message, result.error.where].filter(Boolean).join(', at ')}`)
  }

  /** Resolves once the experiment is in one of these states. */
  async reaches(experimentId: string, ...states: ExperimentState[]): Promise<ExperimentSummary> {
    return new Promise((resolve, reject) => {
      const look = (summary: ExperimentSummary): void => {
        if (summary.id !== experimentId || !states.includes(summary.state)) return
        this.changes.delete(look)
        resolve(summary)
      }
      this.changes.add(look)
      this.ask('experiments.get', { experimentId }).then(look, reject)
    })
  }

  /** Asks for the series and the newest experiences: what is answered is acknowledged. */
  async look(experimentId: string): Promise<void> {
    this.told.takeSeries(await this.ask('experiments.series', { experimentId }))
    this.told.takeRows((await this.page(experimentId, true, 0)).rows)
  }

  /** Everything that is there of the run. */
  async readAll(experimentId: string): Promise<Told> {
    const there = new Told()
    there.takeSeries(await this.ask('experiments.series', { experimentId }))
    for (let offset = 0; ; offset += PAGE) {
      const { rows } = await this.page(experimentId, false, offset)
      there.takeRows(rows)
      if (rows.length < PAGE) return there
    }
  }

  /** After its end by a signal or by itself. */
  leave(): void {
    this.disconnect()
  }

  async stop(): Promise<void> {
    this.disconnect()
    await this.host.stop()
  }

  private page(experimentId: string, descending: boolean, offset: number): Promise<Results['replay.page']> {
    const sort = { column: 'id', descending } as const
    return this.ask('replay.page', { experimentId, filter: {}, sort, offset, limit: PAGE })
  }
}

const PAGE = 500
