import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ExperimentConfig } from '../../core/loop/config'
import type { Execution } from '../../core/loop/ports'
import { SMALL_POLICY } from '../../core/loop/config'
import { encodeCompact } from '../../core/policy/encodeCompact'
import type { PolicyModel, Sample } from '../../core/policy/policyPort'
import { MAX_POSITIONS, policyShape } from '../../core/policy/policyShape'
import { decodeProgram, tokenName } from '../../core/policy/programTokens'
import { parseTask } from '../../core/task/parseTask'
import type { Task } from '../../core/task/task'
import { ok, type Problem, type Result } from '../../core/util/result'
import type { DeviceReport, EventName, Events, Params, PolicySample, PolicySampling } from '../../ipc/contract'
import { refuse } from '../data/problems'
import { probeProviders, spawnPolicy } from '../ort/policyProcess'
import { FileCheckpoints } from '../store/fileCheckpoints'
import { SerialQueue } from '../store/serialQueue'
import type { Workspace } from '../store/workspace'
import { EvalPool } from './evalPool'
import { ExperimentFolder } from './experimentFolder'
import type { ExperimentManager } from './experimentManager'

export interface InspectorOptions {
  readonly workspace: Workspace
  readonly experiments: Pick<ExperimentManager, 'get'>
  /** where the built process entries lie (out/main) */
  readonly entriesDirectory: string
  readonly emit: <E extends EventName>(name: E, payload: Events[E]) => void
  /** how long a policy that nobody samples from stays loaded */
  readonly keepMs?: number
}

/** The policy that was sampled from last, still loaded. */
interface Warm {
  readonly experimentId: string
  readonly policy: PolicyModel
  iteration: number
}

const KEEP_MS = 60_000

/**
 * Looks into policies on behalf of a window: tries the devices, and samples from an experiment's newest checkpoint. The
 * policy has a process of its own beside the experiment's, one at a time, and programs run on a worker thread, so that
 * neither the host nor a run that goes on waits for it.
 */
export class PolicyInspector {
  private known: readonly DeviceReport[] | null = null
  private testing: Promise<readonly DeviceReport[]> | null = null
  private readonly abort = new AbortController()
  private readonly turns = new SerialQueue()
  private warm: Warm | null = null
  private coolDown: NodeJS.Timeout | undefined

  constructor(private readonly options: InspectorOptions) {}

  /** Which execution providers work here; tried once, or `again`. */
  async devices(again: boolean): Promise<Result<readonly DeviceReport[]>> {
    if (this.testing) return ok(await this.testing)
    if (this.known && !again) return ok(this.known)
    const { entriesDirectory, emit } = this.options
    this.testing = probeProviders(join(entriesDirectory, 'policy.js'), {
      onReport: (report) => emit('policy.device', report),
      signal: this.abort.signal,
    })
    try {
      this.known = await this.testing
      return ok(this.known)
    } finally {
      this.testing = null
    }
  }

  /** Samples programs for a task and runs each distinct one on its demonstrations; in turn when asked several times. */
  sample(params: Params<'policy.sample'>): Promise<Result<PolicySampling>> {
    return this.turns.run(() => this.sampleNow(params))
  }

  async close(): Promise<void> {
    this.abort.abort()
    await this.cool() // ends a sampling in progress
    await this.turns.idle()
    await this.cool()
    await this.testing
  }

  private async sampleNow(params: Params<'policy.sample'>): Promise<Result<PolicySampling>> {
    const { experimentId, taskId, count, temperature, seed } = params
    const begun = performance.now()
    const experiment = this.options.experiments.get(experimentId)
    if (!experiment.ok) return experiment
    const { config, name } = experiment.value
    if (config.policy !== SMALL_POLICY) return refuse('policy/imported', undefined, { name, policy: config.policy })
    const task = this.taskOf(taskId)
    if (!task.ok) return task
    try {
      const warm = await this.load(experimentId, name, config)
      if (!warm.ok) return warm
      const { policy, iteration } = warm.value
      // as the loop encodes it: the demonstrations only
      const input = encodeCompact(task.value.train.slice(0, config.demonstrations), MAX_POSITIONS)
      const { maxTokens, topK, topP, grammar } = config
      const options = { temperature, maxTokens, topK, topP, grammar, perToken: true }
      const [drawn = []] = await policy.sample([{ input, count, seed }], options)
      const samples = await this.run(task.value, distinctOf(drawn), config)
      return ok({ params, iteration, samples, seconds: (performance.now() - begun) / 1000 })
    } catch (error) {
      await this.cool()
      return refuse('policy/failed', undefined, {
        name,
        reason: error instanceof Error ? error.message : String(error),
      })
    } finally {
      this.stayWarm()
    }
  }

