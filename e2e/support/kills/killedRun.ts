import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { join } from 'node:path'
import { formatProblem, type Problem } from '../../../src/core/util/result'
import type { Place, PlannedKill, Victim } from './killPlan'
import { PhaseWatch } from './phaseWatch'
import { firstChildOf, isGone, killAll } from './processes'
import { differences, readRunTables } from './runTables'
import { Told } from './told'
import { WatchedHost } from './watchedHost'
import type { Settings, WholeRun } from './wholeRun'

/** One kill: where it hit, and the checkpoint that the run had gone on from (null: its beginning). */
export interface Kill extends Place {
  readonly planned: Place
  readonly victim: Victim
  readonly resumedFrom: number | null
  /** from that start on, seconds */
  readonly after: number
}

const LOOK_EVERY_MS = 300
const PATIENCE_MS = 60_000

/**
 * A run that is killed as planned and resumed each time. `faults` says all that is wrong, in words: what was told and is not
 * there after a kill, what took another course, what differs in the end from the run that nothing disturbed.
 */
export class KilledRun {
  readonly kills: Kill[] = []
  readonly faults: string[] = []

  private constructor(
    private host: WatchedHost,
    private readonly id: string,
    private readonly whole: WholeRun,
    readonly told: Told,
  ) {}

  /** `onKill` is told of each. A run that is over before its last kill has a fault. */
  static async through(
    workspaceDirectory: string,
    settings: Settings,
    plan: readonly PlannedKill[],
    whole: WholeRun,
    onKill: (kill: Kill) => void = () => undefined,
  ): Promise<KilledRun> {
    const told = new Told()
    const host = await WatchedHost.start(workspaceDirectory, told)
    const { id } = await host.ask('experiments.create', settings)
    const run = new KilledRun(host, id, whole, told)
    try {
      for (const planned of plan) {
        const kill = await run.startAndKill(planned)
        if (kill) onKill(kill)
      }
      await run.finish()
    } finally {
      await run.host.stop()
    }
    run.faults.push(...told.contradictions, ...differences(whole.tables, await readRunTables(workspaceDirectory)))
    return run
  }

  private async startAndKill(planned: PlannedKill): Promise<Kill | null> {
    const { host, id } = this
    if ((await host.ask('experiments.get', { experimentId: id })).state === 'finished')
      return this.missed(planned, null)
    const resumedFrom = await this.newestCheckpoint()
    this.told.startRun(resumedFrom)
    const first = (resumedFrom ?? -1) + 1
    const place = { ...planned, iteration: Math.max(planned.iteration, first) } // the one before it may have hit late
    const watch = new PhaseWatch(host.client, id, host.directoryOf(id), first)
    const begun = performance.now()
    const { pid, state } = await host.ask('experiments.start', { experimentId: id })
    if (pid === null) throw new Error(`the experiment has no process: it is ${state}`)
    const processes = [pid]
    const policy = firstChildOf(pid).then((child) => {
      if (child !== null) processes.push(child)
      return child
    })
    // not before: until then the store holds what came after the checkpoint, and will be done again
    const looking = new Looking(watch.leavesStart(), () => host.look(id))
    const over = await Promise.race([host.reaches(id, 'finished', 'failed'), watch.reaches(place)])
    if (over) {
      watch.close()
      await looking.stop()
      return this.missed(planned, over.problem)
    }
    await sleep(planned.after * this.whole.millisecondsOf(watch.current))
    const waited = planned.victim === 'policy' ? await policy : null
    looking.expectFailure()
    const { iteration, phase } = watch.current
    killAll(
      {
        'experiment and store': [pid],
        policy: waited === null ? [] : [waited],
        host: [host.pid],
        all: [host.pid, ...processes],
      }[planned.victim],
    )
    const after = (performance.now() - begun) / 1000
    watch.close()
    const kill = { iteration, phase, planned, victim: planned.victim, resumedFrom, after }
    this.kills.push(kill)
    const name = `kill ${this.kills.length} (${planned.victim}, ${phase} of ${iteration})`
    await this.settle(planned.victim, name)
    await looking.stop()
    for (const one of processes) if (!(await isGoneInTime(one))) this.faults.push(`${name}: process ${one} is left`)
    await this.check(name)
    return kill
  }

