import { formatCode } from '../errors/codes'
import { err, ok, type Problem, type Result } from '../util/result'
import { CONFIG_FIELDS, DEFAULT_CONFIG, SMALL_POLICY, type ConfigKey, type ExperimentConfig } from './config'
import type { Field } from './configField'

/** Checks one value; a string is read as the field's kind (from a form or `--set`). */
export function checkField(key: string, value: unknown): Result<number | boolean | string> {
  if (!Object.hasOwn(CONFIG_FIELDS, key)) return refuse(key, 'no such setting')
  const field: Field = CONFIG_FIELDS[key as ConfigKey]
  switch (field.kind) {
    case 'number': {
      const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
      if (typeof n !== 'number' || !Number.isFinite(n))
        return refuse(key, `a number is needed, not ${JSON.stringify(value)}`)
      if (field.whole && !Number.isInteger(n)) return refuse(key, `a whole number is needed, not ${n}`)
      if (n < field.min || n > field.max) return refuse(key, `${n} is outside ${field.min} to ${field.max}`)
      return ok(n)
    }
    case 'boolean':
      if (value === true || value === 'true' || value === 'on') return ok(true)
      if (value === false || value === 'false' || value === 'off') return ok(false)
      return refuse(key, `true or false is needed, not ${JSON.stringify(value)}`)
    case 'choice':
      if (typeof value === 'string' && field.choices.includes(value)) return ok(value)
      return refuse(key, `one of ${field.choices.join(', ')} is needed, not ${JSON.stringify(value)}`)
    case 'text':
      if (typeof value === 'string' && value.trim() !== '') return ok(value.trim())
      return refuse(key, 'a text is needed')
  }
}

/**
 * The defaults with `changes` applied; refuses unknown settings, wrong values and combinations that cannot run. An imported
 * policy starts from its own weights unless `changes` says otherwise.
 */
export function makeConfig(changes: Readonly<Record<string, unknown>>): Result<ExperimentConfig> {
  const values: Record<string, unknown> = { ...DEFAULT_CONFIG }
  if ((changes['policy'] ?? SMALL_POLICY) !== SMALL_POLICY) values['initialWeights'] = 'default'
  for (const [key, value] of Object.entries(changes)) {
    const checked = checkField(key, value)
    if (!checked.ok) return checked
    values[key] = checked.value
  }
  const config = values as unknown as ExperimentConfig
  if (config.policy !== SMALL_POLICY) {
    if (config.grammar) {
      return refuse('grammar', `it masks the small policy's tokens; ${config.policy} writes text and is sampled freely`)
    }
    if (config.refinement > 0) {
      return refuse(
        'refinement',
        `only the small policy reads near misses; ${config.policy} reads the task's text alone`,
      )
    }
  } else if (config.dModel % config.heads !== 0) {
    return refuse('heads', `the model width ${config.dModel} is not a multiple of ${config.heads} heads`)
  }
  return ok(config)
}

function refuse(field: string, reason: string): { ok: false; error: Problem } {
  return err('config/invalid', formatCode('config/invalid', { field, reason }), field)
}
