import { randomBytes } from 'node:crypto'
import { formatCode } from '../../core/errors/codes'
import { makeConfig } from '../../core/loop/checkConfig'
import type { ExperimentConfig } from '../../core/loop/config'
import { changePreset, findPreset, PRESET_NAMES } from '../../core/loop/presets'
import { Rng } from '../../core/util/rng'
import { err, ok, type Result } from '../../core/util/result'
import type { Params } from '../../ipc/contract'
import { folderName } from '../data/arcLayout'
import type { ExperimentRecord } from '../store/manifest'
import type { Workspace } from '../store/workspace'
import type { ExperimentTasks } from './experimentFolder'
import { findPolicy } from './experimentPolicy'
import { readInitialWeights } from './initialWeights'

interface Surroundings {
  readonly workspace: Workspace
  /** holds `policy/`: the checkpoint that ships */
  readonly resourcesDirectory: string
  /** names of the experiments that are there */
  readonly taken: ReadonlySet<string>
}

export interface ExperimentDraft {
  readonly record: ExperimentRecord
  readonly tasks: ExperimentTasks
}

/** A new experiment, if preset, settings, tasks, seeds and policy go together; nothing is written. */
export async function draftExperiment(
  { workspace, resourcesDirectory, taken }: Surroundings,
  { name, preset, changes }: Params<'experiments.create'>,
): Promise<Result<ExperimentDraft>> {
  const known = findPreset(preset)
  if (!known) {
    const reason = `no preset '${preset}'; there are ${PRESET_NAMES}`
    const message = formatCode('config/invalid', { field: 'preset', reason })
    return err('config/invalid', message, 'preset', 'Choose one of them.')
  }
  const config = makeConfig(changePreset(known, changes))
  if (!config.ok) return config
  const tasks = tasksFor(workspace, config.value)
  if (!tasks.ok) return tasks
  const policy = await findPolicy(workspace.policies, config.value)
  if (!policy.ok) return policy
  const weights = await readInitialWeights(config.value, resourcesDirectory)
  if (!weights.ok) return weights
  const title = name?.trim() || freeName(known.name, taken)
  const record: ExperimentRecord = {
    id: `${folderName(title).toLowerCase() || 'experiment'}-${randomBytes(3).toString('hex')}`,
    name: title,
    preset: known.id,
    config: config.value,
    state: 'created',
    problem: null,
    createdAt: new Date().toISOString(),
    checkpointIteration: null,
    lastReport: null,
    evaluationTasks: tasks.value.evaluation.length,
    ...(policy.value ? { policy: policy.value } : {}),
  }
  return ok({ record, tasks: tasks.value })
}

function tasksFor(workspace: Workspace, config: ExperimentConfig): Result<ExperimentTasks> {
  const training = workspace.loadTasks(config.trainingSet)
  if (!training.ok) return { ok: false, error: { ...training.error, where: 'trainingSet' } }
  const evaluation = workspace.loadTasks(config.evaluationSet)
  if (!evaluation.ok) return { ok: false, error: { ...evaluation.error, where: 'evaluationSet' } }
  const seeds = workspace.seeds(config.trainingSet)
  if (seeds.length === 0) {
    const reason = `no task of ${config.trainingSet} has a program to learn from`
    const mend = 'Save a program for some of its tasks, import seeds, or train on starter/training.'
    return err('config/invalid', formatCode('config/invalid', { field: 'trainingSet', reason }), 'trainingSet', mend)
  }
  const withSeed = new Set(seeds.map(({ taskId }) => taskId))
  const chosen = Rng.fromSeed(config.seed, 'evaluation-tasks')
    .shuffle(evaluation.value)
    .slice(0, config.maxEvaluationTasks)
  const order = new Map(evaluation.value.map(({ id }, k) => [id, k]))
  chosen.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))
  return ok({ training: training.value.filter(({ id }) => withSeed.has(id)), seeds, evaluation: chosen })
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base} ${n}`
    if (!taken.has(name)) return name
  }
}