  private missed({ iteration, phase }: Place, problem: Problem | null): null {
    const reason = problem ? `, ${formatProblem(problem)}` : ''
    this.faults.push(`it was over before it could be killed in ${phase} of ${iteration}${reason}`)
    return null
  }

  /** The host says so, or a new one is there. */
  private async settle(victim: Victim, name: string): Promise<void> {
    const { host, id } = this
    if (victim === 'host' || victim === 'all') {
      await host.host.process.ended
      host.leave()
      this.host = await WatchedHost.start(host.host.workspaceDirectory, this.told)
    }
    const { state, problem } = await this.host.reaches(id, 'failed', 'stopped', 'finished', 'created')
    const isTold = state === 'finished' || problem?.code === 'experiment/crashed'
    if (!isTold) this.faults.push(`${name}: the experiment is ${state}, ${problem?.message}`)
  }

  /** What was told is there, before anything is resumed. */
  private async check(name: string): Promise<void> {
    const there = await this.host.readAll(this.id)
    for (const key of this.told.missingIn(there)) {
      if (!this.hasLeft(key))
        this.faults.push(`${name}: ${key} was told and is not there: ${this.told.entries.get(key)?.value}`)
    }
  }

  private async finish(): Promise<void> {
    const { host, id, told } = this
    if ((await host.ask('experiments.get', { experimentId: id })).state !== 'finished') {
      told.startRun(await this.newestCheckpoint())
      await host.ask('experiments.start', { experimentId: id })
      const { state, problem } = await host.reaches(id, 'finished', 'failed')
      if (state !== 'finished') this.faults.push(`the last start: ${problem?.message}`)
    }
    const there = await host.readAll(id)
    for (const key of told.everMissingIn(there)) {
      if (!this.hasLeft(key))
        this.faults.push(`in the end: ${key} was told and is not there: ${told.entries.get(key)?.value}`)
    }
  }

  /** An experience that the undisturbed run had too, and let go because its buffer was full. */
  private hasLeft(key: string): boolean {
    const { told } = this.whole
    const [, id] = /^experience (\d+)$/.exec(key) ?? []
    return id !== undefined && !told.entries.has(key) && Number(id) < told.newestExperience
  }

  private async newestCheckpoint(): Promise<number | null> {
    const names = await readdir(join(this.host.directoryOf(this.id), 'checkpoints')).catch(() => [])
    const iterations = names.flatMap((name) => Number(/^iteration-(\d+)\.ckpt$/.exec(name)?.[1] ?? NaN))
    return iterations.filter(Number.isInteger).sort((a, b) => b - a)[0] ?? null
  }
}

/** Asks over and over until told to stop; fails only where that is not expected. */
class Looking {
  private isOver = false
  private mayFail = false
  private ended: Promise<void> = Promise.resolve()

  constructor(begin: Promise<void>, look: () => Promise<void>) {
    void begin.then(() => {
      this.ended = this.repeat(look)
      this.ended.catch(() => undefined) // told by `stop`
    })
  }

  expectFailure(): void {
    this.mayFail = true
  }

  stop(): Promise<void> {
    this.isOver = true
    return this.ended
  }

  private async repeat(look: () => Promise<void>): Promise<void> {
    while (!this.isOver) {
      try {
        await look()
      } catch (error) {
        if (!this.mayFail) throw error
        return
      }
      await sleep(LOOK_EVERY_MS)
    }
  }
}

async function isGoneInTime(pid: number): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await isGone(pid))) {
    if (performance.now() > deadline) return false
    await sleep(50)
  }
  return true
}
