import { mkdirSync, watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import type { Stage } from '../../../src/core/loop/events'
import type { Client } from '../../../src/ipc/contract'
import { comparePlaces, type Phase, type Place } from './killPlan'

const PHASE_OF: Readonly<Record<Stage, Phase>> = {
  mutate: 'mutate',
  learn: 'learn',
  sample: 'sample',
  execute: 'execute',
  relabel: 'relabel',
  score: 'relabel',
  search: 'search',
  checkpoint: 'checkpoint',
}

/**
 * Where a run is, from outside: by the progress that the host tells, which skips what takes less than a tenth of a second, and by
 * the files of the experiment, which do not: the log of the database grows with the first experience after a sampling, and a
 * checkpoint begins as a file of its own and ends as a renamed one.
 */
export class PhaseWatch {
  current: Place
  /** when each phase began, in order; milliseconds */
  readonly entered: (Place & { readonly at: number })[]
  private readonly listeners = new Set<() => void>()
  private readonly watchers: FSWatcher[]
  private readonly unsubscribe: () => void

  /** `start`: the meta-iteration with which the run begins */
  constructor(client: Client, experimentId: string, directory: string, start: number) {
    this.current = { iteration: start, phase: 'start' }
    this.entered = [{ ...this.current, at: performance.now() }]
    this.unsubscribe = client.on('experiment.event', ({ experimentId: id, event }) => {
      if (id !== experimentId || event.kind !== 'progress') return
      this.see({ iteration: event.iteration, phase: PHASE_OF[event.stage] })
    })
    const checkpoints = join(directory, 'checkpoints')
    mkdirSync(checkpoints, { recursive: true })
    this.watchers = [
      watch(directory, (_, name) => name === 'replay.duckdb.wal' && this.logGrew()),
      watch(checkpoints, (_, name) => name !== null && this.checkpointChanged(name)),
    ]
  }

  /** Resolves when the run is there, or has gone past it. */
  reaches(place: Place): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (comparePlaces(this.current, place) < 0) return
        this.listeners.delete(look)
        resolve()
      }
      this.listeners.add(look)
      look()
    })
  }

  /** Resolves once the run tells of itself: it has forgotten by then what it will do again. */
  leavesStart(): Promise<void> {
    return this.reaches({ iteration: this.current.iteration, phase: this.current.iteration === 0 ? 'mutate' : 'draw' })
  }

  close(): void {
    this.unsubscribe()
    for (const watcher of this.watchers) watcher.close()
  }

  private see(place: Place): void {
    if (comparePlaces(place, this.current) <= 0) return // told late
    this.current = place
    this.entered.push({ ...place, at: performance.now() })
    for (const listener of [...this.listeners]) listener()
  }

  private logGrew(): void {
    const { iteration, phase } = this.current
    if (iteration > 0 && (phase === 'sample' || phase === 'execute')) this.see({ iteration, phase: 'relabel' })
  }

  private checkpointChanged(name: string): void {
    const [, iteration, process] = /^iteration-(\d+)\.ckpt(\.\d+)?$/.exec(name) ?? []
    if (iteration === undefined) return
    if (Number(iteration) < this.current.iteration) return // an old one is removed
    if (process !== undefined) this.see({ iteration: Number(iteration), phase: 'checkpoint' })
    else this.see({ iteration: Number(iteration) + 1, phase: 'draw' })
  }
}
