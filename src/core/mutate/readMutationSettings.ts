import { err, ok, type Result } from '../util/result'
import type { MutationSettings } from './mutateProgram'
import { DEFAULT_MUTATION_OPTIONS, MUTATION_OPERATORS } from './operators'

/** What can be set, with METHOD.md's values: the operators' frequencies, and of `freshVariable` the share. */
const DEFAULTS: ReadonlyMap<string, number> = new Map([
  ...MUTATION_OPERATORS.map(({ name, weight }): [string, number] => [name, weight]),
  ...Object.entries(DEFAULT_MUTATION_OPTIONS),
])

export const DEFAULT_WEIGHTS_TEXT = [...DEFAULTS].map(([name, value]) => `${name}=${value}`).join(',')

/**
 * Reads `replaceArgument=0.5,freshVariable=0.2`: the operators' relative frequencies, and how often a replaced argument
 * becomes a variable made for it, 0 to 1. What is not named keeps its default.
 */
export function readMutationSettings(text: string): Result<MutationSettings> {
  const refuse = (message: string, where: string) =>
    err('mutation/weights', message, where, `as ${DEFAULT_WEIGHTS_TEXT}`)
  const values = new Map<string, number>()
  for (const part of text.split(',')) {
    const [name = '', number = '', ...rest] = part.split('=').map((word) => word.trim())
    if (!DEFAULTS.has(name)) return refuse('no such weight', `'${name}'`)
    if (values.has(name)) return refuse('given twice', name)
    const value = Number(number)
    const most = name in DEFAULT_MUTATION_OPTIONS ? 1 : 1000
    if (!/^\d*\.?\d+$/.test(number) || rest.length > 0 || value > most) {
      return refuse(`a number from 0 to ${most} is needed`, `'${part.trim()}'`)
    }
    values.set(name, value)
  }
  const weights = Object.fromEntries(
    MUTATION_OPERATORS.map(({ name, weight }) => [name, values.get(name) ?? weight]),
  ) as MutationSettings['weights'] & object
  if (Object.values(weights).every((weight) => weight === 0)) return refuse('one operator at least must be drawn', text)
  return ok({ weights, freshVariable: values.get('freshVariable') ?? DEFAULT_MUTATION_OPTIONS.freshVariable })
}
