import { SvelteMap } from 'svelte/reactivity'
import type { Problem } from '../../../core/util/result'
import type { DeviceReport, Params, PolicySampling } from '../../../ipc/contract'
import type { Connection } from '../api/connection.svelte'

/** What the host told of its devices, and the last sampling of every policy and task that was asked for. */
export class Policy {
  isTesting = $state(false)
  /** providers told of in the test that runs */
  tested = $state(0)
  isSampling = $state(false)
  private readonly reports = new SvelteMap<DeviceReport['provider'], DeviceReport>()
  private readonly samplings = new SvelteMap<string, PolicySampling>()
  private readonly problems = new SvelteMap<string, Problem>()

  constructor(private readonly connection: Connection) {
    connection.on('policy.device', (report) => {
      this.reports.set(report.provider, report)
      this.tested++
    })
  }

  report(provider: DeviceReport['provider']): DeviceReport | undefined {
    return this.reports.get(provider)
  }

  sampling(experimentId: string, taskId: string): PolicySampling | undefined {
    return this.samplings.get(keyOf(experimentId, taskId))
  }

  /** why the last sampling of this policy and task came to nothing */
  problem(experimentId: string, taskId: string): Problem | undefined {
    return this.problems.get(keyOf(experimentId, taskId))
  }

  /** What works is known to the host after the first time; `again` tries anew. */
  async test(again: boolean): Promise<void> {
    if (this.isTesting) return
    this.isTesting = true
    this.tested = 0
    const answer = await this.connection.call('policy.devices', { again })
    if (answer.ok) for (const report of answer.value) this.reports.set(report.provider, report)
    this.isTesting = false
  }

  async sample(params: Params<'policy.sample'>): Promise<void> {
    if (this.isSampling) return
    this.isSampling = true
    const key = keyOf(params.experimentId, params.taskId)
    const answer = await this.connection.call('policy.sample', params)
    this.isSampling = false
    if (answer.ok) {
      this.samplings.set(key, answer.value)
      this.problems.delete(key)
    } else this.problems.set(key, answer.error)
  }
}

const keyOf = (experimentId: string, taskId: string): string => `${experimentId} ${taskId}`
