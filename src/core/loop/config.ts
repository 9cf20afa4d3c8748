import { choice, number, real, text, toggle, type BooleanField, type Field, type NumberField } from './configField'

/** ONNX Runtime's execution providers; which of them work depends on the machine. */
export const DEVICES = ['cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const

/** The policy that needs no import. */
export const SMALL_POLICY = 'small'

/**
 * Every hyper-parameter of an experiment: default, unit, reason, the paper's value. The form in the window, the command
 * line's `--set key=value` and the checks (`checkConfig.ts`) all read this table.
 */
export const CONFIG_FIELDS = {
  trainingSet: text(
    'Training tasks',
    'Tasks',
    'starter/training',
    'dataset/split; tasks with a seed program feed the mutation',
  ),
  evaluationSet: text(
    'Evaluation tasks',
    'Tasks',
    'starter/evaluation',
    'dataset/split; the policy samples programs for these',
  ),
  maxEvaluationTasks: number(
    'Evaluation tasks at most',
    'Tasks',
    400,
    [1, 100_000],
    'tasks',
    'a seeded choice when the split has more',
    '400',
  ),
  demonstrations: number(
    'Demonstrations in the prompt',
    'Tasks',
    10,
    [1, 10],
    'pairs',
    'the first ones; 1 is ablation A5',
    '10',
  ),

  seed: number('Seed', 'Loop', 17, [0, 2 ** 31 - 1], '', 'everything random derives from it', '17'),
  metaIterations: number('Meta-iterations', 'Loop', 6, [1, 1000], '', 'learn, sample, execute, relabel, score', '99'),
  policySamples: toggle('Expert iteration', 'Loop', true, 'off is ablation A1: policy samples are not added', 'on'),
  relabelling: toggle(
    'Hindsight relabelling',
    'Loop',
    true,
    'off is ablation A2: keep only samples right on every demonstration',
    'on',
  ),
  priority: choice(
    'Priority',
    'Loop',
    'demonstrations',
    ['demonstrations', 'uniform'],
    'uniform is ablation A3',
    'demonstrations',
  ),
  priorityFloor: real(
    'Priority floor',
    'Loop',
    0.1,
    [0.001, 1],
    'priority',
    'of an experience that reproduces no demonstration; the lower, the more often those that do are drawn',
    '0',
  ),
  nearCredit: real(
    'Credit for near misses',
    'Loop',
    0,
    [0, 1],
    'share',
    "what a wrong output of the right size earns for each right cell, of a right demonstration's priority",
    '0',
  ),
  lengthDiscount: real(
    'Length discount',
    'Loop',
    0,
    [0, 0.99],
    'share',
    'of its priority that an experience loses for each line of its program',
    '0',
  ),
  ageDiscount: real(
    'Age discount',
    'Loop',
    0,
    [0, 0.99],
    'share',
    'of its priority that an experience loses with each meta-iteration',
    '0',
  ),
  noveltyDiscount: real(
    'Repeat discount',
    'Loop',
    0,
    [0, 0.99],
    'share',
    'of its priority that an experience loses each time it is drawn, so that new ones come first',
    '0',
  ),
  distinctOutputs: toggle(
    'Distinct outputs only',
    'Loop',
    false,
    'on keeps of the programs that do the same on a task the one found first',
    'off',
  ),
  capacity: number(
    'Replay buffer at most',
    'Loop',
    10_000_000,
    [100, 1e9],
    'experiences',
    'above it what reproduces least goes first; seeds, solutions, pinned ones and a lesson of each part stay',
    '10,000,000',
  ),

  mutants: number(
    'Mutants',
    'Mutation',
    3000,
    [0, 10_000_000],
    'programs',
    'the first textbook; 0 is ablation A6',
    '19,200',
  ),
  mutationMode: choice('Mutation depth', 'Mutation', 'd1', ['d1', 'dInf'], 'dInf mutates mutants too', 'd1'),

  searchCalls: number(
    'Search per task',
    'Search',
    0,
    [0, 1e9],
    'calls',
    'programs built up from the grids of each task beside mutants and samples; some 200,000 calls a second, 0 is off',
    'none',
  ),
  searchAgain: real(
    'Search again',
    'Search',
    1,
    [0, 1],
    'share',
    'of the calls, in later meta-iterations, for open tasks for which the policy found something; 0 searches once only',
    'none',
  ),
  matchesKept: number(
    'Matching mutants kept',
    'Search',
    0,
    [0, 1000],
    'programs',
    'for each evaluation task: seeds and mutants that reproduce some of its demonstrations join the buffer with it, the best first; 0 is off',
    'none',
  ),
  refineMutants: number(
    'Mutants of near misses',
    'Search',
    0,
    [0, 100_000],
    'programs',
    'for each open task: changes of the best programs that reproduce some of its demonstrations, whenever there are new ones; 0 is off',
    'none',
  ),

  policy: text(
    'Policy',
    'Policy',
    SMALL_POLICY,
    'small: ours, from random weights, of the sizes below; or the name of an imported one, which has its own sizes',
    'CodeT5+ 220M',
  ),
  dModel: number('Model width', 'Policy', 64, [16, 2048], '', 'small policy; chosen by measurement on 2 cores', '768'),
  heads: number(
    'Attention heads',
    'Policy',
    4,
    [1, 64],
    '',
    'small policy; width per head = model width / heads',
    '12',
  ),
  dFf: number(
    'Feed-forward width',
    'Policy',
    128,
    [16, 8192],
    '',
    'small policy; 2 to 4 times the model width',
    '3,072',
  ),
  encoderLayers: number('Encoder layers', 'Policy', 2, [1, 48], '', 'small policy', '12'),
  decoderLayers: number('Decoder layers', 'Policy', 2, [1, 48], '', 'small policy', '12'),
  initialWeights: choice(
    'Initial weights',
    'Policy',
    'random',
    ['random', 'default'],
    "default: the checkpoint that ships, taught on the starter pack (only for the default shape), or an imported policy's own; random is ablation A4",
    'pretrained',
  ),
  device: choice(
    'Device',
    'Policy',
    'cpu',
    DEVICES,
    'the Policy page tests which of them work here; seeds repeat a run on the same device only',
    'one GPU',
  ),

  seedDraw: number(
    'Seeds and mutants per iteration',
    'Training',
    3000,
    [0, 10_000_000],
    'experiences',
    'drawn by priority without replacement',
    '10,000',
  ),
  policyDraw: number(
    'Policy experiences per iteration',
    'Training',
    3000,
    [0, 10_000_000],
    'experiences',
    'drawn by priority without replacement',
    '90,000',
  ),
  firstDraw: number(
    'Experiences before the first sampling',
    'Training',
    12_000,
    [0, 100_000_000],
    'experiences',
    'a policy from scratch needs a longer first lesson; seeds and mutants, several passes',
    'pretrained',
  ),
  batchSize: number('Batch size', 'Training', 32, [1, 4096], 'experiences', 'one optimiser step', '512'),
  learningRate: real(
    'Learning rate',
    'Training',
    3e-3,
    [1e-7, 1],
    '',
    'after warm-up, in the first meta-iteration; from scratch it is far higher than for fine-tuning',
    '5e-5',
  ),
  finalLearningRate: real(
    'Final learning rate',
    'Training',
    0.25,
    [0, 1],
    'share',
    'of the learning rate in the last meta-iteration; linear in between, 1 keeps it constant',
    '1',
  ),
  warmupSteps: number('Warm-up', 'Training', 30, [0, 100_000], 'steps', 'linear from 0', ''),
  weightDecay: real('Weight decay', 'Training', 0.01, [0, 1], '', 'decoupled (AdamW)', '0.01'),
  augmentation: real(
    'Augmentation',
    'Training',
    0,
    [0, 1],
    'share',
    'of what is drawn is turned, mirrored and recoloured, run again and relabelled with what the program then gives',
    '0',
  ),
  refinement: real(
    'Refinement of near misses',
    'Training',
    0,
    [0, 1],
    'share',
    'of what is drawn is learnt beside a near miss (another program on the same task), and of the samples of an open task made from its nearest ones',
    'none',
  ),
  clipNorm: real('Gradient clipping', 'Training', 1, [0, 1000], '', 'largest global norm; 0 is off', ''),

  samplesPerTask: number('Samples per task', 'Sampling', 24, [1, 1000], 'programs', 'per meta-iteration', '24'),
  focus: real(
    'Focus on open tasks',
    'Sampling',
    0,
    [0, 1],
    'share',
    'of the samples of tasks that some program fits already goes to the others',
    '0',
  ),
  temperature: real('Temperature', 'Sampling', 0.95, [0, 5], '', '0 is greedy', '0.95'),
  topK: number(
    'Likeliest tokens only',
    'Sampling',
    0,
    [0, 10_000],
    'tokens',
    'draw among the so many likeliest (top-k); 0 is off',
    'off',
  ),
  topP: real(
    'Likeliest share only',
    'Sampling',
    1,
    [0.001, 1],
    'share',
    'draw among the likeliest tokens that together have this probability (top-p); 1 is off',
    'off',
  ),
  grammar: toggle(
    'Grammar',
    'Sampling',
    false,
    'on draws only what can still become a program that parses and type-checks',
    'off',
  ),
  maxTokens: number('Longest program', 'Sampling', 48, [4, 2048], 'tokens', 'ours: one token per DSL name', '512'),

  stepBudget: number(
    'Steps per run',
    'Execution',
    100_000,
    [1000, 1e9],
    'steps',
    'one program on one grid; counted, so results do not depend on the machine',
    '0.25 s a line',
  ),
  sizeBudget: number('Largest value', 'Execution', 10_000, [100, 1e7], 'elements', 'grids and containers', '1,000'),
  workers: number(
    'Interpreter workers',
    'Execution',
    2,
    [1, 256],
    'threads',
    'results are the same for any number',
    '',
  ),
  threads: number('Policy threads', 'Execution', 2, [1, 256], 'threads', 'for the matrix products', ''),
} as const satisfies Record<string, Field>

export type ConfigKey = keyof typeof CONFIG_FIELDS
type ValueOf<F extends Field> = F extends NumberField
  ? number
  : F extends BooleanField
    ? boolean
    : F extends { readonly choices: readonly (infer C)[] }
      ? C
      : string
export type ExperimentConfig = { readonly [K in ConfigKey]: ValueOf<(typeof CONFIG_FIELDS)[K]> }

export const CONFIG_KEYS = Object.keys(CONFIG_FIELDS) as readonly ConfigKey[]

export const DEFAULT_CONFIG = Object.fromEntries(
  CONFIG_KEYS.map((key) => [key, CONFIG_FIELDS[key].default]),
) as unknown as ExperimentConfig
