import { SvelteMap } from 'svelte/reactivity'
import type { ExperimentEvent } from '../../../core/loop/events'
import type { ExperimentSummary, Params } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Toasts } from './toasts.svelte'

type Listener = (event: ExperimentEvent) => void
type Action = 'experiments.create' | 'experiments.start' | 'experiments.pause' | 'experiments.stop'

/** All experiments with their live progress; newest first. */
export class Experiments {
  isLoaded = $state(false)
  private readonly byId = new SvelteMap<string, ExperimentSummary>()
  readonly list = $derived([...this.byId.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt)))
  readonly running = $derived(this.list.filter((one) => isBusy(one)))
  /** one that has something to show, else the newest */
  readonly first = $derived(this.list.find((one) => one.state !== 'created') ?? this.list[0])
  private listeners: readonly { readonly experimentId: string; readonly listener: Listener }[] = []

  constructor(
    private readonly connection: Connection,
    private readonly toasts: Toasts,
  ) {
    connection.onOpen(() => void this.refresh())
    connection.on('workspace.changed', ({ what }) => {
      if (what === 'experiments') void this.refresh()
    })
    connection.on('experiment.changed', (summary) => {
      this.byId.set(summary.id, summary)
    })
    connection.on('experiment.event', ({ experimentId, event }) => this.take(experimentId, event))
  }

  get(experimentId: string): ExperimentSummary | undefined {
    return this.byId.get(experimentId)
  }

  async refresh(): Promise<void> {
    const list = this.toasts.unwrap(await this.connection.call('experiments.list', {}))
    if (!list) return
    for (const known of [...this.byId.keys()]) if (!list.some((one) => one.id === known)) this.byId.delete(known)
    for (const one of list) this.byId.set(one.id, one)
    this.isLoaded = true
  }

  create(params: Params<'experiments.create'>): Promise<ExperimentSummary | null> {
    return this.act('experiments.create', params)
  }
  start(experimentId: string): Promise<ExperimentSummary | null> {
    return this.act('experiments.start', { experimentId })
  }
  pause(experimentId: string): Promise<ExperimentSummary | null> {
    return this.act('experiments.pause', { experimentId })
  }
  stop(experimentId: string): Promise<ExperimentSummary | null> {
    return this.act('experiments.stop', { experimentId })
  }

  async remove(experimentId: string): Promise<boolean> {
    const removed = this.toasts.unwrap(await this.connection.call('experiments.remove', { experimentId }))
    if (removed) this.byId.delete(experimentId)
    return removed !== null
  }

  /** Hears every event of one experiment; returns how to stop hearing. */
  listen(experimentId: string, listener: Listener): () => void {
    const entry = { experimentId, listener }
    this.listeners = [...this.listeners, entry]
    return () => {
      this.listeners = this.listeners.filter((one) => one !== entry)
    }
  }

  private async act<C extends Action>(command: C, params: Params<C>): Promise<ExperimentSummary | null> {
    const summary: ExperimentSummary | null = this.toasts.unwrap(await this.connection.call(command, params))
    if (summary) this.byId.set(summary.id, summary)
    return summary
  }

  private take(experimentId: string, event: ExperimentEvent): void {
    const summary = this.byId.get(experimentId)
    if (summary && event.kind === 'progress') this.byId.set(experimentId, { ...summary, progress: event })
    if (summary && event.kind === 'iteration') this.byId.set(experimentId, { ...summary, lastReport: event.report })
    for (const one of this.listeners) if (one.experimentId === experimentId) one.listener(event)
  }
}

/** A process works for it now. */
export function isBusy(summary: ExperimentSummary): boolean {
  return summary.state === 'running' || summary.state === 'pausing' || summary.state === 'stopping'
}

/** It can be started or gone on with. */
export function canStart(summary: ExperimentSummary): boolean {
  return ['created', 'paused', 'stopped', 'failed'].includes(summary.state)
}