  private taskOf(taskId: string): Result<Task> {
    const detail = this.options.workspace.getTask(taskId)
    return detail.ok ? parseTask(taskId, detail.value.task) : detail
  }

  /** The experiment's policy as its newest checkpoint has it. */
  private async load(experimentId: string, name: string, config: ExperimentConfig): Promise<Result<Warm>> {
    clearTimeout(this.coolDown)
    const { workspace, entriesDirectory } = this.options
    const folder = new ExperimentFolder(workspace.experimentDirectory(experimentId))
    const broken: Problem[] = []
    const checkpoints = new FileCheckpoints(folder.checkpoints, (problem) => broken.push(problem))
    if (this.warm?.experimentId !== experimentId) await this.cool()
    else if ((await checkpoints.iterations()).at(-1) === this.warm.iteration) return ok(this.warm)
    const checkpoint = await checkpoints.latest()
    if (!checkpoint) {
      const [problem] = broken
      return problem ? { ok: false, error: problem } : refuse('policy/no-checkpoint', undefined, { name })
    }
    if (!this.warm) {
      const policy = await spawnPolicy(join(entriesDirectory, 'policy.js'), policyShape(config), {
        seed: config.seed,
        threads: 1,
      })
      this.warm = { experimentId, policy, iteration: checkpoint.iteration }
    }
    if (this.abort.signal.aborted) throw new Error('the workbench was closed')
    await this.warm.policy.load(checkpoint.policy)
    this.warm.iteration = checkpoint.iteration
    return ok(this.warm)
  }

  /** Best first. The task goes without its test pairs: nothing here can choose by them. */
  private async run(task: Task, drawn: readonly Drawn[], config: ExperimentConfig): Promise<PolicySample[]> {
    const { stepBudget, sizeBudget } = config
    const entry = pathToFileURL(join(this.options.entriesDirectory, 'evalWorker.js'))
    const tasks = [{ ...task, test: [] }]
    const pool = new EvalPool({ entry, workers: 1, tasks, stepBudget, sizeBudget })
    try {
      const executions = await pool.execute(drawn.map(({ program }) => ({ taskId: task.id, program })))
      return drawn
        .flatMap((one, k) => {
          const execution = executions[k]
          return execution ? [sampleOf(one, execution)] : []
        })
        .sort(bestFirst)
    } finally {
      await pool.close()
    }
  }

  private stayWarm(): void {
    clearTimeout(this.coolDown)
    this.coolDown = setTimeout(() => void this.turns.run(() => this.cool()), this.options.keepMs ?? KEEP_MS)
    this.coolDown.unref()
  }

  private async cool(): Promise<void> {
    clearTimeout(this.coolDown)
    const { warm } = this
    this.warm = null
    await warm?.policy.close()
  }
}

interface Drawn {
  readonly program: string
  readonly sample: Sample
  readonly times: number
}

/** Each distinct program once, as the loop counts them. */
function distinctOf(samples: readonly Sample[]): Drawn[] {
  const byProgram = new Map<string, Drawn>()
  for (const sample of samples) {
    const program = decodeProgram(sample.tokens)
    const known = byProgram.get(program)
    byProgram.set(program, known ? { ...known, times: known.times + 1 } : { program, sample, times: 1 })
  }
  return [...byProgram.values()]
}

/** What reproduces more comes first, then what gives a grid at all, then what is drawn often. */
const bestFirst = (a: PolicySample, b: PolicySample): number =>
  b.demosRight - a.demosRight ||
  Number(b.valid) - Number(a.valid) ||
  b.times - a.times ||
  b.logProbability - a.logProbability

function sampleOf({ program, sample, times }: Drawn, execution: Execution): PolicySample {
  const { parsed, executed, demoOutputs, demosRight, failure } = execution
  return {
    program,
    tokens: Array.from(sample.tokens, tokenName),
    tokenLogProbabilities: sample.tokenLogProbabilities ? Array.from(sample.tokenLogProbabilities) : null,
    logProbability: sample.logProbability,
    ended: sample.ended,
    times,
    parsed,
    executed,
    valid: demoOutputs.some((output) => output !== null),
    demosRight,
    demos: demoOutputs.length,
    failure,
    outputs: demoOutputs.map((output) => output && output.toRows()),
  }
}
