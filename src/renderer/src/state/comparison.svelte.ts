import { SvelteMap } from 'svelte/reactivity'
import { groupRuns, type ComparedRun } from '../../../core/analysis/compareRuns'
import { CONFIG_FIELDS, type ConfigKey } from '../../../core/loop/config'
import type { ExperimentSeries } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'
import type { Experiments } from './experiments.svelte'
import type { Toasts } from './toasts.svelte'

/** Experiments beside each other, those of equal settings as one group. */
export class Comparison {
  isLoaded = $state(false)
  private readonly series = new SvelteMap<string, ExperimentSeries>()
  readonly runs = $derived.by((): ComparedRun[] =>
    this.experimentIds.flatMap((id) => {
      const summary = this.experiments.get(id)
      const series = this.series.get(id)
      if (!summary || !series) return []
      const iterations = series.iterations.map(({ iteration, solved }) => ({ iteration, solved: { ...solved } }))
      return [{ id, name: summary.name, config: summary.config, iterations, solved: series.solved }]
    }),
  )
  readonly groups = $derived(groupRuns(this.runs, settingLabel))

  constructor(
    readonly experimentIds: readonly string[],
    private readonly connection: Connection,
    private readonly experiments: Experiments,
    private readonly toasts: Toasts,
  ) {}

  async fetch(): Promise<void> {
    for (const experimentId of this.experimentIds) {
      if (!this.experiments.get(experimentId)) continue // removed meanwhile
      const one = this.toasts.unwrap(await this.connection.call('experiments.series', { experimentId }))
      if (one) this.series.set(experimentId, one)
    }
    this.isLoaded = true
  }
}

export const settingLabel = (name: string): string =>
  Object.hasOwn(CONFIG_FIELDS, name) ? CONFIG_FIELDS[name as ConfigKey].label : name
