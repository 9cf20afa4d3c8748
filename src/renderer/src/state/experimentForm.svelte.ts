import { checkField, makeConfig } from '../../../core/loop/checkConfig'
import {
  CONFIG_FIELDS,
  CONFIG_KEYS,
  DEFAULT_CONFIG,
  SMALL_POLICY,
  type ConfigKey,
  type ExperimentConfig,
} from '../../../core/loop/config'
import type { Field, FieldGroup } from '../../../core/loop/configField'
import {
  ABLATIONS,
  ablate,
  changePreset,
  findPreset,
  PRESETS,
  QUICK_START,
  type Preset,
} from '../../../core/loop/presets'
import type { Params } from '../../../ipc/contract'
import { distinct } from './distinct'

/** What the form for a new experiment holds: texts as typed, checked by the same table that the loop reads. */
export class ExperimentForm {
  /** the method before anything is taken away */
  base = $state.raw<Preset>(QUICK_START)
  /** the part that is taken away */
  ablation = $state.raw<Preset | null>(null)
  readonly preset = $derived(this.ablation ? ablate(this.base, this.ablation) : this.base)
  name = $state('')
  /** runs that differ in their seed only, the first with the seed of the form */
  runs = $state<number | null>(1)
  /** every field as its control holds it */
  values = $state<Record<ConfigKey, string | boolean>>(valuesOf(QUICK_START))
  readonly problems = $derived.by(() => this.check())
  readonly areRunsValid = $derived(
    this.runs !== null && Number.isInteger(this.runs) && this.runs >= 1 && this.runs <= MOST_RUNS,
  )
  readonly isValid = $derived(Object.keys(this.problems).length === 0 && this.areRunsValid)
  /** settings that differ from the preset's */
  readonly changed = $derived(CONFIG_KEYS.filter((key) => this.values[key] !== valuesOf(this.preset)[key]))
  /** words of the settings to show */
  words = $state('')
  /** what had changed when only that was asked for: a setting put back stays in view; null: all are asked for */
  onlyOf = $state.raw<readonly ConfigKey[] | null>(null)
  readonly shown = $derived(CONFIG_KEYS.filter((key) => this.isShown(key)))

  /** `from`: the settings of an experiment to begin with. */
  constructor(from?: { readonly preset: string; readonly config: ExperimentConfig }) {
    if (!from) return
    const [base = '', ablation] = (findPreset(from.preset)?.id ?? '').split('/')
    this.base = PRESETS.find(({ id }) => id === base) ?? this.base
    this.ablation = ABLATIONS.find(({ id }) => id === ablation) ?? null
    this.values = textsOf(from.config)
  }

  /** Starts anew from a preset and, where given, with a part of it taken away; the tasks chosen stay chosen. */
  choose(base: Preset, ablation: Preset | null = this.ablation): void {
    const { trainingSet, evaluationSet } = this.values
    this.base = base
    this.ablation = ablation
    this.values = { ...valuesOf(this.preset), trainingSet, evaluationSet }
  }

  /** Shows the settings that differ from the preset's, or all again. */
  toggleOnlyChanged(): void {
    this.onlyOf = this.onlyOf ? null : this.changed
  }

  /** Takes a policy, with the settings that an imported one cannot have otherwise. */
  choosePolicy(name: string): void {
    const { grammar, refinement } = textsOf({ ...DEFAULT_CONFIG, ...changePreset(this.preset, { policy: name }) })
    const initialWeights = name === SMALL_POLICY ? 'random' : 'default'
    this.values = { ...this.values, policy: name, initialWeights, grammar, refinement }
  }

  reset(key: ConfigKey): void {
    this.values[key] = valuesOf(this.preset)[key]
  }

  /** What to send for each run. */
  requests(): Params<'experiments.create'>[] {
    const name = this.name.trim()
    const seed = Number(this.values.seed)
    const changes = this.changes()
    if (this.runs === null || this.runs === 1) {
      return [{ preset: this.preset.id, changes, ...(name ? { name } : {}) }]
    }
    return Array.from({ length: this.runs }, (_, k) => ({
      preset: this.preset.id,
      changes: { ...changes, seed: seed + k },
      name: `${name || this.preset.name}, seed ${seed + k}`,
    }))
  }

  /** What has to be mended is always in view. */
  private isShown(key: ConfigKey): boolean {
    if (this.problems[key] !== undefined) return true
    if (this.onlyOf && !this.onlyOf.includes(key) && !this.changed.includes(key)) return false
    const { group, label, reason }: Field = CONFIG_FIELDS[key]
    const text = `${group} ${label} ${key} ${reason}`.toLowerCase()
    return this.words
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word))
  }

  /** The settings that differ from the preset's, as their own kinds. */
  private changes(): Record<string, unknown> {
    return Object.fromEntries(
      this.changed.map((key) => {
        const checked = checkField(key, this.values[key])
        return [key, checked.ok ? checked.value : this.values[key]]
      }),
    )
  }

  private check(): Partial<Record<ConfigKey, string>> {
    const problems: Partial<Record<ConfigKey, string>> = {}
    for (const key of CONFIG_KEYS) {
      const checked = checkField(key, this.values[key])
      if (!checked.ok) problems[key] = withoutName(checked.error.message, key)
    }
    if (Object.keys(problems).length > 0) return problems
    const whole = makeConfig(this.values) // combinations of values that are fine alone
    if (!whole.ok) {
      const key = (CONFIG_KEYS as readonly string[]).includes(whole.error.where ?? '') ? whole.error.where : 'name'
      problems[key as ConfigKey] = withoutName(whole.error.message, key ?? '')
    }
    return problems
  }
}

/** Settings by group, in the order of the table. */
export function groupSettings(
  keys: readonly ConfigKey[],
): readonly { readonly group: FieldGroup; readonly keys: readonly ConfigKey[] }[] {
  return distinct(keys.map((key) => CONFIG_FIELDS[key].group)).map((group) => ({
    group,
    keys: keys.filter((key) => CONFIG_FIELDS[key].group === group),
  }))
}

/** Runs of one form at most. */
export const MOST_RUNS = 20

function valuesOf(preset: Preset): Record<ConfigKey, string | boolean> {
  return textsOf({ ...DEFAULT_CONFIG, ...preset.changes })
}

function textsOf(config: Readonly<Record<ConfigKey, number | boolean | string>>): Record<ConfigKey, string | boolean> {
  return Object.fromEntries(
    CONFIG_KEYS.map((key) => [key, typeof config[key] === 'number' ? String(config[key]) : config[key]]),
  ) as Record<ConfigKey, string | boolean>
}

const withoutName = (message: string, key: string): string => message.replace(`${key}: `, '')
