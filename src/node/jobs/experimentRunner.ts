import { runExperiment } from '../../core/loop/experimentLoop'
import type { ExperimentEvent } from '../../core/loop/events'
import type { CheckpointStore, Executor, Searcher } from '../../core/loop/ports'
import type { ExperimentConfig } from '../../core/loop/config'
import type { PolicyModel } from '../../core/policy/policyPort'
import type { Task } from '../../core/task/task'
import { Rng } from '../../core/util/rng'
import { FileCheckpoints } from '../store/fileCheckpoints'
import type { DuckdbReplayStore } from '../store/duckdbReplayStore'
import { EventOutbox } from './eventOutbox'
import type { ExperimentTasks } from './experimentFolder'
import type { FromExperiment } from './experimentMessages'
import type { ImportedPolicy, OpenPolicy } from './importedPolicy'

export interface RunnerParts {
  readonly config: ExperimentConfig
  readonly tasks: ExperimentTasks
  readonly store: DuckdbReplayStore
  readonly checkpointDirectory: string
  /** the imported policy to begin with; null: the small one */
  readonly imported: ImportedPolicy | null
  readonly makePolicy: (config: ExperimentConfig, imported: ImportedPolicy | null) => Promise<OpenPolicy>
  readonly makeExecutor: (config: ExperimentConfig, tasks: readonly Task[]) => Executor & { close(): Promise<void> }
  readonly makeSearcher: (
    config: ExperimentConfig,
    tasks: readonly Task[],
    seedTexts: readonly string[],
  ) => Searcher & { close(): Promise<void> }
  readonly send: (message: FromExperiment) => void
}

/**
 * One run of the loop with everything around it: the gate at which it pauses and stops, what it keeps of its events, and
 * its policy and interpreter pool from start to end. Goes on from the newest checkpoint that reads back, if there is one.
 */
export class ExperimentRunner {
  private isStopping = false
  private isPausing = false
  private wake: () => void = () => undefined
  private readonly outbox: EventOutbox

  constructor(private readonly parts: RunnerParts) {
    this.outbox = new EventOutbox((events) => parts.send({ kind: 'events', events }))
  }

  pause(): void {
    this.isPausing = true
  }

  continue(): void {
    this.isPausing = false
    this.wake()
  }

  stop(): void {
    this.isStopping = true
    this.wake()
  }

  async run(): Promise<'finished' | 'stopped'> {
    const { config, tasks, store, imported, makePolicy, makeExecutor, makeSearcher } = this.parts
    const allTasks = new Map([...tasks.training, ...tasks.evaluation].map((task) => [task.id, task]))
    const executor = makeExecutor(config, [...allTasks.values()])
    const searcher = makeSearcher(
      config,
      tasks.evaluation,
      tasks.seeds.map(({ program }) => program),
    )
    let policy: PolicyModel | null = null
    try {
      const opened = await makePolicy(config, imported)
      policy = opened.policy
      return await runExperiment(
        {
          config,
          trainingTasks: tasks.training,
          seeds: tasks.seeds,
          evaluationTasks: tasks.evaluation,
          policy,
          language: opened.language,
          executor,
          searcher,
          store,
          checkpoints: this.checkpoints(),
          clock: { now: () => performance.now() },
          rng: Rng.fromSeed(config.seed),
          gate: () => this.gate(),
          emit: (event) => this.emit(event),
          solvedBefore: async () => (await store.series()).solved,
        },
        { resume: true },
      )
    } finally {
      this.outbox.flush()
      await executor.close()
      await searcher.close()
      await policy?.close()
    }
  }

  private async gate(): Promise<boolean> {
    while (this.isPausing && !this.isStopping) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve))
      this.outbox.flush()
      this.parts.send({ kind: 'paused' })
      await woken
    }
    return !this.isStopping
  }

  /** What a window draws of a run is on disk before the loop goes on. */
  private async emit(event: ExperimentEvent): Promise<void> {
    if (event.kind === 'iteration' || event.kind === 'solved') await this.parts.store.recordEvents([event])
    this.outbox.push(event)
  }

  /** A host that died meanwhile has not heard all of it. */
  private async tellStanding(checkpointIteration: number | null): Promise<void> {
    const { iterations, solved } = await this.parts.store.series()
    const isKept = ({ iteration }: { readonly iteration: number }): boolean => iteration <= (checkpointIteration ?? -1)
    this.parts.send({
      kind: 'standing',
      checkpointIteration,
      lastReport: iterations.findLast(isKept) ?? null,
      solved: [...new Set(solved.filter(isKept).map(({ taskId }) => taskId))],
    })
  }

  private checkpoints(): CheckpointStore {
    const files = new FileCheckpoints(this.parts.checkpointDirectory, ({ message, where, mend }) =>
      this.outbox.push({ kind: 'log', level: 'warning', message: `${where}: ${message}. ${mend}` }),
    )
    return {
      latest: async () => {
        const checkpoint = await files.latest()
        await this.tellStanding(checkpoint?.iteration ?? null)
        return checkpoint
      },
      save: async (iteration, policy) => {
        await files.save(iteration, policy)
        this.parts.send({ kind: 'checkpoint', iteration })
      },
    }
  }
}
