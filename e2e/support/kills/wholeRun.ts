import type { Params } from '../../../src/ipc/contract'
import type { Place } from './killPlan'
import { PhaseWatch } from './phaseWatch'
import { readRunTables, type RunTables } from './runTables'
import { Told } from './told'
import { WatchedHost } from './watchedHost'

export type Settings = Params<'experiments.create'>

/** A run that nothing disturbed: what it leaves, and how long its phases take. */
export interface WholeRun {
  readonly tables: RunTables
  readonly told: Told
  readonly seconds: number
  /** of one phase, on average over the meta-iterations; of what comes before the first apart */
  readonly millisecondsOf: (place: Place) => number
}

/** Runs an experiment to its end in a new workspace. */
export async function runWhole(workspaceDirectory: string, settings: Settings): Promise<WholeRun> {
  const host = await WatchedHost.start(workspaceDirectory, new Told())
  try {
    const { id } = await host.ask('experiments.create', settings)
    const watch = new PhaseWatch(host.client, id, host.directoryOf(id), 0)
    await host.ask('experiments.start', { experimentId: id })
    const { state, problem } = await host.reaches(id, 'finished', 'failed', 'stopped')
    if (state !== 'finished') throw new Error(`the undisturbed run is ${state}: ${problem?.message}`)
    watch.close()
    const { entered } = watch
    const told = await host.readAll(id)
    await host.stop()
    const seconds = ((entered.at(-1)?.at ?? 0) - (entered[0]?.at ?? 0)) / 1000
    const tables = await readRunTables(workspaceDirectory)
    return { tables, told, seconds, millisecondsOf: (place) => meanTime(entered, place) }
  } finally {
    await host.stop()
  }
}

function meanTime(entered: PhaseWatch['entered'], { iteration, phase }: Place): number {
  const isBefore = iteration === 0 || phase === 'start' // an undisturbed run starts once
  const times = entered.flatMap((one, k) => {
    const next = entered[k + 1]
    return one.phase === phase && (one.iteration === 0) === isBefore && next ? [next.at - one.at] : []
  })
  return times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length)
}
