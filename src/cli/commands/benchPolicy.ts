import { join } from 'node:path'
import { formatCode } from '../../core/errors/codes'
import type { PolicyModel } from '../../core/policy/policyPort'
import { err } from '../../core/util/result'
import { spawnPolicy } from '../../node/ort/policyProcess'
import type { Provider } from '../../node/ort/providers'
import { benchGenerate, benchTrain, type ModelFigures } from '../bench/benchPolicy'
import { MODEL_SHAPES } from '../bench/modelShapes'
import type { CliContext, CommonOptions } from '../context'
import { fellShort, succeeded, type Finished } from '../finished'

export interface BenchPolicyOptions extends CommonOptions {
  readonly models: readonly string[]
  readonly threads: number
  readonly device?: Provider
  /** for each model */
  readonly seconds: number
}

type Bench = (name: string, policy: PolicyModel, seconds: number) => Promise<ModelFigures>

/** `codeit bench train`: what a policy of each shape learns from in a second. */
export const benchTrainCommand = (context: CliContext, options: BenchPolicyOptions): Promise<Finished> =>
  benchModels(
    context,
    options,
    benchTrain,
    'batches of 16 examples, 384 + 96 tokens each; step of the optimiser included',
  )

/** `codeit bench generate`: what a policy of each shape writes in a second. */
export const benchGenerateCommand = (context: CliContext, options: BenchPolicyOptions): Promise<Finished> =>
  benchModels(context, options, benchGenerate, '16 tasks of 384 tokens together, 24 samples of 96 tokens each')

/** Each model in a policy process of its own, as an experiment has it. */
async function benchModels(
  { output, directories }: CliContext,
  { models, threads, seconds, device = 'cpu' }: BenchPolicyOptions,
  bench: Bench,
  workload: string,
): Promise<Finished> {
  output.line(`${workload}; ${device === 'cpu' ? `${threads} threads` : device}`)
  output.line('model       parameters    tokens/s   batches   s/batch')
  const figures: ModelFigures[] = []
  for (const name of models) {
    const shape = MODEL_SHAPES.get(name)
    if (!shape) continue
    output.showLive(`${name} ...`)
    try {
      const policy = await spawnPolicy(join(directories.entries, 'policy.js'), shape, {
        seed: 1,
        threads,
        provider: device,
        endToken: NO_TOKEN,
      })
      try {
        figures.push(await bench(name, policy, seconds))
      } finally {
        await policy.close()
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return fellShort(
        { threads, models: figures },
        err('policy/failed', formatCode('policy/failed', { name, reason })).error,
      )
    }
    output.line(rowOf(figures[figures.length - 1] as ModelFigures))
  }
  return succeeded({ threads, models: figures })
}

/** Samples run to their full length. */
const NO_TOKEN = -1

const rowOf = ({ name, parameters, tokensPerSecond, batches, secondsPerBatch }: ModelFigures): string =>
  [
    name.padEnd(11),
    `${(parameters / 1e6).toFixed(2)} M`.padStart(10),
    String(tokensPerSecond).padStart(11),
    String(batches).padStart(9),
    secondsPerBatch.toFixed(3).padStart(9),
  ].join(' ')
