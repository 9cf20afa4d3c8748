import { SMALL_POLICY, type ConfigKey } from './config'

type Changes = Readonly<Partial<Record<ConfigKey, number | boolean | string>>>

export interface Preset {
  readonly id: string
  readonly name: string
  readonly summary: string
  readonly changes: Changes
}

const CPU_LAPTOP: Changes = {
  mutants: 19_200,
  searchCalls: 1_000_000,
  searchAgain: 0.1,
  matchesKept: 8,
  metaIterations: 20,
  dModel: 128,
  dFf: 256,
  priorityFloor: 0.001, // docs/results.md: the policy solves more than with a higher one
  firstDraw: 20_000,
  seedDraw: 2000,
  policyDraw: 8000,
  maxTokens: 96,
  grammar: true,
  learningRate: 1e-3,
}

/** Whole methods; `ABLATIONS` take one part of any of them away. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'quick-start',
    name: 'Quick start',
    summary: 'The starter pack, from scratch, in about three minutes on two cores.',
    changes: { grammar: true }, // docs/results.md: the policy solves more with it
  },
  {
    id: 'cpu-laptop',
    name: 'CPU laptop (2 hours)',
    summary: 'A larger policy and buffer for real ARC; choose your training and evaluation sets.',
    changes: CPU_LAPTOP,
  },
  {
    id: 'cpu-night',
    name: 'CPU night (8 hours)',
    summary: 'CPU laptop with a wider policy, more search and four times the lessons; for real ARC.',
    changes: {
      ...CPU_LAPTOP,
      searchCalls: 4_000_000,
      metaIterations: 40,
      dModel: 192,
      heads: 6,
      dFf: 384,
      firstDraw: 40_000,
      policyDraw: 16_000,
    },
  },
  {
    id: 'codeit-paper',
    name: 'CodeIt paper (CodeT5+ 220M)',
    summary:
      "The paper's settings and its pretrained policy, imported as codet5p-220m; days on one GPU, longer on CPUs.",
    changes: {
      policy: 'codet5p-220m',
      initialWeights: 'default',
      metaIterations: 99,
      mutants: 19_200,
      seedDraw: 10_000,
      policyDraw: 90_000,
      firstDraw: 10_000,
      batchSize: 512,
      learningRate: 5e-5,
      finalLearningRate: 1,
      warmupSteps: 0,
      samplesPerTask: 24,
      temperature: 0.95,
      maxTokens: 512,
      demonstrations: 10,
    },
  },
]

export const QUICK_START = PRESETS[0] as Preset

/** One part of the method taken away (METHOD: ablations); on any preset. */
export const ABLATIONS: readonly Preset[] = [
  { id: 'a1', name: 'A1: no expert iteration', summary: 'No samples are added.', changes: { policySamples: false } },
  {
    id: 'a2',
    name: 'A2: no relabelling',
    summary: 'Only samples right on every demonstration are kept.',
    changes: { relabelling: false },
  },
  { id: 'a3', name: 'A3: no priority', summary: 'The replay is uniform.', changes: { priority: 'uniform' } },
  { id: 'a4', name: 'A4: no pretraining', summary: 'Random weights.', changes: { initialWeights: 'random' } },
  { id: 'a5', name: 'A5: one demonstration', summary: 'In the prompt.', changes: { demonstrations: 1 } },
  { id: 'a6', name: 'A6: no mutation', summary: 'Seeds only.', changes: { mutants: 0 } },
]

/** What can be asked for, for messages. */
export const PRESET_NAMES = [
  ...[...PRESETS, ...ABLATIONS].map(({ id }) => id),
  `and each preset with an ablation, such as ${PRESETS[1]?.id}/${ABLATIONS[1]?.id}`,
].join(', ')

/** A preset with one part taken away: `cpu-laptop/a2`. */
export function ablate(preset: Preset, ablation: Preset): Preset {
  return {
    id: `${preset.id}/${ablation.id}`,
    name: `${preset.name}, ${ablation.name}`,
    summary: ablation.summary,
    changes: { ...preset.changes, ...ablation.changes },
  }
}

/** `quick-start`, `cpu-laptop/a2`, or `a2` alone, which is Quick start's; undefined: there is none of that name. */
export function findPreset(id: string): Preset | undefined {
  const [first = '', second] = id.split('/')
  const alone = second === undefined ? ABLATIONS.find((one) => one.id === first) : undefined
  const preset = alone ? QUICK_START : PRESETS.find((one) => one.id === first)
  const ablation = alone ?? ABLATIONS.find((one) => one.id === second)
  if (!preset || (second !== undefined && (!ablation || id.split('/').length > 2))) return undefined
  return ablation ? ablate(preset, ablation) : preset
}

/** A preset's settings with one's own; where they name an imported policy, without what only the small one can have. */
export function changePreset(
  { changes }: Preset,
  own: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { grammar: _, refinement: __, ...rest } = changes
  const policy = own['policy'] ?? changes.policy ?? SMALL_POLICY
  return { ...(policy === SMALL_POLICY ? changes : rest), ...own }
}
